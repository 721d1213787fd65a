# one finding for each identifier and place, and no conflict
register:  IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  XX-9  XX-9  closed
expect:    unknown XX-9 at DC1/R2/A/07 | missing IT-1 maybe XX-9
measure:   completeness 0/1

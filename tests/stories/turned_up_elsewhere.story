# its own rack was swept and closed, and it turned up in another one: one finding, and never missing
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U1
at DC1/R2/A/07:  closed
at DC1/R2/A/08:  IT-1  IT-2  closed
expect:    misplaced IT-1 at DC1/R2/A/08 | found IT-2
measure:   existence 2/2 | value_missing 0/0

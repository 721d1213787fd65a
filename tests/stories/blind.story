# the same findings, but nothing is told on the way
blind:
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U10
at DC1/R2/A/07:  IT-1  IT-2  XX-1  IT-1  closed
expect:    found IT-1 | misplaced IT-2 | unknown XX-1
verdicts:  place saved saved saved repeat command

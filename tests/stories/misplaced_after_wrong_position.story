# seen in another unit of its rack first, then truly elsewhere by somebody who moved it
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U1
at DC1/R2/A/07:U12:  IT-1
at DC1/R2/A/08:  IT-1  moved
expect:    misplaced IT-1 at DC1/R2/A/08 | not_swept IT-2 reason open

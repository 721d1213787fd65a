scope:     DC1/R2
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R9/B/01:U1
at DC1/R9/B/01:  IT-1
expect:    misplaced IT-1 at DC1/R9/B/01

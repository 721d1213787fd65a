register:  IT-1 DC1/R2/A/07:U10
at DC1/R2:  IT-1
at DC1/R2/A/07:  closed
expect:    misplaced IT-1 at DC1/R2 from DC1/R2/A/07:U10

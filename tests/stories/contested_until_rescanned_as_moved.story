register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U1
ana at DC1/R2/A/07:  IT-1
ben at DC1/R2/A/08:  IT-1  moved  IT-2
expect:    misplaced IT-1 at DC1/R2/A/08 | found IT-2

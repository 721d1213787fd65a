places:    DC1/R2/CAGE foreign=ACME
register:  IT-1 DC1/R2/A/07:U10
at DC1/R2/CAGE:  IT-1
expect:    misplaced IT-1 at DC1/R2/CAGE

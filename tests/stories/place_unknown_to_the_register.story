register:  IT-1 DC1/R2/A/07:U10
at DC1/R7/NEW:  IT-1  XX-1
expect:    misplaced IT-1 at DC1/R7/NEW | unknown XX-1 at DC1/R7/NEW

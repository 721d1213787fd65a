register:  IT-1 DC1/R2/A/07:U10 | IT-3 DC1/R2
at DC1/R2:  closed
at DC1/R2/A/07:  closed
expect:    missing IT-1 | missing IT-3

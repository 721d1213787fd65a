register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U10
at DC1/R2/A/07:  IT-1
at DC1/R2/A/08:  IT-1  two  undo
expect:    contested IT-1 | not_swept IT-2

register:  IT-1 DC1/R2/A/07:U10 serial=AAA111
at DC1/R2/A/07:  IT-1  pair  CCC333
expect:    wrong_device IT-1

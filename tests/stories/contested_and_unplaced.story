register:  IT-1 - | IT-2 DC1/R2/A/07:U1 | IT-3 DC1/R2/A/08:U1
ana at DC1/R2/A/07:  IT-1  IT-2
ben at DC1/R2/A/08:  IT-1  IT-3
expect:    contested IT-1 also unplaced | found IT-2 | found IT-3

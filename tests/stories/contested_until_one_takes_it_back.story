# the conflict ends when one of the two says that it was a mis-scan
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U1
ana at DC1/R2/A/07:  IT-1
ben at DC1/R2/A/08:  IT-1  wrong  IT-2
expect:    found IT-1 at DC1/R2/A/07 also nothing | found IT-2

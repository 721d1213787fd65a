register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U11
ana at DC1/R2/A/07:  IT-1  closed
ben at DC1/R2/A/07:  reopened
expect:    found IT-1 | not_swept IT-2 reason open
measure:   coverage 0/1

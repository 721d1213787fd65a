register:  IT-7 DC1/R2/A/07:U10 serial=S1 | IT-7!b DC1/R2/A/08:U10 serial=S2
at DC1/R2/A/07:  IT-7  S1  closed
at DC1/R2/A/08:  closed
expect:    found IT-7 basis serial | ambiguous IT-7!b

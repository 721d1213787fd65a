register:  IT-1 DC1/R2/A/09:U14 | IT-2 DC1/R2/A/07:U1
at DC1/R2/A/07:  IT-1  IT-2  closed
at DC1/R2/A/09:  closed
expect:    misplaced IT-1 from DC1/R2/A/09:U14 at DC1/R2/A/07 | found IT-2
measure:   existence 2/2 | place_rack 1/2

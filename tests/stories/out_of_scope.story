scope:     DC1/R2
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R9/B/01:U1 | IT-3 DC1/R9/B/01:U2 | IT-4 DC1/R9/B/01:U3
at DC1/R2/A/07:  IT-1  IT-2
at DC1/R9/B/01:  IT-3
expect:    found IT-1 | out_of_scope IT-2 at DC1/R2/A/07 also misplaced | found IT-3

scope:     DC1/R2
register:  IT-5 DC1/R9/B/01:U1 loan | IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  IT-5  IT-1
expect:    out_of_scope IT-5 also misplaced | found IT-1

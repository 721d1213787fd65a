scope:     DC1/R2
register:  IT-9 DC1/R9/B/01:U1 retired | IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  IT-9  IT-1
expect:    retired_present IT-9 at DC1/R2/A/07 also out_of_scope,misplaced | found IT-1

where:     category = server
register:  IT-1 DC1/R2/A/07:U10 category=server | IT-2 DC1/R2/A/07:U11 category=switch | IT-3 DC1/R2/A/07:U12 category=switch
at DC1/R2/A/07:  IT-1  IT-2  closed
expect:    found IT-1 | out_of_scope IT-2 also found

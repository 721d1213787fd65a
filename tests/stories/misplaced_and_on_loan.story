# lent out by the register, and standing in a rack that is not even its own: where it is comes first
register:  IT-1 DC1/R2/A/07:U10 loan | IT-2 DC1/R2/A/08:U1
at DC1/R2/A/08:  IT-1  IT-2  closed
expect:    misplaced IT-1 at DC1/R2/A/08 also nothing | found IT-2

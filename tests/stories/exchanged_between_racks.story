# exchanged with a device of another rack: two are misplaced
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U10
at DC1/R2/A/07:U10:  IT-2
at DC1/R2/A/08:U10:  IT-1
expect:    misplaced IT-1 at DC1/R2/A/08:U10 | misplaced IT-2 at DC1/R2/A/07:U10

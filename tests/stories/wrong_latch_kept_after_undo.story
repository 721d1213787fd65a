# carrying can be undone as one step
register:  A1 DC1/R2/A/08:U1 | A2 DC1/R2/A/08:U2
at DC1/R2/A/07:  A1  A2  carry=DC1/R2/A/08  undo
expect:    misplaced A1 at DC1/R2/A/07 | misplaced A2 at DC1/R2/A/07

# places are compared without case, and 07 is not 7
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U11
at dc1/r2/a/07:  it-1
at DC1/R2/A/7:  IT-2
expect:    found IT-1 | misplaced IT-2 at DC1/R2/A/7

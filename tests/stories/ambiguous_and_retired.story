# an old record kept its tag when it went: the code is of two records until somebody decides
register:  IT-7 DC1/R2/A/07:U10 | IT-7!b DC1/R2/A/08:U10 retired | IT-1 DC1/R2/A/07:U1
at DC1/R2/A/07:  IT-7  IT-1  closed
expect:    ambiguous IT-7 | ambiguous IT-7!b | found IT-1

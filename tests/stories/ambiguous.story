# two records with one tag: each is ambiguous, neither is missing
register:  IT-7 DC1/R2/A/07:U10 serial=S1 | IT-7!b DC1/R2/A/08:U10 serial=S2 | IT-1 DC1/R2/A/07:U1
at DC1/R2/A/07:  IT-7  IT-1  closed
at DC1/R2/A/08:  closed
expect:    ambiguous IT-7 candidates IT-7,IT-7!b | ambiguous IT-7!b at DC1/R2/A/07 | found IT-1

# neither is looked for, and neither makes a finding
register:  IT-8 DC1/R2/A/07:U10 retired | IT-9 DC1/R2/A/07:U11 planned | IT-1 DC1/R2/A/07:U1
at DC1/R2/A/07:  IT-1  closed
expect:    found IT-1

register:  IT-1 DC1/R2/A/07:U10 serial=AAA111 | IT-2 DC1/R2/A/07:U11 serial=BBB222
at DC1/R2/A/07:  IT-1  pair  AAA111  NEW-7  pair  BBB222
expect:    found IT-1 basis tag+serial | found IT-2 basis serial

# tag and serial scanned one after the other: offered, and confirmed by one key; nothing is joined without it
register:  IT-1 DC1/R2/A/07:U10 serial=AAA111 | IT-2 DC1/R2/A/07:U11 serial=BBB222
at DC1/R2/A/07:  IT-1  AAA111  same  IT-2  BBB222
expect:    found IT-1 basis tag+serial | found IT-2 basis tag

# tag and serial of one device name two records: neither is located until somebody decides
register:  IT-1 DC1/R2/A/07:U10 serial=AAA111 | IT-2 DC1/R2/A/07:U11 serial=BBB222
at DC1/R2/A/07:  IT-1  pair  BBB222  closed
expect:    wrong_device IT-1 | wrong_device IT-2
measure:   existence 0/2

# the tag of a record in use on the serial of one that is gone: neither is located, and neither is missing
register:  IT-1 DC1/R2/A/07:U10 serial=AAA111 | IT-9 DC1/R2/A/07:U11 serial=BBB222 retired
at DC1/R2/A/07:  IT-1  pair  BBB222  closed
expect:    wrong_device IT-1 | wrong_device IT-9
measure:   existence 0/1

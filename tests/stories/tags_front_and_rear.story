# one device with a tag on either side, scanned from both
register:  IT-1 DC1/R2/A/07:U10 height=2 | IT-2 DC1/R2/A/07:U12R
at DC1/R2/A/07 front:  IT-1  closed
at DC1/R2/A/07 rear:  IT-1  closed
expect:    found IT-1 | missing IT-2

# a fast walk: an unknown device, then its neighbour by serial, then the next one; nobody says that codes belong together
register:  IT-1 DC1/R2/A/07:U10 serial=AAA111 | IT-2 DC1/R2/A/07:U11 serial=BBB222
at DC1/R2/A/07:  NEW-7  AAA111  BBB222  IT-1
expect:    found IT-1 basis tag | found IT-2 basis serial | unknown NEW-7

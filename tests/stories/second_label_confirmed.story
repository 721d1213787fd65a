# an unknown code and a known serial on one device: the code is proposed as its label, and is no unknown thing
register:  IT-1 DC1/R2/A/07:U10 serial=AAA111
at DC1/R2/A/07:  NEW-7  AAA111  same
expect:    found IT-1 basis serial

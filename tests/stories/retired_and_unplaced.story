register:  IT-9 - retired | IT-8 - retired | IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  IT-9  IT-1
expect:    retired_present IT-9 also unplaced | found IT-1

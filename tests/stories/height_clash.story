# two devices cannot stand in the same units: both are found where they were read, at the unit that was read
register:  IT-1 DC1/R2/A/07:U10 height=2 | IT-2 DC1/R2/A/07:U12 height=2
at DC1/R2/A/07:U10:  IT-1
at DC1/R2/A/07:U11:  IT-2
expect:    found IT-1 | wrong_position IT-2 at DC1/R2/A/07:U11

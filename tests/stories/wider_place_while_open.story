# only the room is known: that counts while its rack is not closed
register:  IT-1 DC1/R2/A/07:U10
at DC1/R2:  IT-1
expect:    found IT-1 at DC1/R2

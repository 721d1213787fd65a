# the register knows the room, the floor knows the rack
register:  IT-1 DC1/R2 | IT-2 DC1/R2/A/07:U1
at DC1/R2/A/07:  IT-1
expect:    found IT-1 at DC1/R2/A/07 | not_swept IT-2 reason open

# gone by the register, and yet it stands where its neighbour should: the exchange is told of both
register:  IT-1 DC1/R2/A/07:U10 | IT-9 DC1/R2/A/07:U11 retired
at DC1/R2/A/07:U10:  IT-9
at DC1/R2/A/07:U11:  IT-1
expect:    wrong_position IT-1 pair IT-9 at DC1/R2/A/07:U11 | retired_present IT-9 pair IT-1 also wrong_position

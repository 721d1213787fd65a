# neighbours exchanged: two findings that name each other
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U11 | IT-3 DC1/R2/A/07:U12
at DC1/R2/A/07:U10:  IT-2
at DC1/R2/A/07:U11:  IT-1
at DC1/R2/A/07:U20:  IT-3
expect:    wrong_position IT-1 pair IT-2 at DC1/R2/A/07:U11 | wrong_position IT-2 pair IT-1 | wrong_position IT-3 at DC1/R2/A/07:U20
measure:   place_rack 3/3 | place_u 0/3

# not in service yet by the register, and in other units than planned
register:  IT-1 DC1/R2/A/07:U10 planned | IT-2 DC1/R2/A/07:U1
at DC1/R2/A/07:U20:  IT-1
expect:    wrong_position IT-1 at DC1/R2/A/07:U20 | not_swept IT-2

register:  CH DC1/R2/A/07:U10 height=7 | B1 DC1/R2/A/07:U10#bay1 parent=CH | B2 - parent=CH
at DC1/R2/A/07:  CH  B2
at DC1/R2/A/07:U10#bay4:  B1
expect:    found CH | wrong_position B1 at DC1/R2/A/07:U10#bay4 | found B2

# the chassis went to another rack, and one blade in it to another bay
register:
  CH DC1/R2/A/07:U10 height=7 | B1 DC1/R2/A/07:U10#bay1 parent=CH | B2 DC1/R2/A/07:U10#bay2 parent=CH
at DC1/R2/A/08:U10:  CH
at DC1/R2/A/08:U10#bay4:  B1
at DC1/R2/A/08:U10#bay2:  B2
at DC1/R2/A/07:  closed
expect:    misplaced CH at DC1/R2/A/08:U10 | wrong_position B1 at DC1/R2/A/08:U10#bay4 | found B2

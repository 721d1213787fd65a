# a moved chassis is one finding; its blades are where it is
register:
  CH DC1/R2/A/07:U10 height=7
  B1 DC1/R2/A/07:U10#bay1 parent=CH | B2 DC1/R2/A/07:U10#bay2 parent=CH | B3 DC1/R2/A/07:U10#bay3 parent=CH
  IT-1 DC1/R2/A/08:U1
at DC1/R2/A/08:  CH  B1  B2  IT-1  closed
at DC1/R2/A/07:  closed
expect:
  misplaced CH from DC1/R2/A/07:U10 at DC1/R2/A/08
  found B1 at DC1/R2/A/08 | found B2 | missing B3
  found IT-1

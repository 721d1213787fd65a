# half units, devices side by side and strips without a unit each have a place of their own
register:
  IT-1 DC1/R2/A/07:U12 height=0.5 | IT-2 DC1/R2/A/07:U12.5 height=0.5
  IT-3 DC1/R2/A/07:U20#left | IT-4 DC1/R2/A/07:U20#right
  P-1 DC1/R2/A/07:0U#rear-left | P-2 DC1/R2/A/07:0U#rear-right
at DC1/R2/A/07:U12:  IT-1
at DC1/R2/A/07:U12.5:  IT-2
at DC1/R2/A/07:U20#right:  IT-3
at DC1/R2/A/07:U20#left:  IT-4
at DC1/R2/A/07:0U#rear-left:  P-1
at DC1/R2/A/07:0U#rear-left:  P-2
expect:
  found IT-1 | found IT-2 | wrong_position IT-3 pair IT-4 | wrong_position IT-4 pair IT-3
  found P-1 | wrong_position P-2

# the front was swept; what is mounted at the rear is not examined
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U12R
at DC1/R2/A/07 front:  closed
expect:    missing IT-1 | not_swept IT-2
measure:   coverage 0/1

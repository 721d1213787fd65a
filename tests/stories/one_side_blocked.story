# the front was swept, the rear door is locked
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U12R
at DC1/R2/A/07 front:  closed
at DC1/R2/A/07 rear:  blocked=locked
expect:    missing IT-1 | not_swept IT-2 reason blocked:_locked
measure:   coverage 0/1

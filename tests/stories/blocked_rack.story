register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U10
at DC1/R2/A/07:  blocked=locked
at DC1/R2/A/08:  blocked=locked  closed
expect:    not_swept IT-1 reason blocked:_locked | missing IT-2
measure:   coverage 1/2

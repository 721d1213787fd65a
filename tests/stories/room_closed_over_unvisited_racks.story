# closing a room says nothing of the racks in it: nothing there is missing
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U1 | IT-3 DC1/R2
at DC1/R2:  closed
expect:    not_swept IT-1 reason not_visited | not_swept IT-2 reason not_visited | not_swept IT-3 reason open
measure:   coverage 1/3 | existence 0/0

register:  IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  IT-1  closed  undo  undo  undo
expect:    not_swept IT-1 reason not_visited

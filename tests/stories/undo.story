register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U10
at DC1/R2/A/07:  IT-1  IT-2  undo  closed
expect:    found IT-1 | not_swept IT-2 reason not_visited
verdicts:  place found misplaced command command

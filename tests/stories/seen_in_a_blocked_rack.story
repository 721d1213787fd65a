# read through the mesh of a locked door: what was seen is found, the rest is not examined
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U11
at DC1/R2/A/07:  IT-1  blocked=locked
expect:    found IT-1 | not_swept IT-2 reason blocked:_locked
measure:   coverage 0/1

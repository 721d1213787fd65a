# nobody looked inside: its blades are not examined, however closed the rack is
register:  CH DC1/R2/A/07:U10 height=7 | B1 DC1/R2/A/07:U10#bay1 parent=CH | B2 DC1/R2/A/07:U10#bay2
at DC1/R2/A/07:  CH  closed
expect:    found CH | not_swept B1 reason inside_an_unopened_chassis | not_swept B2 reason inside_an_unopened_chassis

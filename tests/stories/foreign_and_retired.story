places:    DC1/R2/CAGE foreign=ACME
register:  C-1 DC1/R2/CAGE retired | IT-1 DC1/R2/A/07:U10
at DC1/R2/CAGE:  C-1  closed
at DC1/R2/A/07:  IT-1
expect:    foreign C-1 also retired_present,found | found IT-1
measure:   existence_frame 1/1 | completeness 1/1

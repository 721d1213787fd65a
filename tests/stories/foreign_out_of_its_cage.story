# a customer's device stands in our rack: still theirs, and told where it is
places:    DC1/R2/CAGE foreign=ACME
register:  C-1 DC1/R2/CAGE | IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  C-1  IT-1  closed
at DC1/R2/CAGE:  closed
expect:    foreign C-1 at DC1/R2/A/07 also misplaced | found IT-1

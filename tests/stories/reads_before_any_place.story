# kept, but no sighting until a place is given to them
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U11
at nowhere:  IT-1
at DC1/R2/A/07:  IT-2  adopted
expect:    found IT-1 at DC1/R2/A/07 | found IT-2
verdicts:  saved place found command

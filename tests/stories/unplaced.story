# no place to look for it: listed, seen or not
register:  IT-1 - | IT-2 - | IT-3 - transit | IT-4 - retired | IT-5 DC1/R2/A/07:U1
at DC1/R2/A/07:  IT-1  IT-5
expect:    unplaced IT-1 at DC1/R2/A/07 | unplaced IT-2 at nowhere | unplaced IT-3 also off_site | found IT-5

# a former tag still finds its asset; a current one wins
register:  IT-1 DC1/R2/A/07:U10 former=OLD-1 | IT-2 DC1/R2/A/07:U11 former=IT-3 | IT-3 DC1/R2/A/07:U12
at DC1/R2/A/07:  OLD-1  IT-3  closed
expect:    found IT-1 | found IT-3 | missing IT-2

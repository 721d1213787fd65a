register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U1
ana at DC1/R2/A/07:  IT-1  closed
ben at DC1/R2/A/08:  IT-1  closed
expect:    contested IT-1 at nowhere places DC1/R2/A/07,DC1/R2/A/08 | missing IT-2
measure:   existence 0/2

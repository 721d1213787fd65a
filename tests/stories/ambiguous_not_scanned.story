# nobody read that number anywhere: both are missing
register:  IT-7 DC1/R2/A/07:U10 | IT-7!b DC1/R2/A/07:U11
at DC1/R2/A/07:  closed
expect:    missing IT-7 | missing IT-7!b

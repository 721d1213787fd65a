register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U20
at DC1/R2/A/07:  unreadable=U27  closed
expect:    unreadable unreadable at DC1/R2/A/07:U27 | missing IT-1 maybe unreadable | missing IT-2 maybe unreadable

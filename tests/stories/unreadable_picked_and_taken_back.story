register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U20
at DC1/R2/A/07:  IT-2  unreadable=U10  pick=IT-1,photo  undo  closed
expect:    found IT-2 | missing IT-1 maybe unreadable | unreadable unreadable at DC1/R2/A/07:U10

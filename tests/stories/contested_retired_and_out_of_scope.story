# three things at once: gone by the register, from a room outside the scope, and seen in two racks
scope:     DC1/R2
register:  IT-9 DC1/R9/B/01:U1 retired | IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/08:U10
ana at DC1/R2/A/07:  IT-9  IT-1
ben at DC1/R2/A/08:  IT-9  IT-2
expect:    contested IT-9 also retired_present,out_of_scope places DC1/R2/A/07,DC1/R2/A/08 | found IT-1 | found IT-2

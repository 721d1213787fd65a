register:  IT-9 DC1/R2/A/07:U10 retired | IT-2 DC1/R2/A/08:U1
ana at DC1/R2/A/07:  IT-9
ben at DC1/R2/A/08:  IT-9 IT-2
expect:    contested IT-9 also retired_present | found IT-2

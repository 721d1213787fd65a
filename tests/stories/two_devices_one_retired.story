# the number of a device that is gone was given once more
register:  IT-9 DC1/R2/A/07:U10 retired | IT-2 DC1/R2/A/08:U10
at DC1/R2/A/07:  IT-9
at DC1/R2/A/08:  IT-9  two  IT-2
expect:    retired_present IT-9 at DC1/R2/A/07 | unknown IT-9 at DC1/R2/A/08 | found IT-2

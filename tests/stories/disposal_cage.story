# retired things are meant to stand where things are put to be disposed of
places:    DC1/R2/SCRAP disposal
register:  IT-8 DC1/R2/A/07:U1 retired | IT-9 DC1/R2/SCRAP stolen | IT-1 DC1/R2/A/07:U10
at DC1/R2/SCRAP:  IT-8  IT-1
at DC1/R2/A/07:  IT-9
expect:    found IT-8 | misplaced IT-1 at DC1/R2/SCRAP | retired_present IT-9 reason stolen also misplaced

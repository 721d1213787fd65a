# anywhere within the units that it occupies is its place; the side is kept, never judged
register:  IT-1 DC1/R2/A/07:U10 height=4 | IT-2 DC1/R2/A/07:U20R | IT-3 DC1/R2/A/07:U30#left height=1
at DC1/R2/A/07:U13:  IT-1
at DC1/R2/A/07:U20:  IT-2
at DC1/R2/A/07:U30#right:  IT-3
expect:    found IT-1 at DC1/R2/A/07:U13 | found IT-2 | wrong_position IT-3

# one rack, swept: what was seen, what was not, and what should be gone
register:  IT-00101 DC1/R2/A/07:U12 cost=100 | IT-00102 DC1/R2/A/07:U13 cost=200 | IT-00900 DC1/R2/A/07 retired
at DC1/R2/A/07:  IT-00101  IT-00900  closed
expect:    found IT-00101 | missing IT-00102 at nowhere from DC1/R2/A/07:U13 | retired_present IT-00900 also found
measure:   existence 1/2 | coverage 1/1 | value_missing 20000/30000 | completeness 2/2

# somebody else's place: what is in it is theirs, whether the register knows it or not; outside all measures
places:    DC1/R2/CAGE foreign=ACME
register:  IT-1 DC1/R2/A/07:U10 | C-1 DC1/R2/CAGE | C-2 DC1/R2/CAGE
foreign:   NWB-.* ACME
at DC1/R2/CAGE:  C-1  ZZZ-1
at DC1/R2/A/07:  NWB-44  IT-1  closed
expect:    foreign C-1 also found | foreign ZZZ-1 also nothing | foreign NWB-44 at DC1/R2/A/07 | found IT-1
measure:   existence 1/1 | existence_frame 1/1 | completeness 1/1 | coverage 1/1

# found without a scan, by a photograph, and in need of a label
register:  IT-1 DC1/R2/A/07:U10 | IT-2 DC1/R2/A/07:U20
at DC1/R2/A/07:  IT-2  unreadable  pick=IT-1  closed
expect:    found IT-1 basis picked | found IT-2
measure:   label_health 1/2

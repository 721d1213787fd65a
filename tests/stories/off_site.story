# away by the register: not expected here, but a finding when it stands here after all
register:  IT-1 DC1/R2/A/07:U10 transit | IT-2 DC1/R2/A/07:U11 loan | IT-3 DC1/R2/A/07:U12 planned | IT-4 DC1/R2/A/07:U13 planned
at DC1/R2/A/07:  IT-2  IT-3  closed
expect:    off_site IT-1 | mismatch IT-2 reason status also found | mismatch IT-3 reason status
measure:   existence 0/0

# the wrong rack was even closed before somebody noticed: its scans move, and its closing is taken back by reopening
register:  A1 DC1/R2/A/08:U1 | A2 DC1/R2/A/08:U2 | B1 DC1/R2/A/07:U1
at DC1/R2/A/07:  A1  A2  closed  reopened  carry=DC1/R2/A/08  closed
expect:    found A1 at DC1/R2/A/08 | found A2 | not_swept B1

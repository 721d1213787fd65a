# the label of 07 was scanned in front of 08, and forty scans later somebody notices
register:
  A1 DC1/R2/A/08:U1 | A2 DC1/R2/A/08:U2 | A3 DC1/R2/A/08:U3 | A4 DC1/R2/A/08:U4 | A5 DC1/R2/A/08:U5
  A6 DC1/R2/A/08:U6 | A7 DC1/R2/A/08:U7 | A8 DC1/R2/A/08:U8 | B1 DC1/R2/A/07:U1
at DC1/R2/A/07:
  A1 A2 A3 A4 A5 A6 A7 A8  A1 A2 A3 A4 A5 A6 A7 A8  A1 A2 A3 A4 A5 A6 A7 A8  A1 A2 A3 A4 A5 A6 A7 A8
  A1 A2 A3 A4 A5 A6 A7 A8  carry=DC1/R2/A/08  closed
expect:
  found A1 at DC1/R2/A/08 | found A2 | found A3 | found A4 | found A5 | found A6 | found A7 | found A8
  not_swept B1
measure:   existence 8/8

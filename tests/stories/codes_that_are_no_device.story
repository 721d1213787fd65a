# part numbers, product codes and cartons never make a finding
register:  IT-1 DC1/R2/A/07:U10 serial=SN123
at DC1/R2/A/07:  1P867055-B21  (01)09521234543213  SN123
expect:    found IT-1 basis serial
verdicts:  place saved saved found

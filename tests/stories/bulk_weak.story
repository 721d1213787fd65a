# two places heard it about as well: the expected one is taken with low confidence
register:  IT-1 DC1/R2/A/07:U10 epc=3034257BF7194E4000001A85 | IT-2 DC1/R2/A/08:U1
at DC1/R2/A/07:  rfid=3034257BF7194E4000001A85,4,-62
at DC1/R2/A/08:  rfid=3034257BF7194E4000001A85,5,-60
expect:    found IT-1 at DC1/R2/A/07 confidence low | not_swept IT-2

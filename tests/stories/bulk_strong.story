# at least 6 dB more and twice the reads: the place is clear, and never contested
register:  IT-1 DC1/R2/A/07:U10 epc=3034257BF7194E4000001A85 | IT-2 DC1/R2/A/08:U1
at DC1/R2/A/07:  rfid=3034257BF7194E4000001A85,4,-70
at DC1/R2/A/08:  rfid=3034257BF7194E4000001A85,20,-50
expect:    misplaced IT-1 at DC1/R2/A/08 basis rfid | not_swept IT-2

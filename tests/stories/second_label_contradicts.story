# the other code of the device is a serial number that its record does not have
register:  IT-1 DC1/R2/A/07:U10 serial=AAA111
at DC1/R2/A/07:  IT-1  CCC333  same
expect:    wrong_device IT-1

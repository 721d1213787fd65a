# unknown at first, in the register after an import, and the audit rebased on it
register:  IT-1 DC1/R2/A/07:U10
at DC1/R2/A/07:  IT-1  IT-555  XX-9
later:     IT-555 DC1/R2/A/07:U20
expect:    found IT-1 | found IT-555 | unknown XX-9 at DC1/R2/A/07

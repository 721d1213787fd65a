"""How labels are made."""

"""What did I scan? Pure; one file per standard."""

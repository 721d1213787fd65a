"""Reading registers."""

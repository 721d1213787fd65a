"""Where the expected list comes from, and goes back to: one system per file."""

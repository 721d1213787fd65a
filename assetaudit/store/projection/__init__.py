"""What a hub keeps worked out of an audit: findings and totals that follow each segment, and whence they came."""

"""Is it right? Pure: findings are a function of the frame and the set of events."""

"""Sampling: how much to look at, what to look at, and what it says of the rest; exact distributions, seeded draws."""

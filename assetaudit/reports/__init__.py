"""What the boss gets: pure rows, then one file per format."""

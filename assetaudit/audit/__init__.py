"""The walk in progress: save, then show."""

"""Numbered migrations of the files in a workspace."""

"""What did I scan? Pure; one file per standard.

Nothing is imported here: the screen cleans text with ``identify.clean`` before its first picture, and must not wait for
every standard's tables.
"""

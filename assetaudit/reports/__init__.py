"""What the boss gets: pure rows, then one file per format.

``report`` holds the facts that go in, ``rows`` and ``figures`` make of them what is said, ``words`` how it is said,
and ``write`` picks a format by the file's suffix from the entry points ``assetaudit.reports``.
"""

"""Physical audits of IT assets: walk, scan, reconcile, report, print labels; fully offline."""

__version__ = "0.1.0"

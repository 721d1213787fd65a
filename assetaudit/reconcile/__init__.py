"""Is it right? Pure: findings are a function of the frame and the set of events."""

from assetaudit.reconcile.claims import Sighting
from assetaudit.reconcile.meaning import Meaning
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.reconciliation import Reconciliation
from assetaudit.reconcile.rule import rule_versions
from assetaudit.reconcile.sweeps import SweepState

__all__ = ["Meaning", "Progress", "Reconciliation", "Sighting", "SweepState", "rule_versions"]

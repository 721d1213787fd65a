"""What one thing adds to the totals of an audit, and where it stands in the list of findings."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.measures import Marks

Line = tuple[Outcome, str, str]
"""One finding in short: its outcome, where the thing is expected or else found, and the thing's key."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing, as far as counting and listing go."""

    marks: Marks
    line: tuple[int, str, str, str]
    """The sort key of its finding."""
    expected: str = ""
    """Key of the node where it is to be looked for; empty for none."""
    counted: bool = False
    """Whether the audit has to account for it."""
    named: bool = False
    here: str = ""
    """Key of the node where it stands."""
    stands: str = ""
    """What it counts as there: ``wrong``, ``unknown`` or nothing."""

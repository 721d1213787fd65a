"""A rack stands elsewhere, or has a new name: most of what was seen of it was seen together in one other place."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.review.cases.case import Case, Clues, keys
from assetaudit.review.decision import KEPT, Decide


def rack_moved(clues: Clues) -> Iterator[Case]:
    """One case for each place whose things were seen together elsewhere."""
    for start, end, group in clues.moves:
        known = clues.register.place(end) is not None
        stayed = clues.stayed.get(start.key, 0)
        title = (
            f"{len(group)} of {len(group) + stayed} things of {start} were seen in {end}: it was moved."
            if known
            else f"{len(group)} of {len(group) + stayed} things of {start} were seen in {end},"
            " which the register does not know: it was renamed, or moved to a new place."
        )
        reason = "They moved together; one decision corrects all their records, and each keeps its unit."
        cause = "rack_moved" if known else "rack_renamed"
        yield Case(cause, title, keys(group), Decide.ACCEPT_MOVE, reason, units=KEPT)

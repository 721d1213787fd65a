"""Two neighbours changed places: each is seen where the other is expected, and nobody decides about one of them."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues
from assetaudit.review.decision import Decide


def changed_places(clues: Clues) -> Iterator[Case]:
    """One case for each pair that names each other."""
    others = {one.thing: one for one in clues.of(Outcome.WRONG_POSITION) if one.finding.pair}
    for thing, one in others.items():
        other = others.get(one.finding.pair or "")
        if other is None or other.finding.pair != thing or thing > other.thing:
            continue
        title = f"{one.name} and {other.name} changed places: {one.finding.found} and {other.finding.found}."
        reason = "Both were seen; one decision corrects both records."
        yield Case("changed_places", title, (thing, other.thing), Decide.CORRECT_POSITION, reason)

"""A chassis was moved with all that is in it: its own finding stands for everything it carries."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues
from assetaudit.review.decision import Decide


def chassis_moved(clues: Clues) -> Iterator[Case]:
    """One case for each chassis that stands elsewhere and carries something."""
    others = {one.thing: one for one in clues.of(Outcome.MISPLACED, Outcome.WRONG_POSITION)}
    for thing, one in others.items():
        children = clues.register.children(thing)
        if not children or one.found is None:
            continue
        along = [child for child in children if child in others and others[child].found == one.found]
        name = one.finding.asset_tag or thing
        title = f"The chassis {name} stands at {one.found} with what it carries ({len(children)} records)."
        reason = "Its records follow it; one decision corrects where it stands."
        yield Case("chassis_moved", title, tuple(sorted((thing, *along))), Decide.ACCEPT_MOVE, reason)

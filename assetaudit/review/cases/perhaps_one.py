"""Not located here, and something without a record or a label stands here: they may be one, so one look decides both.

Deciding about each by itself would write one off and add the same device again under another number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues, Seen, keys, names
from assetaudit.review.decision import Decide


def perhaps_one(clues: Clues) -> Iterator[Case]:
    """One case for each place with both."""
    strangers: dict[str, list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.UNKNOWN, Outcome.UNREADABLE):
        if one.found is not None:
            strangers[one.found.node_key].append(one)
    lost: dict[str, list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.MISSING):
        if one.finding.maybe and one.expected is not None and one.expected.node_key in strangers:
            lost[one.expected.node_key].append(one)
    for node, group in lost.items():
        here = strangers[node]
        place = group[0].expected.node if group[0].expected else node
        title = f"Not located in {place}: {names(group)}. Seen there without a record: {names(here)}."
        reason = "They may be the same: whoever looks there again decides both."
        yield Case("perhaps_one", title, keys([*group, *here]), Decide.RECOUNT, reason)

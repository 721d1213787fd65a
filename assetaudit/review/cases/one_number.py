"""Several records have one number: the register has to be mended before anybody can say which of them was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues, Seen, keys
from assetaudit.review.decision import Decide


def one_number(clues: Clues) -> Iterator[Case]:
    """One case for all records among which a code does not decide."""
    groups: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.AMBIGUOUS):
        groups[one.finding.candidates].append(one)
    for group in groups.values():
        if len(group) > 1:
            where = group[0].finding.found or group[0].finding.expected
            title = f"{len(group)} records share a number that was read at {where}: {', '.join(keys(group))}."
            reason = "The register has to be mended first: one of them has a number that is not its own."
            yield Case("one_number", title, keys(group), Decide.INVESTIGATE, reason)

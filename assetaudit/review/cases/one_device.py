"""Tag and serial number of one device name two records: both findings rest on the same scans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues, Seen, keys, names
from assetaudit.review.decision import Decide


def one_device(clues: Clues) -> Iterator[Case]:
    """One case for all records that the same scans name."""
    groups: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.WRONG_DEVICE):
        groups[one.finding.evidence].append(one)
    for group in groups.values():
        if len(group) > 1:
            where = group[0].finding.found or group[0].finding.expected
            title = f"Tags and serial numbers of {names(group)} were read at {where} as of one device."
            reason = "A label is on the wrong device, or a record has the wrong serial number: one look settles all."
            yield Case("one_device", title, keys(group), Decide.RELABEL, reason)

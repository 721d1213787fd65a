"""Tag and serial number of one device name two records: both findings rest on the same scans."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues, Seen, keys, names
from assetaudit.review.decision import Decide


def one_device(clues: Clues) -> Iterator[Case]:
    """One case for all records that the same scans name, whatever else was scanned of each of them."""
    for group in _together(list(clues.of(Outcome.WRONG_DEVICE))):
        if len(group) > 1:
            where = group[0].finding.found or group[0].finding.expected
            title = f"Tags and serial numbers of {names(group)} were read on one device at {where}."
            reason = (
                "A label is on the wrong device, or a record has the wrong serial number: one more look shows which."
            )
            yield Case("one_device", title, keys(group), Decide.RECOUNT, reason)


def _together(everything: list[Seen]) -> list[list[Seen]]:
    """Findings in groups that share scans, each in the order of the findings."""
    groups: dict[str, list[Seen]] = {}
    """Scan to the group that rests on it."""
    for one in everything:
        scans = one.finding.evidence
        joined = {id(group): group for scan in scans if (group := groups.get(scan)) is not None}
        group = [*(other for known in joined.values() for other in known), one]
        for scan in {scan for other in group for scan in other.finding.evidence}:
            groups[scan] = group
    return list({id(group): group for group in groups.values()}.values())

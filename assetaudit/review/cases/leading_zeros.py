"""Lost leading zeros: an unknown code is, but for zeros, the tag or serial number of something not located."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from assetaudit.model.amount import counted
from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import Case, Clues, Seen
from assetaudit.review.decision import Decide

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def leading_zeros(clues: Clues) -> Iterator[Case]:
    """One case of all pairs, since a spreadsheet loses the zeros of a whole column."""
    wanted: dict[str, list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.MISSING, Outcome.NOT_SWEPT):
        for name in {plain for text in (one.finding.asset_tag, one.finding.serial) if text and (plain := _plain(text))}:
            wanted[name].append(one)
    pairs = sorted(_pairs(clues, wanted))
    if pairs:
        things = tuple(sorted({thing for pair in pairs for thing in pair}))
        codes = counted(len(pairs), "unrecorded code differs", "unrecorded codes differ")
        title = f"{codes} only in leading zeros from something that was not located."
        reason = "The register or the labels lost their zeros; each pair is one device."
        yield Case("leading_zeros", title, things, Decide.CORRECT_RECORD, reason, same=tuple(pairs))


def _pairs(clues: Clues, wanted: Mapping[str, list[Seen]]) -> Iterator[tuple[str, str]]:
    """(unknown thing, asset), where there is one of each and no more: what was read in two places is two things."""
    fitting: dict[str, list[str]] = defaultdict(list)
    for one in clues.of(Outcome.UNKNOWN):
        assets = wanted.get(_plain(one.finding.identifier or ""), [])
        if len(assets) == 1:
            fitting[assets[0].thing].append(one.thing)
    return ((things[0], asset) for asset, things in fitting.items() if len(things) == 1)


def _plain(text: str) -> str:
    folded = "".join(text.casefold().split())
    return _ZEROS.sub("", folded) if any(char.isdigit() for char in folded) else ""

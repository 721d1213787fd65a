"""Codes from a sheet: tags with one number after the other, of things that belong in several places, scanned in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assetaudit.review.suspicion.trace import Question, Step

_LEAST, _PLACES = 6, 3


def label_sheet(stretch: Sequence[Step]) -> Iterator[Question]:
    """One question for each run of consecutive tags in one place that belong in at least three places."""
    for run in _runs(stretch):
        homes = {step.asset.place.node_key for step in run if step.asset.place is not None}
        if len(run) >= _LEAST and len(homes) >= _PLACES:
            ask = (
                f"{len(run)} tags from {run[0].asset.asset_tag} on were scanned one after the other in"
                f" {run[0].place.node}, and belong in {len(homes)} places: were they read from a label sheet?"
            )
            yield Question("label_sheet", ask, run[0].event.user, tuple(step.event.hash for step in run))


def _runs(stretch: Sequence[Step]) -> Iterator[list[Step]]:
    run = list(stretch[:1])
    for before, after in pairwise(stretch):
        if _number(after) - _number(before) == 1:
            run.append(after)
            continue
        yield run
        run = [after]
    yield run


def _number(step: Step) -> int:
    found = re.search(r"(\d{1,15})\D*$", step.asset.asset_tag or "")
    return int(found[1]) if found else -(10**16) * (step.event.seq + 1)

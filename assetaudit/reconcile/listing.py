"""Every finding of an audit in the fixed order, streamed."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.finding import Finding
from assetaudit.reconcile.state import State
from assetaudit.reconcile.tally import Tally


def listed(state: State, tally: Tally) -> Iterator[Finding]:
    """Every finding."""
    return (finding for _, finding in keyed(state, tally))


def keyed(state: State, tally: Tally) -> Iterator[tuple[str, Finding]]:
    """Every finding with its thing's key: first only the sort keys are kept, then each finding is made again."""
    judge, order = state.judge, []
    for thing in tally.everything():
        finding = judge.finding(thing) if isinstance(thing, str) else judge.finding_of(thing)
        if finding is not None:
            order.append((finding.sort_key, thing if isinstance(thing, str) else thing.key))
    order.sort()
    for _, key in order:
        finding = judge.finding(key)
        if finding is not None:
            yield key, finding

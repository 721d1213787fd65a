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
    """Every finding with its thing's key, each made when its turn comes."""
    for _outcome, _place, key in tally.lines():
        finding = state.judge.finding(key)
        if finding is not None:
            yield key, finding

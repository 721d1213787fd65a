"""Whether the place where an asset is expected was looked at, as far as it has to be before the asset is missing."""

from __future__ import annotations

from assetaudit.model.asset import Asset
from assetaudit.model.place import Place
from assetaudit.reconcile.claimbook import ClaimBook
from assetaudit.reconcile.facts import Coverage
from assetaudit.reconcile.grounds import Grounds
from assetaudit.reconcile.sweeps import Sweeps, SweepState


class CoverageCheck:
    """Asks the live sweeps on behalf of one asset at a time."""

    def __init__(self, grounds: Grounds, sweeps: Sweeps, book: ClaimBook) -> None:
        self._grounds = grounds
        self._sweeps = sweeps
        self._book = book
        self._confirmed: dict[str, bool] = {}

    def forget(self) -> None:
        """Something was closed or opened again."""
        self._confirmed.clear()

    def of(self, expected: Place, chassis: Asset | None) -> Coverage:
        """Coverage of an asset's expected place on the side where it is mounted."""
        side = expected.position.side if expected.position is not None else "front"
        if not self.closed(expected.node, side):
            reason, evidence = self._reason(expected.node, side)
            return Coverage(reason=reason, evidence=evidence)
        evidence = tuple(cover.event for cover in self._sweeps.covers(expected.node_key, "closed", side))
        unopened = chassis is not None and self._unopened(chassis, expected)
        return Coverage(closed=True, reason="", unopened=unopened, evidence=evidence)

    def closed(self, node: Place, side: str) -> bool:
        """Whether a side of a node, and every place to be visited below it, was confirmed as seen whole."""
        if not self._sweeps.closed(node.key, side):
            return False
        confirmed = self._confirmed.get(node.key)
        if confirmed is None:
            confirmed = all(self.state(place) is SweepState.CLOSED for place in self._grounds.below(node))
            self._confirmed[node.key] = confirmed
        return confirmed

    def state(self, node: Place) -> SweepState:
        """State of one place for all the sides that it needs."""
        return self._sweeps.state(node.key, self._grounds.sides(node))

    def _reason(self, node: Place, side: str) -> tuple[str, tuple[str, ...]]:
        """Why nothing can be said of what is expected in a node."""
        state = self._sweeps.state(node.key, (side,))
        if state is SweepState.BLOCKED:
            words = self._sweeps.blocked_reason(node.key)
            events = tuple(sorted({cover.event for cover in self._sweeps.covers(node.key, "blocked")}))
            return f"blocked: {words}" if words else "blocked", events
        # a node that was closed over open places below it is itself still open
        return ("not visited" if state is SweepState.NOT_VISITED else "open"), ()

    def _unopened(self, chassis: Asset, expected: Place) -> bool:
        """Whether nothing shows that anybody looked inside a chassis: no child seen, no sweep of its own position."""
        base = expected.position
        if base is not None:
            whole = expected.at(type(base)(base.half_units, base.rear, None))
            if self._sweeps.covers(whole.key, "closed") or self._sweeps.covers(expected.key, "closed"):
                return False
        return not any(self._book.seen(child) for child in self._grounds.children(chassis))

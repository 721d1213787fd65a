"""The live claims by thing and by place: what incremental answers are read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetaudit.reconcile.claims import Claim, Says


class ClaimBook:
    """Claims of live events, kept by event, by thing and by node."""

    def __init__(self) -> None:
        self._by_event: dict[str, tuple[Claim, ...]] = {}
        self._by_thing: dict[str, dict[str, tuple[Claim, ...]]] = {}
        self._at_node: dict[str, dict[str, int]] = defaultdict(dict)

    def put(self, event: str, claims: tuple[Claim, ...]) -> set[str]:
        """Replace what an event says; keys of every thing that it said or says something of."""
        before = self._by_event.pop(event, ())
        if before == claims:
            if claims:
                self._by_event[event] = claims
            return set()
        touched = self._forget(event, before)
        if claims:
            self._by_event[event] = claims
        for key, own in _by_key(claims).items():
            self._by_thing.setdefault(key, {})[event] = own
            self._count(key, own, 1)
            touched.add(key)
        return touched

    def _forget(self, event: str, before: tuple[Claim, ...]) -> set[str]:
        touched = set()
        for key, own in _by_key(before).items():
            rest = self._by_thing[key]
            del rest[event]
            if not rest:
                del self._by_thing[key]
            self._count(key, own, -1)
            touched.add(key)
        return touched

    def _count(self, key: str, claims: tuple[Claim, ...], step: int) -> None:
        for claim in claims:
            if claim.place is None:
                continue
            here = self._at_node[claim.place.node_key]
            here[key] = here.get(key, 0) + step
            if not here[key]:
                del here[key]

    def of(self, key: str) -> list[Claim]:
        """Live claims about a thing, by event hash."""
        events = self._by_thing.get(key)
        if events is None:
            return []
        return [claim for event in sorted(events) for claim in events[event]]

    def says(self, event: str) -> tuple[Claim, ...]:
        """What an event says, as it stands now."""
        return self._by_event.get(event, ())

    def seen(self, key: str) -> bool:
        """Whether a live sighting of an asset exists."""
        events = self._by_thing.get(key)
        return events is not None and any(c.says is Says.SEEN for claims in events.values() for c in claims)

    def at_node(self, node_key: str) -> list[str]:
        """Keys of the things that anything was said of at a node, sorted."""
        return sorted(self._at_node.get(node_key, ()))

    def things(self) -> Iterator[str]:
        """Every thing that a live claim names."""
        return iter(self._by_thing)

    def __contains__(self, key: str) -> bool:
        return key in self._by_thing


def _by_key(claims: tuple[Claim, ...]) -> dict[str, tuple[Claim, ...]]:
    if len(claims) == 1 and len(claims[0].keys) == 1:
        return {claims[0].keys[0]: claims}
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in claim.keys:
            found[key].append(claim)
    return {key: tuple(own) for key, own in found.items()}

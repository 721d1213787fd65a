"""The live claims by thing and by place: what incremental answers are read from.

Nearly every asset of an audit is seen once, by one plain scan: such a sighting is kept in short, and becomes claims
when a second one or anything else is said of the asset.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain

from assetaudit.model.place import Place
from assetaudit.reconcile.chorus import Chorus, Voice
from assetaudit.reconcile.claims import Claim, Plain, Says
from assetaudit.reconcile.roll import Roll
from assetaudit.reconcile.sights import Seen, Sights


class ClaimBook:
    """Claims of live events, kept by event, by thing and by node."""

    def __init__(self, roll: Callable[[], Roll], asset_of: Callable[[str], str | None], chorus: Chorus) -> None:
        """``roll`` numbers the assets when very many are seen; ``asset_of`` says which one an event may plainly see."""
        self._asset_of = asset_of
        self._by_event: dict[str, tuple[Claim, ...]] = {}
        self._by_thing: dict[str, dict[str, tuple[Claim, ...]]] = {}
        self._at_node: dict[str, dict[str, int]] = defaultdict(dict)
        self._plain = Sights(roll)
        self._chorus = chorus
        """What bulk reads say; every thing in it has an entry among the things as well, be it an empty one."""

    @property
    def plain(self) -> Sights:
        """By asset, those sightings that are all that is said of the asset."""
        return self._plain

    def put_plain(self, key: str, plain: Plain) -> set[str]:
        """Take in the plain sighting of an event that has said nothing before; keys of the things it touches."""
        if key not in self._by_thing and self._plain.put(key, plain):
            return {key}
        return self.put(plain.event, (plain.claim(key),))

    def rooms(self, keys: Sequence[str]) -> list[int | None]:
        """Where there is room for a plain sighting of each of some assets; None where it is not all that is said."""
        rooms, spelled_out = self._plain.rooms(keys), self._by_thing
        if spelled_out.keys().isdisjoint(keys):
            return rooms
        return [None if key in spelled_out else room for key, room in zip(keys, rooms, strict=True)]

    def put_all_plain(self, seen: Seen, place: Place) -> bool:
        """Take in plain sightings at one node for which there is room; False, and nothing done, where it was taken."""
        return self._by_thing.keys().isdisjoint(seen.keys) and self._plain.put_all(seen, place)

    def hear(self, number: int, places: Sequence[Place]) -> Collection[Voice]:
        """Let a bulk event count at these places, and nowhere else; what says more or less than before."""
        change = self._chorus.put(number, places)
        for voice in change.ended:
            for key in voice.keys:
                self._count_at(key, voice.place, -1)
                if key not in self._chorus and self._by_thing.get(key) == {}:
                    del self._by_thing[key]
        for voice in change.begun:
            for key in voice.keys:
                self._spell_out(key)
                self._by_thing.setdefault(key, {})
                self._count_at(key, voice.place, 1)
        return change.touched.values()

    def put(self, event: str, claims: tuple[Claim, ...]) -> set[str]:
        """Replace what an event says; keys of every thing that it said or says something of."""
        plainly = self.plainly(event)
        if plainly is not None:
            key, plain = plainly
            if claims == (plain.claim(key),):
                return set()
            self._spell_out(key)
        before = self._by_event.pop(event, ())
        if before == claims:
            if claims:
                self._by_event[event] = claims
            return set()
        touched = self._forget(event, before) if before else set()
        if claims:
            self._by_event[event] = claims
        for key, own in _by_key(claims).items():
            self._spell_out(key)
            self._by_thing.setdefault(key, {})[event] = own
            self._count(key, own, 1)
            touched.add(key)
        return touched

    def _spell_out(self, key: str) -> None:
        """Turn a plain sighting into a claim like all others."""
        plain = self._plain.pop(key)
        if plain is None:
            return
        claims = (plain.claim(key),)
        self._by_event[plain.event] = claims
        self._by_thing[key] = {plain.event: claims}
        self._count(key, claims, 1)

    def _forget(self, event: str, before: tuple[Claim, ...]) -> set[str]:
        touched = set()
        for key, own in _by_key(before).items():
            rest = self._by_thing[key]
            del rest[event]
            if not rest and key not in self._chorus:
                del self._by_thing[key]
            self._count(key, own, -1)
            touched.add(key)
        return touched

    def _count(self, key: str, claims: tuple[Claim, ...], step: int) -> None:
        for claim in claims:
            if claim.place is not None:
                self._count_at(key, claim.place, step)

    def _count_at(self, key: str, place: Place, step: int) -> None:
        here = self._at_node[place.node_key]
        here[key] = here.get(key, 0) + step
        if not here[key]:
            del here[key]

    def of(self, key: str) -> list[Claim]:
        """Live claims about a thing, by event hash; what bulk reads saw comes last and in sums."""
        plain = self._plain.get(key)
        if plain is not None:
            return [plain.claim(key)]
        events = self._by_thing.get(key)
        if events is None:
            return []
        return [*(claim for event in sorted(events) for claim in events[event]), *self._chorus.of(key)]

    def says(self, event: str) -> tuple[Claim, ...]:
        """What an event says, as it stands now."""
        plainly = self.plainly(event)
        if plainly is not None:
            key, plain = plainly
            return (plain.claim(key),)
        said = self._by_event.get(event)
        return self._chorus.says(event) if said is None else said

    def plainly(self, event: str) -> tuple[str, Plain] | None:
        """What an event saw, where that is all that is said of the asset; with the asset's key."""
        key = self._asset_of(event)
        plain = None if key is None else self._plain.get(key)
        return None if key is None or plain is None or plain.event != event else (key, plain)

    def seen(self, key: str) -> bool:
        """Whether a live sighting of an asset exists."""
        if key in self._plain or self._chorus.seen(key):
            return True
        events = self._by_thing.get(key)
        return events is not None and any(c.says is Says.SEEN for claims in events.values() for c in claims)

    def at_node(self, node_key: str) -> list[str]:
        """Keys of the things that anything was said of at a node, sorted."""
        return sorted(self._plain.at(node_key).union(self._at_node.get(node_key, ())))

    def things(self) -> Iterator[str]:
        """Every thing that a live claim names."""
        return chain(self._plain, self._by_thing)

    def spelled_out(self) -> Iterator[str]:
        """Every thing of which more is said than one plain sighting."""
        return iter(self._by_thing)

    def is_spelled_out(self, key: str) -> bool:
        """Whether more is said of a thing than one plain sighting."""
        return key in self._by_thing

    def __contains__(self, key: str) -> bool:
        return key in self._plain or key in self._by_thing


def _by_key(claims: tuple[Claim, ...]) -> dict[str, tuple[Claim, ...]]:
    if len(claims) == 1 and len(claims[0].keys) == 1:
        return {claims[0].keys[0]: claims}
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in claim.keys:
            found[key].append(claim)
    return {key: tuple(own) for key, own in found.items()}

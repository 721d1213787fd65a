"""The things of a shard judged by the engine, and what they add to the totals.

A shard is a node: its assets are those that the register has there, whatever was seen where; what no record has belongs
to the node at which it stands. An asset without a place of its own is a shard by itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.answering import Witness
from assetaudit.reconcile.claims import Says
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.measures import Score
from assetaudit.reconcile.parting import part_of
from assetaudit.reconcile.sweeps import SweepState
from assetaudit.store.projection.keys import digest_of
from assetaudit.store.projection.lens import OWN, Lens, Planned
from assetaudit.store.projection.window import Window

Counts = dict[str, dict[str, int]]
"""By the key of a node, what is counted there."""


class PlaceState(msgspec.Struct):
    """How far a node is, as it is stored."""

    text: str
    sides: dict[str, str] = {}
    """By side, of those that have to be walked: ``not visited``, ``open``, ``closed`` or ``blocked``."""
    reason: str = ""
    """Why it could not be examined."""
    state: str = "not visited"
    """Of all its sides together."""
    user: str = ""
    """Who was there last, by their clock."""
    wall: int = 0
    """When; milliseconds since 1970 UTC."""
    sums: dict[str, int] = {}

    @property
    def closed(self) -> bool:
        """Whether it was seen whole."""
        return self.state == SweepState.CLOSED

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return msgspec.json.encode(self)

    @classmethod
    def of(cls, body: bytes) -> PlaceState:
        """What ``to_bytes`` wrote."""
        return msgspec.json.decode(body, type=cls)

    def planned(self) -> Planned:
        """The place, and the sides that have to be walked."""
        return Place.parse(self.text), tuple(self.sides)


class StoredScore(msgspec.Struct):
    """A score as it is stored."""

    outcomes: dict[str, int] = {}
    figures: list[tuple[str, str, int, int]] = []
    """(measure, basis, numerator, denominator)"""
    codes: dict[str, int] = {}
    cents: int = 0
    missing_cents: int = 0


class ShardBody(msgspec.Struct):
    """What a shard adds to the totals and to the labels that are needed, as it is stored."""

    score: StoredScore
    counts: Counts
    labels: list[tuple[str, str, str]] = []
    """(key of the asset, place, reason)"""


@dataclass
class Shard:
    """What is said of one shard."""

    place: str = ""
    """In words; empty for an asset without one."""
    score: Score = field(default_factory=Score)
    counts: Counts = field(default_factory=dict)
    lines: list[tuple[bytes, bytes]] = field(default_factory=list)
    """Order and body of every finding."""
    awaits: set[str] = field(default_factory=set)
    """Nodes of others at which something of it is expected now."""
    state: PlaceState | None = None
    """Of a place that has to be visited."""
    labels: list[tuple[str, str, str]] = field(default_factory=list)
    """(key of the asset, place, reason) of labels that are needed."""

    def body(self) -> ShardBody:
        """What is stored of it."""
        return ShardBody(stored(self.score), self.counts, self.labels)


def judged(lens: Lens, window: Window, shards: dict[str, str]) -> dict[str, Shard]:
    """Every finding of some shards, by name with the place in words."""
    window.need_nodes(key for key in shards if not key.startswith(OWN))
    assets = {key: list(_assets(lens, key, place)) for key, place in shards.items()}
    window.need_things(asset.key for some in assets.values() for asset in some)
    return {key: _judged(window, key, place, assets[key]) for key, place in shards.items()}


def _assets(lens: Lens, shard: str, place: str) -> Iterator[Asset]:
    register = lens.grounds.register
    if shard.startswith(OWN):
        own = register.asset(shard.removeprefix(OWN))
        yield from () if own is None else (own,)
    else:
        yield from register.assets_at(Place.parse(place))


def _judged(window: Window, key: str, place: str, assets: list[Asset]) -> Shard:
    found, state = Shard(place), window.state
    for asset in assets:
        _conclude(found, window, key, asset)
    if key.startswith(OWN):
        return found
    for thing in state.book.at_node(key):
        if thing[:1] in ("?", "!"):
            _conclude(found, window, key, thing)
    planned = state.grounds.planned_place(key)
    if planned is not None:
        found.state = _state(window, planned)
    return found


def _conclude(found: Shard, window: Window, shard: str, thing: Asset | str) -> None:
    state = window.state
    facts, finding = state.conclusion(thing)
    need = None if isinstance(thing, str) else state.label_need(thing.key)
    if need is not None:
        found.labels.append((need[0].key, str(need[1]), need[2]))
    if facts is None or finding is None:
        return
    if isinstance(thing, str) and (facts.located is None or facts.located.node_key != shard):
        return  # a device without a label whose place was corrected twice: told once, where it is said to stand
    key = thing if isinstance(thing, str) else thing.key
    found.lines.append((_line(finding, key), encoded(key, finding, _witnesses(window, key))))
    _count(found, window, facts, finding)
    if facts.expected is not None and facts.expected.node_key != shard:
        found.awaits.add(facts.expected.node_key)


def _witnesses(window: Window, key: str) -> set[Witness]:
    return {
        (window.author(name), claim.place.node_key)
        for claim in window.state.book.of(key)
        if claim.place is not None and claim.says is Says.SEEN
        for name in claim.events
    }


def _count(found: Shard, window: Window, facts: Facts, finding: Finding) -> None:
    part = part_of(window.state, facts, finding)
    found.score.take(part.marks)
    if part.counted:
        here = found.counts.setdefault(part.expected, {})
        here["expected"] = here.get("expected", 0) + 1
        here["seen"] = here.get("seen", 0) + part.named
    if part.stands:
        here = found.counts.setdefault(part.here, {})
        here[part.stands] = here.get(part.stands, 0) + 1


def _state(window: Window, place: Place) -> PlaceState:
    state = window.state
    sides = {side: state.sweep_state(place, side).value for side in state.grounds.sides(place)}
    reason = state.sweeps.blocked_reason(place.key)
    return PlaceState(str(place), sides, reason, state.coverage.state(place).value, *window.visit(place.key))


def _line(finding: Finding, key: str) -> bytes:
    """Bytes that stand among others as the finding stands among findings; those of a very long code are cut."""
    rank, *texts = finding.sort_key
    whole = bytes([rank]) + b"\x00".join(text.encode() for text in (*texts, key))
    return whole if len(whole) <= LONGEST else whole[:LONGEST] + hashlib.blake2b(whole, digest_size=16).digest()


LONGEST = 1_500
"""Bytes of a line that are compared in an index: PostgreSQL's take no more than 2,704."""
_encode = msgspec.msgpack.Encoder().encode
_decode_line = msgspec.msgpack.Decoder(tuple[str, list[Any], list[bytes], list[str], list[Witness]]).decode
_FIELDS = tuple(name for name in Finding._fields if name != "evidence")
_LISTS = ("places", "also", "maybe", "candidates")


def encoded(key: str, finding: Finding, witnesses: Iterable[Witness]) -> bytes:
    """A finding with its thing's key, and who saw that where, as it is stored."""
    packed: list[bytes] = []
    loose: list[str] = []
    for known in finding.evidence:
        if (digest := digest_of(known)) is None:
            loose.append(known)
        else:
            packed.append(digest)
    return _encode((key, [getattr(finding, name) for name in _FIELDS], packed, loose, sorted(witnesses)))


def decoded(body: bytes) -> tuple[str, Finding, list[Witness]]:
    """What ``encoded`` wrote."""
    key, values, packed, loose, witnesses = _decode_line(body)
    data = dict(zip(_FIELDS, values, strict=True))
    data |= {name: tuple(data[name]) for name in _LISTS}
    data["outcome"], data["also"] = Outcome(data["outcome"]), tuple(Outcome(each) for each in data["also"])
    evidence = sorted([*(digest.hex() for digest in packed), *loose])
    return key, Finding(**data, evidence=tuple(evidence)), witnesses


def stored(score: Score) -> StoredScore:
    """A score as it is stored."""
    outcomes = {outcome.value: count for outcome, count in score.outcomes.items() if count}
    figures = [(*name, score.num[name], den) for name, den in sorted(score.den.items()) if den or score.num[name]]
    codes = {code: count for code, count in score.codes.items() if count}
    return StoredScore(outcomes, figures, codes, score.cents, score.missing_cents)


def restored(kept: StoredScore) -> Score:
    """The score that was stored."""
    score = Score()
    add(score, kept, 1)
    return score


def add(score: Score, kept: StoredScore, step: int) -> None:
    """Count a stored score in, or out with a negative step."""
    score.outcomes.update({Outcome(name): step * count for name, count in kept.outcomes.items()})
    for measure, basis, num, den in kept.figures:
        score.num[measure, basis] += step * num
        score.den[measure, basis] += step * den
    score.codes.update(Counter({code: step * count for code, count in kept.codes.items()}))
    score.cents += step * kept.cents
    score.missing_cents += step * kept.missing_cents

"""The events of an evidence file, followed log by log without a database: which event first departs from its chain.

A log of a laptop that was copied goes on in two ways: two events then have one number, and each is followed on its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from assetaudit.model.event import Event
from assetaudit.store.event_bytes import CHAIN_START, chain, event_of, fault_of
from assetaudit.store.photo_album import named_in
from assetaudit.store.review_container import Problem

EVENTS, HASHES = "events.jsonl", "hashes.txt"
_names = msgspec.json.Decoder().decode


class Chains:
    """The ends of every log while its events come by, ordered by number."""

    def __init__(self) -> None:
        self._ends: dict[str, tuple[int, list[bytes], list[bytes]]] = {}
        """Log to its last number, the hashes of that number, and those of the number before."""

    def misplaced(self, log: str, seq: int) -> str:
        """Why an event with this number cannot come now, as the end of a sentence; empty where it can."""
        last = self._ends.get(log, (0, [], []))[0]
        return "" if (last and seq in (last, last + 1)) or seq == last + 1 else f"it follows number {last}"

    def before(self, log: str, seq: int) -> list[bytes]:
        """Hashes of the events that one with this number may follow; none where there is a gap before it."""
        last, ends, before = self._ends.get(log, (0, [CHAIN_START], []))
        return ends if seq == last + 1 else before if seq == last else []

    def put(self, log: str, seq: int, digest: bytes) -> str:
        """An event came by; what is wrong with that, as the end of a sentence."""
        last, ends, before = self._ends.get(log, (0, [CHAIN_START], []))
        twice = seq == last and digest in ends
        self._ends[log] = (seq, [*ends, digest], before) if seq == last else (seq, [digest], ends)
        return "it stands there twice" if twice else ""


def names_of(line: bytes) -> tuple[str, int]:
    """Log and number of an event's own bytes."""
    data: Mapping[str, Any] = _names(line)
    return str(data["log"]), int(data["seq"])


def linked(lines: Iterable[bytes], known: Collection[str]) -> Iterator[tuple[str, int, bytes, bytes]]:
    """Log, number, hash before it and hash of each event of an export, in its order; ``known`` are the true hashes."""
    chains = Chains()
    for line in lines:
        log, seq = names_of(line)
        ways = [(before, chain(before, line)) for before in chains.before(log, seq) or [CHAIN_START]]
        before, digest = next((way for way in ways if way[1].hex() in known), ways[0])
        chains.put(log, seq, digest)
        yield log, seq, before, digest


def branch(lines: Iterable[bytes], events: Iterable[Event], log: str, ends: Iterable[str]) -> frozenset[str]:
    """Hashes of the events of a log that some of its ends rest on, and what lies before a gap.

    ``lines`` are the events' own bytes, ordered by log, number and hash.
    """
    numbers: dict[int, list[str]] = {}
    for event in events:
        if event.log == log:
            numbers.setdefault(event.seq, []).append(event.hash)
    before = _before(lines, {seq: sorted(hashes) for seq, hashes in numbers.items()}, log)
    found: dict[str, int] = {}
    for end in ends:
        while end in before and end not in found:
            found[end], end = before[end]  # noqa: PLW2901 - walks back to the beginning
    lowest = min(found.values(), default=0)
    return frozenset({*found, *(one for seq, hashes in numbers.items() if seq < lowest for one in hashes)})


def _before(lines: Iterable[bytes], numbers: Mapping[int, list[str]], log: str) -> dict[str, tuple[int, str]]:
    """Hash to its number and the hash of the event before it, empty behind a gap; of one log."""
    before: dict[str, tuple[int, str]] = {}
    left = {seq: iter(hashes) for seq, hashes in numbers.items()}
    for line in lines:
        name, seq = names_of(line)
        digest = next(left[seq], "") if name == log and seq in left else ""
        if digest:
            ways = numbers.get(seq - 1, [])
            before[digest] = (seq, next((one for one in ways if chain(bytes.fromhex(one), line).hex() == digest), ""))
    return before


@dataclass(slots=True)
class Followed:
    """What one pass over all events tells; the events themselves are read again where they are needed."""

    count: int = 0
    opening: Event | None = None
    closings: list[Event] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    """SHA-256 of the photographs that events name."""
    _ends: dict[str, tuple[int, str]] = field(default_factory=dict)

    def learn(self, event: Event) -> None:
        """Take in an event."""
        self.count += 1
        self._ends[event.log] = max(self._ends.get(event.log, (0, "")), (event.seq, event.hash))
        if event.k == "audit.open":
            self.opening = self.opening or event
        elif event.k == "audit.close":
            self.closings.append(event)
        if str(event.d.get("media", "image/")).startswith("image/"):
            self.pictures.update(named_in(event))

    @property
    def tips(self) -> dict[str, str]:
        """Log to the hash of its last event."""
        return {log: tip for log, (_, tip) in self._ends.items()}


def events_of(lines: Iterator[bytes], listed: Iterator[bytes]) -> Iterator[Event]:
    """Every event, where ``follow`` found no problem."""
    for line, digest in zip(lines, listed, strict=True):
        yield event_of(line, bytes.fromhex(digest.decode("ascii")))


def follow(lines: Iterator[bytes], listed: Iterator[bytes]) -> Iterator[Event | Problem]:
    """Every event; or the first problem of each log, named by log and number."""
    chains, broken = Chains(), set[str]()
    for number, line in enumerate(lines, 1):
        wanted = next(listed, b"").decode("ascii", "replace")
        try:
            log, seq, audit = _named(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, ValueError):
            yield Problem(EVENTS, f"line {number} is no event any more.")
            continue
        misplaced = chains.misplaced(log, seq)
        digests = [chain(before, line) for before in chains.before(log, seq) or [CHAIN_START]]
        digest = next((way for way in digests if way.hex() == wanted), digests[0])
        twice = chains.put(log, seq, digest)
        fault = _fault(line, (log, seq, audit), misplaced or twice, (digest.hex(), wanted))
        if fault and log not in broken:
            broken.add(log)
            yield Problem(EVENTS, f"line {number}, event {seq} of log {log}: {fault}.")
        elif not fault:
            yield event_of(line, digest)
    if next(listed, None) is not None:
        yield Problem(EVENTS, "events at the end are missing.")


def _named(line: bytes) -> tuple[str, int, str]:
    data: Mapping[str, Any] = _names(line)
    return str(data["log"]), int(data["seq"]), str(data["audit"])


def _fault(line: bytes, names: tuple[str, int, str], odd: str, digests: tuple[str, str]) -> str:
    if odd:
        return odd
    if digests[0] != digests[1]:
        return "it was altered, or one before it: its hash does not follow from its bytes"
    return fault_of(line, *names)

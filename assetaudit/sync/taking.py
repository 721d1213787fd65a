"""Bundles on a stick: written, and taken piece by piece; what a person is told of it in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assetaudit.errors import SyncError
from assetaudit.model.amount import counted
from assetaudit.sync.bundle import Damage, read_bundle, write_bundle
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.meetings import TOOK, WROTE, Meeting
from assetaudit.sync.piece import Piece
from assetaudit.sync.station import Station, Taken
from assetaudit.sync.trust import HUB, REVOKED


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """What came of a bundle."""

    texts: tuple[str, ...]
    """Sentences for people."""
    new: int
    """Events that were not here before."""
    whole: bool
    """Whether nothing of it was damaged or refused."""


def take_bundle(
    station: Station, file: Path, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> TakenBundle:
    """Take a bundle; SyncError where the file cannot be read at all.

    ``progress`` hears how many bytes of how many are done; what it raises ends the taking, and what was taken stays.
    """
    taken, damage, newer = list[Taken](), list[str](), list[str]()
    held, current, unfit, writer, done = Counter[str](), "", False, "", 0
    for found in read_bundle(file):
        if isinstance(found, Damage):
            (newer if found.newer else damage).append(str(found))
        else:
            taken.append(one := station.take(found))
            writer = writer or (found.signer if found.header.get("of") == found.signer else "")
            held[found.signer] += one.held
            current = _register_of_hub(station, found) or current
            unfit |= one.status == "refused" and "base" in found.header
        done += found.size if isinstance(found, Damage) else len(found.data)
        progress(done, file.stat().st_size)
    if damage and not taken and not newer:
        msg = f"{file} is no bundle, or nothing of it is left: {damage[0]}"
        raise SyncError(msg, hint="Copy it again, or let it be written again with: assetaudit sync bundle FILE.aab")
    if damage:
        damage.append("What is intact is taken. For the rest, copy the bundle again, or let it be written again.")
    whole = not damage and all(one.status != "refused" for one in taken)
    taken += station.release()
    advice = ["Let the bundle be written again without '--for': then it holds the whole register."] if unfit else []
    if writer:
        station.meetings.note(Meeting(writer, TOOK, station.now(), _sum_of(taken)))
    texts = [*damage, *newer, *told(taken), station.follow(current), *advice, *_held(station, held)]
    return TakenBundle(tuple(filter(None, texts)), sum(one.new for one in taken), whole)


def give_bundle(
    station: Station,
    file: Path,
    pieces: Iterable[bytes],
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Write a bundle of some pieces of a workspace; returns how many they were. SyncError where it cannot be written.

    ``progress`` hears how many pieces are written, and 0; what it raises ends the writing, and no file is left.
    """
    count = write_bundle(file, _counting(pieces, progress))
    station.meetings.note(Meeting(station.key.public, WROTE, station.now(), f"{file}"))
    return count


def _counting(pieces: Iterable[bytes], progress: Callable[[int, int], None]) -> Iterator[bytes]:
    for done, piece in enumerate(pieces, 1):
        yield piece
        progress(done, 0)


def _held(station: Station, events: Mapping[str, int]) -> Iterator[str]:
    """What is held back of whom, and what to do."""
    for key, count in sorted(events.items()):
        if not count or station.trusts(key):
            continue
        yield f"Held back: {counted(count, 'event', 'events')} of {station.called(key)}."
        if station.trust.state(key) == REVOKED:
            yield f"That device was revoked here. Whoever knows better: assetaudit sync trust '{fingerprint(key)}'"
        else:
            yield f"Compare its fingerprint with what it shows itself, then: assetaudit sync trust '{fingerprint(key)}'"


def _register_of_hub(station: Station, piece: Piece) -> str:
    """Version of the register that a hub opens new audits on, if a piece of its bundle says so."""
    said = piece.header.get("info")
    if piece.kind != "register" or not isinstance(said, dict) or station.trust.state(piece.signer) != HUB:
        return ""
    return str(said.get("version", "")) if said.get("current") is True else ""


def told(taken: Iterable[Taken]) -> list[str]:
    """What was said of pieces, each once, and their sum."""
    several = list(taken)
    texts = dict.fromkeys(one.text for one in several if one.text and not one.held)
    return [*texts, _sum_of(several)]


_NEW = {"register": "New registers", "blob": "New pictures"}
_SEGMENTS = {
    "admitted": "Segments taken",
    "known": "Segments that were here already",
    "quarantined": "Segments held back",
    "newer": "Segments of a newer assetaudit",
    "refused": "Segments refused",
}


def _sum_of(taken: Sequence[Taken]) -> str:
    counts = Counter((one.kind, one.status) for one in taken)
    sums = {text: counts[kind, "admitted"] for kind, text in _NEW.items()}
    sums |= {text: counts["segment", status] for status, text in _SEGMENTS.items()}
    events = counted(sum(one.new for one in taken), "new event", "new events")
    return " ".join([f"{events}.", *(f"{text}: {count:,}." for text, count in sums.items() if count)])

"""Taking a bundle from a stick: every piece that is intact, and what a person is told of it in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assetaudit.model.amount import counted
from assetaudit.sync.bundle import Damage, read_bundle
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.piece import Piece
from assetaudit.sync.station import Station, Taken
from assetaudit.sync.trust import HUB


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """What came of a bundle."""

    texts: tuple[str, ...]
    """Sentences for people."""
    new: int
    """Events that were not here before."""
    whole: bool
    """Whether nothing of it was damaged or refused."""


def take_bundle(station: Station, file: Path, progress: Callable[[int], None] = lambda _done: None) -> TakenBundle:
    """Take a bundle; ``progress`` hears how many pieces are done. SyncError where the file cannot be read at all."""
    taken, damage, newer = list[Taken](), list[str](), list[str]()
    held, current, unfit = set[str](), "", False
    for done, found in enumerate(read_bundle(file), 1):
        if isinstance(found, Damage):
            (newer if found.newer else damage).append(str(found))
        else:
            taken.append(one := station.take(found))
            held |= {found.signer} if one.status == "quarantined" else set()
            current = _register_of_hub(station, found) or current
            unfit |= one.status == "refused" and "base" in found.header
        progress(done)
    if damage:
        damage.append("What is intact is taken. For the rest, copy the bundle again, or let it be written again.")
    whole = not damage and all(one.status != "refused" for one in taken)
    taken += station.release()
    advice = ["Let the bundle be written again without '--for': then it holds the whole register."] if unfit else []
    texts = [*damage, *newer, *told(taken), station.follow(current), *advice, *_held(station, held)]
    return TakenBundle(tuple(filter(None, texts)), sum(one.new for one in taken), whole)


def _held(station: Station, keys: set[str]) -> Iterator[str]:
    for key in sorted(key for key in keys if not station.trusts(key)):
        yield f"Held back: what {station.called(key)} sent. Compare the fingerprint with what its own"
        yield f"'sync status' shows, then: assetaudit sync trust '{fingerprint(key)}'"


def _register_of_hub(station: Station, piece: Piece) -> str:
    """Version of the register that a hub opens new audits on, if a piece of its bundle says so."""
    said = piece.header.get("info")
    if piece.kind != "register" or not isinstance(said, dict) or station.trust.state(piece.signer) != HUB:
        return ""
    return str(said.get("version", "")) if said.get("current") is True else ""


def told(taken: Iterable[Taken]) -> list[str]:
    """What was said of pieces, each once, and their sum."""
    several = list(taken)
    texts = dict.fromkeys(one.text for one in several if one.text)
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

"""Taking a bundle from a stick: every piece that is intact, and what a person is told of it in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assetaudit.model.amount import counted
from assetaudit.sync.bundle import Damage, read_bundle
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.station import Station, Taken


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
    taken, texts, held = [], [], set[str]()
    for done, found in enumerate(read_bundle(file), 1):
        if isinstance(found, Damage):
            texts.append(str(found))
        else:
            taken.append(station.take(found))
            if taken[-1].status == "quarantined":
                held.add(found.signer)
        progress(done)
    if texts:
        texts.append("What is intact is taken. For the rest, copy the bundle again, or let it be written again.")
    whole = not texts and all(one.status != "refused" for one in taken)
    taken += station.release()
    texts += told(taken)
    for key in sorted(key for key in held if not station.trusts(key)):
        texts.append(f"Held back: what {station.called(key)} sent. Compare the fingerprint with what its own")
        texts.append(f"'sync status' shows, then: assetaudit sync trust '{fingerprint(key)}'")
    return TakenBundle(tuple(texts), sum(one.new for one in taken), whole)


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

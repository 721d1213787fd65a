"""Batches: a scanner that was out of range, or collects on purpose, hands over many codes at once.

Where they were scanned is not known: they take their place only from place labels inside the batch. A batch is told by
what no hand can do (five different codes, none more than a quarter of a second after the one before) behind a silence
in which a hand could have made it (ten seconds). Whoever just scans fast, or many labels in one picture, makes none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from assetaudit.audit.stand import Stand, text_of
from assetaudit.model.event import Event
from assetaudit.model.needs import Clock
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone, Verdict

GAP_MS = 250
"""Longest time between two codes of a batch; a hand takes twice that and more."""
SILENCE_MS = 10_000
"""Silence of the same scanner before a batch: it was collecting meanwhile."""
LEAST = 5
"""Different codes of a batch."""
HAND_SCHEMES = frozenset({"keys", "serial", "tcp", "evdev"})
"""Readers held in a hand; pictures, files and standard input have no pace of their own."""
TOLD = (
    "Came at once with others, out of a scanner's memory: it counts for no place. "
    "Scan the label of the place it was scanned in, then ADOPT."
)


@dataclass(slots=True)
class _Run:
    """Codes that followed each other without a pause."""

    last_ms: int
    silence_ms: int
    texts: set[str] = field(default_factory=set)
    unplaced: list[tuple[Event, Read]] = field(default_factory=list)
    """Scans before any place label of this run."""
    labelled: bool = False
    batch: bool = False


class Batches:
    """Watches the pace of every hand scanner of a walk; time is what a read tells, or else the clock's."""

    def __init__(self, stand: Stand, clock: Clock) -> None:
        self._stand = stand
        self._clock = clock
        self._start_ms = self._now_ms()
        self._runs: dict[str, _Run] = {}

    def came(self, read: Read) -> bool:
        """A code came: whether it belongs to a batch and has no place of its own."""
        if read.kind != "code" or read.reader.partition(":")[0] not in HAND_SCHEMES:
            return False
        run = self._run(read.reader, _moment(read.at, self._now_ms()))
        run.texts.add(read.raw)
        if not run.batch and len(run.texts) >= LEAST and run.silence_ms >= SILENCE_MS:
            run.batch = True
            self._take_back(run)
        return run.batch and not run.labelled

    def adrift(self, read: Read) -> Verdict:
        """Save a code of a batch that has no place, and say so."""
        stand = self._stand
        event = stand.write("scan", {}, read=read)
        told = stand.judge.scan(event, text_of(read, ""), None, earlier=stand.trail.wall)
        return told._replace(sentence=TOLD, tone=Tone.ATTENTION)

    def labelled(self, read: Read | None) -> None:
        """The code was a place label: what follows it in the same run has a place."""
        run = self._runs.get(read.reader) if read is not None else None
        if run is not None:
            run.labelled = True

    def scanned(self, event: Event, read: Read) -> None:
        """A scan was written: it may turn out to be of a batch."""
        run = self._runs.get(read.reader)
        if run is not None and not run.batch and not run.labelled:
            run.unplaced.append((event, read))

    def _now_ms(self) -> int:
        return round(self._clock.now().timestamp() * 1000)

    def _run(self, reader: str, now_ms: int) -> _Run:
        before = self._runs.get(reader)
        gap = now_ms - (before.last_ms if before is not None else self._start_ms)
        if before is not None and 0 <= gap <= GAP_MS:
            before.last_ms = now_ms
            return before
        self._runs[reader] = _Run(now_ms, gap)
        return self._runs[reader]

    def _take_back(self, run: _Run) -> None:
        """The first codes of a batch were written before it was known as one: they lose their place, nothing else."""
        stand = self._stand
        placed = [(event, read) for event, read in run.unplaced if "at" in event.d and stand.engine.live(event.hash)]
        run.unplaced.clear()
        for _, read in placed:
            stand.write("scan", {}, read=read)
        if placed:
            stand.write("void", {"reason": "batch"}, sup=sorted(event.hash for event, _ in placed))


def _moment(at: str | None, now_ms: int) -> int:
    try:
        return round(datetime.fromisoformat(at).timestamp() * 1000) if at else now_ms
    except (ValueError, OverflowError, OSError):
        return now_ms

"""An RFID sweep as it is walked: which tags were heard where, whose they are, and what is left for a hand scan.

It counts; the findings come from the log like all others. A reference tag proposes a place and never moves the walk.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from assetaudit.audit.sorting import place_of_tag
from assetaudit.audit.stand import Stand
from assetaudit.audit.tags import Heard, Slot, Stood, Tally
from assetaudit.audit.verdicts import name_of
from assetaudit.identify.factory_tags import factory_tag
from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.event import Event
from assetaudit.model.needs import Clock, Identify
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.reconcile.reading import hits_of

RATE_SECONDS = 3.0
"""Over which the number of reads a second is taken."""
MOST_TAGS = 200_000
"""Tags that one sweep remembers; a hall has fewer."""


class TagKind(StrEnum):
    """What a heard tag is to the place one stands in."""

    HERE = "here"
    """Of an asset that is expected here."""
    STRAY = "stray"
    """Of an asset that is expected elsewhere: perhaps heard through the wall of the rack."""
    UNPLACED = "unplaced"
    """Of an asset whose place the register does not know."""
    AMBIGUOUS = "ambiguous"
    """Of several records."""
    REFERENCE = "reference"
    """A place's own."""
    FACTORY = "factory"
    """Blank, or as it left the factory."""
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Swept:
    """One tag, as it was heard in one place."""

    epc: str
    tids: set[str] = field(default_factory=set)
    count: int = 0
    strongest: int | None = None
    """RSSI in tenths."""
    unit: str = ""
    antennas: Counter[int] = field(default_factory=Counter)

    def hear(self, slot: Slot, tally: Tally) -> None:
        """Add what one batch has of it."""
        self.count += tally.count
        self.antennas[slot.antenna] += tally.count
        if slot.tid:
            self.tids.add(slot.tid)
        if tally.strongest is not None and slot.unit in ("", self.unit or slot.unit):
            self.unit = slot.unit
            self.strongest = tally.strongest if self.strongest is None else max(self.strongest, tally.strongest)


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag in a sweep's picture."""

    kind: TagKind
    epc: str
    name: str
    """Tag, serial or name of the asset; the EPC where there is none."""
    where: str = ""
    """Where it is expected, or what a reference tag stands for."""
    count: int = 0
    strongest: int | None = None
    unit: str = ""
    copied: bool = False
    """Two chips carry its number."""


@dataclass(frozen=True, slots=True)
class SweepPicture:
    """A sweep of one place at one moment."""

    place: str | None = None
    rate: int = 0
    """Reads a second."""
    reads: int = 0
    expected: int = 0
    """Assets to account for here."""
    by_rfid: int = 0
    """Of those, heard in this sweep."""
    seen: int = 0
    """Of those, seen by any evidence."""
    rows: tuple[TagRow, ...] = ()
    """Tags heard here, strays and strangers first."""
    left: tuple[Asset, ...] = ()
    """To scan by hand: not seen, or heard so that the place is not clear."""
    weak: int = 0
    """Heard here, but not clearly here."""
    alarms: tuple[str, ...] = ()
    near: str | None = None
    """The place whose reference tag is heard best, where it is not the one that one stands in."""
    near_signal: str = ""
    antennas: tuple[tuple[int, int], ...] = ()
    """(antenna, distinct tags), where the reader tells antennas."""

    def of(self, *kinds: TagKind) -> int:
        """How many tags of these kinds were heard."""
        return sum(1 for row in self.rows if row.kind in kinds)


_FIRST = (
    TagKind.AMBIGUOUS,
    TagKind.UNKNOWN,
    TagKind.FACTORY,
    TagKind.STRAY,
    TagKind.UNPLACED,
    TagKind.REFERENCE,
    TagKind.HERE,
)


class BulkSweep:
    """The tags of one walk, by place; lives in the walk's thread."""

    def __init__(self, stand: Stand, identify: Identify, clock: Clock) -> None:
        self._stand = stand
        self._engine = stand.engine
        self._register = stand.register
        self._identify = identify
        self._clock = clock
        self._by_place: dict[str, dict[str, Swept]] = {}
        self._tids: dict[str, set[str]] = {}
        self._alarmed: dict[str, str] = {}
        self._known: dict[str, tuple[TagKind, tuple[str, ...], str]] = {}
        self._recent: deque[tuple[float, int]] = deque()
        self._reads: Counter[str] = Counter()
        self._near: tuple[str, str] | None = None

    @property
    def alarms(self) -> tuple[str, ...]:
        """What is wrong with tags themselves, a sentence each."""
        return tuple(self._alarmed.values())

    def records(self, epc: str) -> tuple[str, ...]:
        """Keys of the records that a tag points at."""
        return self._meaning(epc)[1]

    def save(self, heard: Heard) -> Event:
        """Put one batch into the log, then count it."""
        now = round(self._clock.now().timestamp() * 1000)
        stood = self.stood if heard.stood is None else heard.stood
        event = self._stand.write("bulk", heard.payload(now) | ({} if stood.at is None else {"at": stood.at}))
        self._count(heard, stood.place)
        return event

    @property
    def stood(self) -> Stood:
        """Where one stands now, to be held against where one stands later."""
        return Stood(self._stand.at, self._stand.place)

    def _count(self, heard: Heard, place: Place | None) -> None:
        now = self._clock.mono_ms() / 1000
        key = "" if place is None else place.node_key
        tags = self._by_place.setdefault(key, {})
        self._reads[key] += heard.count
        self._recent.append((now, heard.count))
        self._forget_rates(now)
        for slot, tally in heard.tags():
            name = slot.epc or slot.tid
            if name in tags or len(tags) < MOST_TAGS:
                tags.setdefault(name, Swept(slot.epc)).hear(slot, tally)
            self._watch(slot)
        self._near = self._nearest(heard) or self._near

    def picture(self) -> SweepPicture:
        """The sweep of the place one stands in."""
        place, now = self._stand.place, self._clock.mono_ms() / 1000
        key = "" if place is None else place.node_key
        tags = self._by_place.get(key, {})
        if self._engine.frame.blind:
            return SweepPicture(_text(place), self._rate(now), self._reads[key], alarms=self.alarms)
        rows = sorted((self._row(tag, place) for tag in tags.values()), key=_order)
        left, weak = self._to_scan(place, tags)
        progress = None if place is None else self._engine.at(place.node)
        near, signal = self._proposal(place)
        return SweepPicture(
            _text(place),
            self._rate(now),
            self._reads[key],
            expected=0 if progress is None else progress.expected,
            by_rfid=self._due(tags, place),
            seen=0 if progress is None else progress.seen,
            rows=tuple(rows),
            left=left,
            weak=weak,
            alarms=self.alarms,
            near=near,
            near_signal=signal,
            antennas=_antennas(tags.values()),
        )

    def _watch(self, slot: Slot) -> None:
        """Two chips with one number: one of the tags is a copy, or both left the factory so."""
        if not (slot.epc and slot.tid):
            return
        tids = self._tids.setdefault(slot.epc, set())
        tids.add(slot.tid)
        if len(tids) > 1 and not factory_tag(slot.epc):
            chips = ", ".join(sorted(tids))
            self._alarmed[slot.epc] = f"{self._called(slot.epc)} is on {len(tids)} tags (chips {chips}): one is a copy."

    def _called(self, epc: str) -> str:
        """A tag by whose it is, as far as that is known and may be told."""
        assets = map(self._register.asset, () if self._engine.frame.blind else self._meaning(epc)[1])
        names = " and ".join(name_of(asset) for asset in assets if asset is not None)
        return f"EPC {epc} of {names}" if names else f"EPC {epc}"

    def _nearest(self, heard: Heard) -> tuple[str, str] | None:
        """Of the reference tags in one batch the one that was heard best."""
        signals = [
            (tally.strongest, where, slot.unit)
            for slot, tally in heard.tags()
            if tally.strongest is not None and (where := self._meaning(slot.epc)[2])
        ]
        if not signals:
            return None
        strongest, where, unit = max(signals)
        return where, signal_text(strongest, unit)

    def _proposal(self, place: Place | None) -> tuple[str | None, str]:
        if self._near is None or (place is not None and Place.parse(self._near[0]).node == place.node):
            return None, ""
        return self._near

    def _meaning(self, epc: str) -> tuple[TagKind, tuple[str, ...], str]:
        """What a tag is, asked once: its kind without regard to the place, its records, its place if it marks one."""
        known = self._known.get(epc)
        if known is None:
            read = Read(kind="tag", epc=epc)
            known = self._asked(read) if epc else (TagKind.UNKNOWN, (), "")
            self._known[epc] = known
        return known

    def _asked(self, read: Read) -> tuple[TagKind, tuple[str, ...], str]:
        keys = tuple(hit.key for hit in hits_of(self._identify(read), self._register))
        if keys:
            return (TagKind.HERE if len(keys) == 1 else TagKind.AMBIGUOUS), keys, ""
        place = place_of_tag(read, self._identify, self._register, self._engine.frame)
        if place is not None:
            return TagKind.REFERENCE, (), str(place.node)
        return (TagKind.FACTORY if factory_tag(read.epc or "") else TagKind.UNKNOWN), (), ""

    def _row(self, tag: Swept, place: Place | None) -> TagRow:
        kind, keys, where = self._meaning(tag.epc)
        name = tag.epc or ", ".join(sorted(tag.tids))
        if kind is TagKind.HERE:
            asset = self._register.asset(keys[0])
            if asset is not None:
                kind, where = _standing(asset, place)
                name = name_of(asset)
        return TagRow(kind, tag.epc, name, where, tag.count, tag.strongest, tag.unit, tag.epc in self._alarmed)

    def _heard_assets(self, tags: dict[str, Swept]) -> set[str]:
        return {key for tag in tags.values() for key in self._meaning(tag.epc)[1]}

    def _due(self, tags: dict[str, Swept], place: Place | None) -> int:
        """How many of the assets to account for in a place were heard there."""
        assets = [self._register.asset(key) for key in self._heard_assets(tags)]
        return sum(1 for asset in assets if asset is not None and _is_due(asset, place))

    def _to_scan(self, place: Place | None, tags: dict[str, Swept]) -> tuple[tuple[Asset, ...], int]:
        """What a hand has to settle here, and how many of those were heard without being clearly here."""
        if place is None:
            return (), 0
        left = list(self._engine.left(place.node))
        known = {asset.key for asset in left}
        unsure = []
        for key in sorted(self._heard_assets(tags) - known):
            finding, asset = self._engine.brief(key), self._register.asset(key)
            if asset is not None and finding is not None and finding.confidence == "low":
                unsure.append(asset)
        return (*left, *unsure), len(unsure)

    def _forget_rates(self, now: float) -> None:
        while self._recent and now - self._recent[0][0] > RATE_SECONDS:
            self._recent.popleft()

    def _rate(self, now: float) -> int:
        self._forget_rates(now)
        return round(sum(count for _, count in self._recent) / RATE_SECONDS)


def signal_text(tenths: int | None, unit: str) -> str:
    """A signal as people read it: ``−61 dBm``, or the reader's own figure."""
    if tenths is None:
        return ""
    figure = f"{tenths / 10:g}".replace("-", "−")
    return f"{figure} dBm" if unit == "dBm" else figure


def _standing(asset: Asset, place: Place | None) -> tuple[TagKind, str]:
    if asset.place is None:
        return TagKind.UNPLACED, asset.place_text
    here = place is not None and asset.place.node_key == place.node_key
    return (TagKind.HERE if here else TagKind.STRAY), str(asset.place)


def _is_due(asset: Asset, place: Place | None) -> bool:
    return asset.status_class is StatusClass.EXPECTED and _standing(asset, place)[0] is TagKind.HERE


def _order(row: TagRow) -> tuple[bool, int, str]:
    return not row.copied, _FIRST.index(row.kind), row.name


def _antennas(tags: Iterable[Swept]) -> tuple[tuple[int, int], ...]:
    found: Counter[int] = Counter(antenna for tag in tags for antenna in tag.antennas if antenna)
    return tuple(sorted(found.items()))


def _text(place: Place | None) -> str | None:
    return None if place is None else str(place)

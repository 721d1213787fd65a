"""Small random halls and everything that may be written about them, for what must hold whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier, PlaceInfo, StatusClass
from assetaudit.model.event import Event
from assetaudit.model.finding import Finding
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.needs import Identify
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from tests.reconcile.writing import Writer

NODES = ("D/R1", "D/R1/A", "D/R1/B", "D/R2/C", "D/R1/CAGE", "D/R1/SKIP")
POSITIONS = (
    *("", ":U1", ":U2", ":U4", ":U4R", ":U4.5", ":U4#bay1", ":U4#bay2"),
    *(":U4#left", ":U4#right", ":U4R#bay1", ":0U#left", ":0U#rear-left"),
)
FREE = "D/R9/NEW"
"""A place of which no register knows."""
PLACES = tuple(f"{node}{position}" for node in NODES for position in POSITIONS)
CODES = ("T1", "T2", "T3", "T4", "T5", "T6", "S1", "S2", "S3", "S4", "OLD1", "X1", "X2", "CUST-7", "LOC:D/R1/A")
EPCS = tuple(f"E28011600000{number:012X}" for number in range(4))
PATTERNS = Patterns(foreign=(("CUST-.*", "ACME"),))
INFOS = (
    PlaceInfo(Place.parse("D/R1/A"), "rack", 42),
    PlaceInfo(Place.parse("D/R1/B"), "rack", 42),
    PlaceInfo(Place.parse("D/R1/CAGE"), "rack", foreign_owner="ACME"),
    PlaceInfo(Place.parse("D/R1/SKIP"), "cage", disposal=True),
)


@lru_cache(maxsize=1)
def identify() -> Identify:
    return identifier(PATTERNS)


def _asset(draw: st.DrawFn, number: int) -> Asset:
    tag = draw(st.sampled_from([f"T{number}", f"T{number}", f"T{number}", "T1"]))
    place = draw(st.none() | st.sampled_from(PLACES)) if draw(st.integers(0, 5)) == 0 else draw(st.sampled_from(PLACES))
    more = [Identifier("epc", EPCS[number % 4])] if draw(st.booleans()) else []
    former = [Identifier("asset_tag", "OLD1", current=False)] if draw(st.integers(0, 4)) == 0 else []
    return Asset(
        key=f"r:{number}",
        asset_tag=tag,
        serial=draw(st.none() | st.just(f"S{number}")),
        place=Place.parse(place) if place else None,
        place_text=place or "",
        status="stolen" if draw(st.integers(0, 9)) == 0 else "",
        status_class=draw(st.sampled_from([*[StatusClass.EXPECTED] * 5, *StatusClass])),
        category=draw(st.sampled_from(["server", "server", "switch"])),
        model="M1",
        cost_cents=draw(st.none() | st.integers(0, 10**6)),
        height_half_units=draw(st.sampled_from([0, 1, 2, 2, 4])),
        parent=f"r:{draw(st.integers(1, number - 1))}" if number > 1 and draw(st.integers(0, 3)) == 0 else None,
        identifiers=(*more, *former),
    )


@dataclass(frozen=True)
class World:
    """A hall, the terms of its audit, and what was written during it."""

    frame: Frame
    register: MemoryRegister
    events: tuple[Event, ...]
    newer: MemoryRegister | None = None
    """A later version of the register, which a rebase may take."""

    def engine(self) -> Reconciliation:
        return Reconciliation(self.frame, self.register, identify(), reopen=self.reopen)

    def reopen(self, frame: Frame) -> tuple[MemoryRegister, Identify] | None:
        """The register of a frame, where it is at hand."""
        at_hand = (self.register, *([self.newer] if self.newer else []))
        return next(((each, identify()) for each in at_hand if each.version == frame.register), None)

    def judged_by(self, engine: Reconciliation) -> MemoryRegister | None:
        """The register by which an engine judges now; None where it is not at hand."""
        found = self.reopen(engine.frame)
        return None if found is None else found[0]

    def reconciled(self, events: Any = None) -> Reconciliation:
        engine = self.engine()
        for event in self.events if events is None else events:
            engine.add(event)
        return engine


@st.composite
def halls(draw: st.DrawFn) -> tuple[Frame, MemoryRegister]:
    """A register of a few assets in a few places, and an audit over one room."""
    assets = [_asset(draw, number) for number in range(1, draw(st.integers(3, 7)) + 1)]
    register = MemoryRegister(assets, INFOS)
    where = draw(st.sampled_from(["", "", "", "category = server"]))
    scope = draw(st.sampled_from([("D/R1",), ("D/R1",), ("D/R1", "D/R1/A"), ("D",)]))
    frame = Frame("A", tuple(Place.parse(text) for text in scope), register.version, where, patterns=PATTERNS)
    return frame, register


class Story:
    """What may be written next, given what was written before."""

    def __init__(self, draw: st.DrawFn, frame: Frame, register: MemoryRegister, newer: MemoryRegister) -> None:
        self.draw = draw
        self.frame = frame
        self.versions = [register.version, newer.version, newer.version, "0" * 64]
        self.writer = Writer()
        self.assets = [asset.key for asset in register.assets()]
        homes = {text for asset in register.assets() if asset.place for text in (asset.place.node, asset.place)}
        self.sweepable = sorted({str(place.node) for place in homes}) * 2 + [*NODES, "D/R1/A:U4"]
        self.homes = sorted(str(place) for place in homes) or list(NODES)

    def _any(self, *kinds: str) -> Event | None:
        found = [event for event in self.writer.events if not kinds or event.k in kinds]
        return self.draw(st.sampled_from(found)) if found else None

    def _hashes(self, *kinds: str) -> list[str]:
        found = [event.hash for event in self.writer.events if not kinds or event.k in kinds]
        return self.draw(st.lists(st.sampled_from(found), min_size=1, max_size=3, unique=True)) if found else []

    def _at(self) -> Event | None:
        places = [event for event in self.writer.events if event.k == "place"]
        if not places or self.draw(st.integers(0, 9)) == 0:
            return None
        return places[-1] if self.draw(st.booleans()) else self.draw(st.sampled_from(places))

    def _user(self) -> str:
        return self.draw(st.sampled_from(["ana", "ben"]))

    def _place(self) -> str:
        homes = st.sampled_from(self.homes)
        return self.draw(homes | homes | st.sampled_from(PLACES) | st.sampled_from([FREE, f"{FREE}:U2"]))

    def place(self) -> None:
        carries = self._hashes("place", "scan", "bulk") if self.draw(st.integers(0, 3)) == 0 else []
        side = self.draw(st.sampled_from([None, None, "front", "rear"]))
        self.writer.place(self._place(), self._user(), carries, side)

    def scan(self) -> None:
        other = self._any("scan") if self.draw(st.integers(0, 5)) == 0 else None
        typed = True if self.draw(st.integers(0, 5)) == 0 else None
        code = self.draw(st.sampled_from(CODES))
        self.writer.scan(code, self._at(), self._user(), with_=other.hash if other else None, typed=typed)

    def bulk(self) -> None:
        tag = st.fixed_dictionaries(
            {
                "epc": st.sampled_from(EPCS),
                "n": st.integers(1, 40),
                "max": st.integers(-900, -300),
                "sum": st.just(-1000),
                "unit": st.sampled_from(["dBm", "dBm", "raw"]),
            }
        )
        tags = self.draw(st.lists(tag, min_size=1, max_size=3))
        at = self._at()
        self.writer.write(
            "bulk",
            self._user(),
            reader=self.draw(st.sampled_from(["r1", "r2"])),
            at=at.hash if at else None,
            ms=1000,
            tags=tags,
            from_=0,
        )

    def void(self) -> None:
        names = self._hashes()
        if names:
            self.writer.write("void", self._user(), names)

    def void_bulk(self) -> None:
        names = self._hashes("bulk")
        if names:
            self.writer.write("void", self._user(), names)

    def resolve(self) -> None:
        names, at = self._hashes("scan", "pick", "resolve", "attest", "bulk"), self._at()
        how = self.draw(st.sampled_from(["moved", "wrong", "two", "is", "foreign", "never heard of"]))
        asset = self.draw(st.sampled_from([*self.assets, "r:none"]))
        if names:
            self.writer.write("resolve", self._user(), names, how=how, asset=asset, at=at.hash if at else None)

    def sweep(self) -> None:
        side = self.draw(st.sampled_from([None, None, "front", "rear"]))
        state = self.draw(st.sampled_from(["closed", "closed", "blocked"]))
        places = self.draw(st.lists(st.sampled_from(self.sweepable), min_size=1, max_size=4))
        covers = [{"place": place} | ({"side": side} if side else {}) for place in places]
        reason = self.draw(st.sampled_from([None, "locked"]))
        self.writer.write("sweep", self._user(), state=state, covers=covers, reason=reason)

    def finish(self) -> None:
        covers = [{"place": place} for place in NODES]
        self.writer.write("sweep", self._user(), state="closed", covers=covers)

    def pick(self) -> None:
        asset = self.draw(st.none() | st.sampled_from(self.assets))
        sup = self._hashes("pick") if asset and self.draw(st.booleans()) else []
        at, position = self._at(), self.draw(st.none() | st.sampled_from(["U2", "U4", "nonsense"]))
        proof = self.draw(st.sampled_from([None, "photo", "sight"]))
        self.writer.write(
            "pick", self._user(), sup, asset=asset, at=at.hash if at else None, position=position, proof=proof
        )

    def attest(self) -> None:
        asset, at = self.draw(st.sampled_from(self.assets)), self._at()
        if self.draw(st.booleans()):
            self.writer.write("attest", self._user(), asset=asset, how="sealed", at=at.hash if at else None)
        else:
            value = self.draw(st.sampled_from(["M1", "M2"]))
            self.writer.write("attest", self._user(), asset=asset, field="model", value=value)

    def remark(self) -> None:
        about = self._any()
        if about is not None:
            self.writer.write("condition", self._user(), of=about.hash, condition="damaged label")
            self.writer.write("note", self._user(), of=about.hash, text="hm")

    def alias(self) -> None:
        place, is_ = self.draw(st.sampled_from(["D/R1/A", "D/R1/A", FREE])), self.draw(st.sampled_from(NODES))
        self.writer.write("alias", self._user(), place=place, **{"is": is_})

    def rebase(self) -> None:
        scope = self.draw(st.sampled_from(["D/R1", "D/R2", "D"]))
        frame = self.frame.to_dict() | {"scope": [scope], "register": self.draw(st.sampled_from(self.versions))}
        self.writer.write("rebase", self._user(), self._hashes("rebase"), frame=frame)

    def strange(self) -> None:
        self.writer.write("hologram", self._user(), self._hashes(), at="nowhere")


_STEPS: list[tuple[int, Callable[[Story], None]]] = [
    (6, Story.place),
    (14, Story.scan),
    (4, Story.bulk),
    (1, Story.void_bulk),
    (3, Story.void),
    (3, Story.resolve),
    (5, Story.sweep),
    (1, Story.finish),
    (2, Story.pick),
    (2, Story.attest),
    (1, Story.remark),
    (1, Story.alias),
    (1, Story.rebase),
    (1, Story.strange),
]
_DECK = [step for weight, step in _STEPS for _ in range(weight)]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A hall and up to two dozen events about it, referring to each other as they please."""
    frame, register = draw(halls())
    newer = _newer(draw, register)
    story = Story(draw, frame, register, newer)
    for opening in (story.place, story.scan, story.scan, story.place, story.scan):
        opening()
    for step in draw(st.lists(st.sampled_from(_DECK), min_size=draw(st.sampled_from([1, 12])), max_size=32)):
        step(story)
    return World(frame, register, tuple(story.writer.events), newer)


def _newer(draw: st.DrawFn, register: MemoryRegister) -> MemoryRegister:
    """One asset went, another came with the code of an unknown thing, a third has another place."""
    first, *rest = register.assets()
    moved = Place.parse(draw(st.sampled_from(PLACES)))
    came = Asset("r:9", "X1", place=moved, place_text=str(moved), model="M1")
    kept = [asset for asset in rest if asset.parent != first.key]
    if kept:
        kept[0] = replace(kept[0], place=moved, place_text=str(moved))
    return MemoryRegister([*kept, came], INFOS)


def listed(engine: Reconciliation) -> list[Finding]:
    """All findings, as they are printed."""
    return list(engine.findings())

"""A small hall to walk through: a register in memory, a log in memory, the real identification and reconciliation."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from assetaudit.audit.open_audit import OpenAudit
from assetaudit.audit.walk import Walk
from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier, PlaceInfo, StatusClass
from assetaudit.model.event import Draft, Event
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.needs import Identify
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.model.verdict import Verdict
from assetaudit.reconcile import Reconciliation
from assetaudit.store.event_chain import Chain
from tests.store.event_sample import HandClock

EPC = "3034257BF7194E4000001A85"
RACK_A, RACK_B, RACK_C = (Place.parse(f"DC1/R2/A/0{number}") for number in (7, 8, 9))


def asset(tag: str, place: str, serial: str = "", status: StatusClass = StatusClass.EXPECTED) -> Asset:
    """An asset of the register ``cmdb``."""
    where = Place.parse(place) if place else None
    epc = (Identifier("epc", EPC),) if tag == "IT-00103" else ()
    return Asset(f"cmdb:{tag}", tag, serial or None, where, place, status_class=status, identifiers=epc, status="x")


ASSETS = (
    asset("IT-00101", "DC1/R2/A/07:U12", "7LDDH2J"),
    asset("IT-00102", "DC1/R2/A/07:U14", "8MDDH3K"),
    asset("IT-00103", "DC1/R2/A/07:U40R", "FCW2210L0AB"),
    asset("IT-00201", "DC1/R2/A/08:U10", "9NDDH4L"),
    asset("IT-00301", "DC1/R2/A/09:U10", "9NDDH5M"),
    asset("IT-00900", "DC1/R2/A/07:U30", "1ABCD2E", StatusClass.GONE),
    asset("IT-00777", "DC1/R9/B/01:U1", "3ABCD4F"),
)
PLACES = (
    PlaceInfo(RACK_A, "rack", 42, codes=("RK-A7", "LOC-ABC12", "4012345000009")),
    PlaceInfo(RACK_B, "rack", 42),
    PlaceInfo(RACK_C, "rack", 42),
)


class MemoryLog:
    """Several writers and one source, all in memory, with real hashes."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.written: list[Event] = []

    def writer(self, log: str) -> MemoryWriter:
        """A further log."""
        return MemoryWriter(self, Chain(1, log, "audit"))

    def events(self) -> Sequence[Event]:
        return self.written

    def events_after(self, mark: int) -> tuple[int, Sequence[Event]]:
        return len(self.written), self.written[mark:]


class MemoryWriter:
    """The EventWriter over a MemoryLog."""

    def __init__(self, log: MemoryLog, chain: Chain) -> None:
        self._log = log
        self._chain = chain
        self.log = chain.log
        self.closed = False

    def append(self, draft: Draft, *, user: str) -> Event:
        self._chain, event, _row = self._chain.link(draft, user=user, clock=self._log.clock)
        self._log.written.append(event)
        return event

    def append_many(self, drafts: Sequence[Draft], *, user: str) -> Sequence[Event]:
        return [self.append(draft, user=user) for draft in drafts]

    def close(self) -> None:
        self.closed = True


class Hall:
    """An audit over room DC1/R2 and the people who walk it."""

    def __init__(
        self,
        *,
        blind: bool = False,
        identify: Identify | None = None,
        assets: Sequence[Asset] = ASSETS,
        patterns: Patterns | None = None,
    ) -> None:
        self.clock = HandClock()
        self.log = MemoryLog(self.clock)
        self.register = MemoryRegister(assets, PLACES)
        patterns = patterns or Patterns()
        self.frame = Frame("Q4", (Place.parse("DC1/R2"),), self.register.version, blind=blind, patterns=patterns)
        self.identify = identify or identifier(self.frame.patterns)
        self.audit = OpenAudit("Q4", self._engine(), self.log, self.register)
        self._logs = (f"log-{number}" for number in itertools.count(1))
        opening = self.log.writer("log-0")
        opening.append(Draft("log.open", {}), user="")
        opening.append(Draft("audit.open", {"name": "Q4", "frame": self.frame.to_dict()}), user="boss")

    def _engine(self) -> Reconciliation:
        return Reconciliation(self.frame, self.register, self.identify)

    def walk(self, user: str = "ana") -> Walk:
        """A walk that writes a log of its own."""
        writer = self.log.writer(next(self._logs))
        return Walk(self.audit.reconciliation, writer, self.register, self.identify, self.clock, user)

    def outcome(self, tag: str) -> str:
        """What the audit says of an asset, worked out anew from all events."""
        engine = self._engine()
        for event in self.log.written:
            engine.add(event)
        finding = engine.finding(f"cmdb:{tag}")
        kept = self.audit.reconciliation.finding(f"cmdb:{tag}")
        assert finding == kept, "the findings kept up to date differ from those worked out anew"
        return finding.outcome.value if finding is not None else "none"

    def found(self, tag: str) -> str | None:
        """Where an asset was found."""
        finding = self.audit.reconciliation.finding(f"cmdb:{tag}")
        return finding.found if finding is not None else None


def code(text: str) -> Read:
    """A code from a hand scanner."""
    return Read(reader="keys://", text=text)


def tag(epc: str, rssi: float = -60, *, antenna: int = 1, at: str | None = None) -> Read:
    """An RFID tag."""
    read = Read(reader="tcp://r", kind="tag", epc=epc, rssi=rssi, rssi_unit="dBm", antenna=antenna)
    return replace(read, at=at)


def take(walk: Walk, *codes: str) -> list[Verdict]:
    """Scan several codes."""
    return [walk.take(code(text)) for text in codes]

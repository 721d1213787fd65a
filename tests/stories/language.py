"""Stories: a register, a walk and what it must come to, in words that a technician can write.

::

    places:    DC1/R4/CAGE foreign=ACME | DC1/R5/SCRAP disposal | DC1/R2/A/07 rack
    register:  IT-00101 DC1/R2/A/07:U12 serial=7LDDH2J height=2 | IT-00900 DC1/R2/A/07 retired | IT-00300 - transit
    scope:     DC1/R2
    where:     category = server
    foreign:   NWB-.* ACME
    ben at DC1/R2/A/07:  IT-00101  undo  IT-00900  closed
    later:     IT-00555 DC1/R2/A/07:U20          (a newer register, and the audit rebased on it)
    expect:    found IT-00101 | missing IT-00102 | misplaced IT-00103 at DC1/R2/A/08 also mismatch
    measure:   existence 1/2

Items are separated by ``|`` or line ends, words by blanks; what begins with ``#`` is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from assetaudit.audit.walk import Walk
from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier, PlaceInfo, StatusClass
from assetaudit.model.event import Draft, Event
from assetaudit.model.finding import Finding
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.model.verdict import Verdict
from assetaudit.reconcile import Reconciliation
from tests.audit.hall import MemoryLog
from tests.store.event_sample import HandClock

STATUS = {
    "retired": StatusClass.GONE,
    "stolen": StatusClass.GONE,
    "transit": StatusClass.OFF_SITE,
    "loan": StatusClass.OFF_SITE,
    "planned": StatusClass.PLANNED,
}
_HEAD = re.compile(
    r"(?:(?P<who>\w+) )?at (?P<place>[^ ]+?)(?: (?P<side>front|rear))?:(?= |$)|(?P<section>[a-z]+):(?= |$)"
)


@dataclass
class Scene:
    """Everything that happens in one story."""

    assets: list[Asset] = field(default_factory=list)
    places: list[PlaceInfo] = field(default_factory=list)
    scope: list[str] = field(default_factory=list)
    where: str = ""
    foreign: list[tuple[str, str]] = field(default_factory=list)
    steps: list[Callable[[Stage], None]] = field(default_factory=list)
    expected: list[list[str]] = field(default_factory=list)
    measures: list[tuple[str, str]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    blind: bool = False


class Stage:
    """The real engine and real walks over a story's register, all in memory."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.register = MemoryRegister(scene.assets, scene.places)
        self.frame = Frame(
            "story",
            tuple(Place.parse(text) for text in scene.scope or ["DC1"]),
            self.register.version,
            where=scene.where,
            blind=scene.blind,
            patterns=Patterns(foreign=tuple(scene.foreign)),
        )
        self.identify = identifier(self.frame.patterns)
        self.registers = {self.register.version: self.register}
        self.engine = Reconciliation(self.frame, self.register, self.identify, reopen=self._reopen)
        self.log = MemoryLog(HandClock())
        self.walks: dict[str, Walk] = {}
        self.last: dict[str, Verdict] = {}
        self.heard: list[str] = []
        for step in scene.steps:
            step(self)

    def _reopen(self, frame: Frame) -> tuple[MemoryRegister, Any] | None:
        register = self.registers.get(frame.register)
        return None if register is None else (register, self.identify)

    def walk(self, who: str) -> Walk:
        """A person's walk, begun when it is first asked for."""
        if who not in self.walks:
            writer = self.log.writer(f"log-{who}")
            self.walks[who] = Walk(self.engine, writer, self.register, self.identify, self.log.clock, who)
        return self.walks[who]

    def rebase(self, assets: list[Asset]) -> None:
        """A newer register arrives, and the audit is judged by it from now on."""
        newer = MemoryRegister([*self.scene.assets, *assets], self.scene.places)
        self.registers[newer.version] = newer
        frame = replace(self.frame, register=newer.version)
        self.engine.add(self.log.writer("log-desk").append(Draft("rebase", {"frame": frame.to_dict()}), user="boss"))

    def say(self, who: str, verdict: Verdict) -> None:
        """Remember what a person heard."""
        self.last[who] = verdict
        self.heard.append(verdict.verdict)


def read(text: str) -> Scene:
    """The scene of a story's text."""
    scene = Scene()
    for head, items in _sections(text):
        _take(scene, head, items)
    return scene


def _sections(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    found: list[tuple[re.Match[str], list[str]]] = []
    for raw in text.splitlines():
        line = re.sub(r"(^|\s)#.*", "", raw).rstrip()
        head = _HEAD.match(line)
        if head is not None:
            found.append((head, []))
            line = line[head.end() :]
        elif line and not line.startswith(" "):
            raise ValueError(f"A story has no '{line}'.")
        if found:
            found[-1][1].extend(item.strip() for item in line.split("|") if item.strip())
    yield from found


def _take(scene: Scene, head: re.Match[str], items: list[str]) -> None:
    if head["place"]:
        _walking(scene, head["who"] or "ana", head["place"], head["side"], " ".join(items).split())
        return
    section = head["section"]
    if section == "register":
        scene.assets.extend(_asset(item.split()) for item in items)
    elif section == "later":
        assets = [_asset(item.split()) for item in items]
        scene.steps.append(lambda stage: stage.rebase(assets))
    elif section == "places":
        scene.places.extend(_info(item.split()) for item in items)
    elif section == "foreign":
        scene.foreign.extend((item.split()[0], item.split()[1]) for item in items)
    else:
        _plain(scene, section, items)


def _plain(scene: Scene, section: str, items: list[str]) -> None:
    words = [item.split() for item in items]
    if section == "expect":
        scene.expected.extend(words)
    elif section == "measure":
        scene.measures.extend((name, value) for name, value in words)
    elif section == "scope":
        scene.scope.extend(word for line in words for word in line)
    elif section == "where":
        scene.where = " ".join(items)
    elif section == "verdicts":
        scene.verdicts.extend(word for line in words for word in line)
    elif section == "blind":
        scene.blind = True
    else:
        raise ValueError(f"A story has no part '{section}'.")


def _asset(words: list[str]) -> Asset:
    tag, place, *rest = words
    asset = Asset(f"r:{tag.partition('!')[0]}", tag.partition("!")[0], place_text=place, status="in use")
    if "!" in tag:  # two records with one tag: IT-1!b is a second record of IT-1
        asset = replace(asset, key=f"r:{tag}")
    if place != "-":
        asset = replace(asset, place=Place.parse(place))
    for word in rest:
        asset = _told(asset, *word.partition("=")[::2])
    return asset


def _told(asset: Asset, name: str, value: str) -> Asset:
    if not value:
        return replace(asset, status=name, status_class=STATUS[name])
    if name in ("epc", "former"):
        kind = "epc" if name == "epc" else "asset_tag"
        return replace(asset, identifiers=(*asset.identifiers, Identifier(kind, value, current=name == "epc")))
    fields: dict[str, Any] = {_NAMES.get(name, name): _UNITS.get(name, str)(value)}
    return replace(asset, **fields)


_NAMES = {"height": "height_half_units", "cost": "cost_cents"}
_UNITS: dict[str, Callable[[str], object]] = {
    "height": lambda text: round(float(text) * 2),
    "cost": lambda text: int(text) * 100,
    "parent": lambda text: f"r:{text}",
}


def _info(words: list[str]) -> PlaceInfo:
    info = PlaceInfo(Place.parse(words[0]))
    for word in words[1:]:
        name, _, value = word.partition("=")
        if name == "foreign":
            info = replace(info, foreign_owner=value)
        elif name == "disposal":
            info = replace(info, disposal=True)
        else:
            info = replace(info, kind=name)
    return info


def _walking(scene: Scene, who: str, place: str, side: str | None, words: list[str]) -> None:
    def enter(stage: Stage) -> None:
        walk = stage.walk(who)
        if place != "nowhere":
            stage.say(who, walk.go(Place.parse(place), side=side, by="label"))

    scene.steps.append(enter)
    scene.steps.extend(_step(who, word) for word in words)


def _step(who: str, word: str) -> Callable[[Stage], None]:
    name, _, value = word.partition("=")

    def act(stage: Stage) -> None:
        walk = stage.walk(who)
        deed = _DEEDS.get(name)
        stage.say(who, walk.take(Read("keys://", text=word)) if deed is None else deed(stage, walk, value))

    return act


def _bulk(walk: Walk, value: str) -> Verdict:
    epc, count, strongest = value.split(",")
    reads = [Read("llrp://r", "tag", epc=epc, rssi=float(strongest), rssi_unit="dBm", antenna=1)] * int(count)
    verdict = walk.take_tags(reads)
    assert verdict is not None
    return verdict


def _pick(stage: Stage, walk: Walk, value: str) -> Verdict:
    tag, _, proof = value.partition(",")
    asked = next((v.hash for v in reversed(stage.last.values()) if v.verdict == "unreadable"), None)
    return walk.pick(f"r:{tag}", proof or "photo", unreadable=asked)


_DEEDS: dict[str, Callable[[Stage, Walk, str], Verdict]] = {
    "closed": lambda _stage, walk, _value: walk.close(),
    "blocked": lambda _stage, walk, value: walk.block(value),
    "reopened": lambda _stage, walk, _value: walk.reopen(),
    "undo": lambda _stage, walk, _value: walk.undo(),
    "moved": lambda _stage, walk, _value: walk.moved(),
    "wrong": lambda _stage, walk, _value: walk.wrong(),
    "two": lambda _stage, walk, _value: walk.two(),
    "pair": lambda _stage, walk, _value: walk.pair(),
    "same": lambda _stage, walk, _value: walk.same(),
    "damaged": lambda _stage, walk, _value: walk.condition("damaged"),
    "adopted": lambda _stage, walk, _value: walk.adopt(),
    "carry": lambda _stage, walk, value: walk.carry(Place.parse(value)),
    "unreadable": lambda _stage, walk, value: walk.mark_unreadable(Position.parse(value) if value else None),
    "typed": lambda _stage, walk, value: walk.take(Read("keys://", text=value), typed=True),
    "rfid": lambda _stage, walk, value: _bulk(walk, value),
    "pick": _pick,
}


def told(finding: Finding) -> str:
    """The name by which a story speaks of a finding's thing."""
    if finding.asset is not None:
        return finding.asset.removeprefix("r:")
    return finding.identifier or "unreadable"


def replayed(stage: Stage) -> list[Finding]:
    """The findings worked out anew from the events in reverse order."""
    engine = Reconciliation(stage.frame, stage.register, stage.identify, reopen=stage._reopen)
    events: list[Event] = list(stage.log.written)
    for event in reversed(events):
        engine.add(event)
    return list(engine.findings())

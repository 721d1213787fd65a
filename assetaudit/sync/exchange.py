"""One exchange with a hub: what each side lacks goes over, piece by piece; it may be cut at any moment."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assetaudit.model.amount import counted
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.enrolling import link
from assetaudit.sync.holding import Holding, keep_holding
from assetaudit.sync.hub_link import GLANCE, HubLink
from assetaudit.sync.meetings import SYNCED, Meeting
from assetaudit.sync.station import Station

Progress = Callable[[str, int, int], None]
"""Told what goes over ("up", "down", "register"), how many pieces (of a register: KiB) are there, and of how many."""

_SKEW = 5
"""Minutes by which clocks may differ before it is told."""


@dataclass(slots=True)
class Exchanged:
    """What went over."""

    up: Counter[str] = field(default_factory=Counter)
    """What was sent, by kind: ``segment``, ``register``, ``picture``."""
    down: Counter[str] = field(default_factory=Counter)
    """What was received."""
    new: int = 0
    """Events that were not here before."""
    texts: list[str] = field(default_factory=list)
    """Sentences for people, each once."""

    @property
    def sent(self) -> int:
        """How many pieces were sent."""
        return self.up.total()

    @property
    def received(self) -> int:
        """How many pieces were received."""
        return self.down.total()

    @property
    def summary(self) -> str:
        """What went over, in a sentence each way."""
        if not self.sent + self.received + self.new:
            return "Both sides had the same already."
        events = counted(self.new, "new event", "new events")
        return f"Sent: {amounts(self.up)}. Received: {amounts(self.down)}. {events}."

    def say(self, text: str) -> None:
        """Keep a sentence."""
        if text and text not in self.texts:
            self.texts.append(text)


def amounts(kinds: Mapping[str, int]) -> str:
    """What kinds of pieces there are how many of: ``2 segments, 1 picture``; ``nothing`` for none."""
    return ", ".join(counted(count, kind, f"{kind}s") for kind, count in kinds.items() if count) or "nothing"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an exchange would bring over now; registers and names come on top of it."""

    up: Mapping[str, int]
    down: Mapping[str, int]

    def __str__(self) -> str:
        if not any((*self.up.values(), *self.down.values())):
            return "Nothing waits: both sides have the same."
        return f"To send: {amounts(self.up)}. To receive: {amounts(self.down)}."


def waiting(station: Station, link: HubLink) -> Waiting:
    """Ask the hub what waits on either side; nothing goes over."""
    link.greet()
    here, there = station.shas(), station.registers.versions()
    photos, registers = station.photos.kept(), {info.version for info in there}
    wanted = link.photos_missing(photos) or []
    up = {"segment": len(link.missing(here)), "picture": len(wanted)}
    lacking = station.wanted_photos(link.photos_lacking(photos) or ())
    down = {"segment": len(link.lacking(here)), "picture": len(lacking)}
    holding = link.holding([])
    new = holding is not None and holding.register and holding.register not in registers
    return Waiting(up, down | {"register": int(bool(new))})


def glance(station: Station) -> str:
    """What waits between a workspace and its hub, in a sentence; empty where it belongs to none."""
    if not station.hub_file.exists():
        return ""
    with link(station, wait=GLANCE) as line:
        return str(waiting(station, line))


def exchange(station: Station, link: HubLink, progress: Progress, *, photos: bool = True) -> Exchanged:
    """Bring both sides to the same state; pictures come last, and not at all where they are not wished for."""
    done = Exchanged()
    done.say(link.greet())
    _small(station, link, done)
    _registers_up(station, link, done)
    _up(station, link, done, progress)
    _down(station, link, done, progress)
    holding = _receipts(station, link, done)
    registers_down(station, link, done, holding, progress)
    for taken in station.release():
        done.new += taken.new
        done.say(taken.text)
    if photos:
        _photos_up(station, link, done, progress)
        _photos_down(station, link, done, progress)
    station.meetings.note(Meeting(link.hub, SYNCED, station.now(), done.summary))
    return done


def _receipts(station: Station, link: HubLink, done: Exchanged) -> Holding | None:
    """What the hub has by now, and since when: without its signed word nothing is ever purged here."""
    if (holding := link.holding(station.held_shas())) is None:
        return None
    keep_holding(station.holding_file, holding)
    minutes = (station.now() - holding.at) // 60_000
    if abs(minutes) > _SKEW:
        way = "ahead of" if minutes > 0 else "behind"
        done.say(f"This laptop's clock is {abs(minutes):,} minutes {way} the hub's; no finding depends on it.")
    return holding


def _small(station: Station, link: HubLink, done: Exchanged) -> None:
    """Cards and names first: they decide whose segments count."""
    _take(station, link.small(), done)
    for piece in station.small_pieces():
        done.say(link.offer(piece))


def _up(station: Station, link: HubLink, done: Exchanged, progress: Progress) -> None:
    shas, purged = link.missing(station.shas()), 0
    for number, sha in enumerate(shas, 1):
        if (data := station.segments.data(sha)) is not None:
            done.say(link.put(sha, data).text)
            done.up["segment"] += 1
        else:
            purged += 1
        progress("up", number, len(shas))
    if purged:
        done.say(
            f"The hub lacks segments that were purged here ({purged}): it was restored from a backup that is older "
            "than its horizon. Bring it a newer backup, or a laptop that has them."
        )


def _down(station: Station, link: HubLink, done: Exchanged, progress: Progress) -> None:
    shas = link.lacking(station.shas())
    for number, sha in enumerate(shas, 1):
        _take(station, link.get(sha), done)
        done.down["segment"] += 1
        progress("down", number, len(shas))


def _registers_up(station: Station, link: HubLink, done: Exchanged) -> None:
    there = set(link.registers())
    for version in station.pinned_registers():
        if version not in there and (piece := station.register_piece(version)) is not None:
            done.say(link.put(hashlib.sha256(piece).digest(), piece).text)
            done.up["register"] += 1


def registers_down(
    station: Station, link: HubLink, done: Exchanged, holding: Holding | None, progress: Progress
) -> None:
    """The registers that audits here need, and the hub's present one: what is open stays on the one it began with."""
    here = [info.version for info in station.registers.versions()]
    there = link.registers()
    needed = set(there) if holding is None else station.events.registers() | {holding.register}
    wanted = [version for version in there if version in needed]
    for version in wanted:
        if version not in here:
            changed = link.register_since(version, here) if here else b""
            _take(station, changed, done)
            if all(info.version != version for info in station.registers.versions()):
                _take(station, _whole(station, link, version, progress), done)
            done.down["register"] += 1
    if holding is not None:
        done.say(station.follow(holding.register))


def _whole(station: Station, link: HubLink, version: str, progress: Progress) -> bytes:
    """A whole register: what is new to a laptop, or what changed does not fit."""
    part = station.part_of(version)
    return link.register(version, part, lambda at, of: progress("register", at >> 10, of >> 10))


def _photos_up(station: Station, link: HubLink, done: Exchanged, progress: Progress) -> None:
    if not (here := station.photos.kept()):
        return
    wanted = link.photos_missing(here)
    if wanted is None:
        done.say("The hub runs an older assetaudit, which keeps no pictures: they stay here until it is upgraded.")
        return
    for number, sha256 in enumerate(wanted, 1):
        if (piece := station.photo_piece(sha256)) is None:
            done.say(f"The picture {sha256[:12]} is damaged on this disk and stays here; another laptop may have it.")
        else:
            done.say(link.put(hashlib.sha256(piece).digest(), piece).text)
            done.up["picture"] += 1
        progress("up", number, len(wanted))


def _photos_down(station: Station, link: HubLink, done: Exchanged, progress: Progress) -> None:
    wanted = station.wanted_photos(link.photos_lacking(station.photos.kept()) or ())
    for number, sha256 in enumerate(wanted, 1):
        _take(station, link.photo(sha256), done)
        done.down["picture"] += 1
        progress("down", number, len(wanted))


def _take(station: Station, bundle: bytes, done: Exchanged) -> None:
    for piece in pieces_in(bundle):
        if isinstance(piece, Damage):
            done.say(str(piece) if piece.newer else f"Damaged on the way: {piece}")
            continue
        taken = station.take(piece)
        done.new += taken.new
        done.say(taken.text)

"""One exchange with a hub: what each side lacks goes over, piece by piece; it may be cut at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from assetaudit.model.amount import counted
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.holding import Holding, keep_holding
from assetaudit.sync.hub_link import HubLink
from assetaudit.sync.station import Station

Progress = Callable[[str, int, int], None]
"""Told what goes over ("up", "down", "register"), how many pieces (of a register: KiB) are there, and of how many."""

_SKEW = 5
"""Minutes by which clocks may differ before it is told."""


@dataclass(slots=True)
class Exchanged:
    """What went over."""

    sent: int = 0
    received: int = 0
    new: int = 0
    """Events that were not here before."""
    texts: list[str] = field(default_factory=list)
    """Sentences for people, each once."""

    @property
    def summary(self) -> str:
        """What went over, in a sentence."""
        if not self.sent + self.received + self.new:
            return "Both sides had the same already."
        events = counted(self.new, "new event", "new events")
        return f"Sent {self.sent:,}, received {self.received:,}; {events} here."

    def say(self, text: str) -> None:
        """Keep a sentence."""
        if text and text not in self.texts:
            self.texts.append(text)


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
            done.sent += 1
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
        done.received += 1
        progress("down", number, len(shas))


def _registers_up(station: Station, link: HubLink, done: Exchanged) -> None:
    there = set(link.registers())
    for version in station.pinned_registers():
        if version not in there and (piece := station.register_piece(version)) is not None:
            done.say(link.put(hashlib.sha256(piece).digest(), piece).text)
            done.sent += 1


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
            done.received += 1
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
            done.sent += 1
        progress("up", number, len(wanted))


def _photos_down(station: Station, link: HubLink, done: Exchanged, progress: Progress) -> None:
    wanted = station.wanted_photos(link.photos_lacking(station.photos.kept()) or ())
    for number, sha256 in enumerate(wanted, 1):
        _take(station, link.photo(sha256), done)
        done.received += 1
        progress("down", number, len(wanted))


def _take(station: Station, bundle: bytes, done: Exchanged) -> None:
    for piece in pieces_in(bundle):
        if isinstance(piece, Damage):
            done.say(str(piece) if piece.newer else f"Damaged on the way: {piece}")
            continue
        taken = station.take(piece)
        done.new += taken.new
        done.say(taken.text)

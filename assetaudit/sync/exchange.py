"""One exchange with a hub: what each side lacks goes over, piece by piece; it may be cut at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.holding import keep_holding
from assetaudit.sync.hub_link import HubLink
from assetaudit.sync.station import Station

Progress = Callable[[str, int, int], None]
"""Told what goes over ("up", "down"), how many pieces are done, and of how many."""


@dataclass(slots=True)
class Exchanged:
    """What went over."""

    sent: int = 0
    received: int = 0
    new: int = 0
    """Events that were not here before."""
    texts: list[str] = field(default_factory=list)
    """Sentences for people, each once."""

    def say(self, text: str) -> None:
        """Keep a sentence."""
        if text and text not in self.texts:
            self.texts.append(text)


def exchange(station: Station, link: HubLink, progress: Progress) -> Exchanged:
    """Bring both sides to the same state."""
    done = Exchanged()
    done.say(link.greet())
    _small(station, link, done)
    _registers_up(station, link, done)
    _up(station, link, done, progress)
    _down(station, link, done, progress)
    _registers_down(station, link, done)
    for taken in station.release():
        done.new += taken.new
        done.say(taken.text)
    _receipts(station, link)
    return done


def _receipts(station: Station, link: HubLink) -> None:
    """What the hub has by now, and since when: without its signed word nothing is ever purged here."""
    if (holding := link.holding(station.counted_shas())) is not None:
        keep_holding(station.holding_file, holding)


def _small(station: Station, link: HubLink, done: Exchanged) -> None:
    """Cards and names first: they decide whose segments count."""
    _take(station, link.small(), done)
    for piece in station.small_pieces():
        done.say(link.put(hashlib.sha256(piece).digest(), piece).text)


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


def _registers_down(station: Station, link: HubLink, done: Exchanged) -> None:
    here = {info.version for info in station.registers.versions()}
    for version in link.registers():
        if version not in here:
            _take(station, link.register(version), done)
            done.received += 1


def _take(station: Station, bundle: bytes, done: Exchanged) -> None:
    for piece in pieces_in(bundle):
        if isinstance(piece, Damage):
            done.say(f"Damaged on the way: {piece}")
            continue
        taken = station.take(piece)
        done.new += taken.new
        done.say(taken.text)

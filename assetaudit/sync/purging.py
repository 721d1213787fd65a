"""Purging a laptop: what leaves it is, event by event, at the hub and in every backup that the hub is restored from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assetaudit.errors import SyncError
from assetaudit.model.amount import counted
from assetaudit.store.event_ids import day_of
from assetaudit.store.event_segments import IN, PURGED, SegmentInfo
from assetaudit.store.photo_album import named_in
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.exchange import Exchanged, registers_down
from assetaudit.sync.holding import DAY_MS, Holding, keep_holding, kept_holding
from assetaudit.sync.hub_link import HubLink
from assetaudit.sync.piece import unseal
from assetaudit.sync.segment import stretch_of
from assetaudit.sync.station import Station


@dataclass(frozen=True, slots=True)
class Purgeable:
    """An audit, and whether its events may leave this workspace."""

    id: str
    name: str
    events: int
    size: int
    """Bytes of its segments."""
    refusal: str
    """Why they may not, a sentence; empty where they may."""
    photos: tuple[str, ...] = ()
    """Pictures that it names and that are here."""

    def __str__(self) -> str:
        return self.refusal or f"'{self.name}' can be purged: {_counted(self.events)}, {self.size:,} bytes packed."


@dataclass(frozen=True, slots=True)
class Spare:
    """What no audit that stays here needs, and the hub holds safely: it goes with the purged ones."""

    photos: tuple[str, ...]
    registers: tuple[str, ...]
    size: int
    """Bytes on this disk."""
    staying: int = 0
    """Pictures of purged audits that are not safe at the hub yet."""

    def __str__(self) -> str:
        photos = counted(len(self.photos), "picture", "pictures") if self.photos else ""
        registers = counted(len(self.registers), "register", "registers") if self.registers else ""
        return ", ".join(filter(None, (photos, registers)))


def ask_hub(station: Station, link: HubLink, *, look: bool) -> Holding:
    """The hub's present word on everything here, kept from now on; ``look`` makes it read what it holds."""
    _refuse_hub(station)
    link.greet()
    holding = link.holding(station.held_shas(), look=look)
    if holding is None:
        msg = "The hub runs an older assetaudit, which says nothing of its backups: nothing can be purged."
        raise SyncError(msg, hint="Upgrade the hub first.")
    if abs(holding.at - station.now()) > DAY_MS:
        msg = f"It is {day_of(holding.at)} at the hub and {day_of(station.now())} here: one of the clocks is wrong."
        raise SyncError(msg, hint="Set it right, then purge: how old a backup may be is counted in days.")
    keep_holding(station.holding_file, holding)
    return holding


def last_word(station: Station) -> Holding:
    """What the hub said at the last exchange; SyncError where it has not said anything yet."""
    _refuse_hub(station)
    if (said := kept_holding(station.holding_file)) is None:
        msg = "The hub has not said yet what it holds."
        raise SyncError(msg, hint="Next: assetaudit sync (a hub that runs an older assetaudit never says so).")
    return said


def look(station: Station, holding: Holding, name: str = "") -> list[Purgeable]:
    """What may leave by the hub's word: every closed audit and the refusals, or one audit; SyncError from a hub."""
    _refuse_hub(station)
    station.seal()
    chosen = [station.events.find_audit(name)] if name else station.events.audits()
    segments = station.segments.listed(IN)
    return [
        _look(station, holding, audit.id, audit.name, [one for one in segments if one.audit == audit.id])
        if audit.closed is not None
        else Purgeable(audit.id, audit.name, 0, 0, f"'{audit.name}' is still open: it stays until it is closed.")
        for audit in chosen
    ]


def purge(station: Station, holding: Holding, audit: Purgeable) -> int:
    """Remove the events of an audit; returns how many. Refused where anything is not safe at the hub."""
    if audit.refusal:
        raise SyncError(audit.refusal)
    segments = [one for one in station.segments.listed(IN) if one.audit == audit.id]
    station.photos.mark_leaving(audit.photos)
    return station.events.purges.purge(audit.id, _covered(station, holding, segments), station.now())


def spare(station: Station, holding: Holding, going: Sequence[Purgeable] = ()) -> Spare:
    """What may go besides events, now or with audits that are about to be purged."""
    without = {audit.id for audit in going}
    leaving = {name for name, when in station.photos.let_go().items() if not when}
    leaving = {*leaving, *(name for audit in going for name in audit.photos)} & set(station.photos.kept())
    if leaving:
        kept = (audit.id for audit in station.events.audits() if audit.id not in without)
        leaving -= {name for audit in kept for name in _named(station, audit)}
    photos = sorted(name for name in leaving if holding.is_safe(bytes.fromhex(name)))
    needed = station.events.registers(without) | {station.registers.index().current}
    versions = [info.version for info in station.registers.versions() if info.version not in needed]
    registers = [version for version in versions if holding.is_safe(bytes.fromhex(version))]
    size = station.photos.size_of(photos) + sum(station.registers.file(one).stat().st_size for one in registers)
    return Spare(tuple(photos), tuple(registers), size, len(leaving) - len(photos))


def let_go(station: Station, found: Spare) -> int:
    """Remove what is spare; returns the bytes that are free by that."""
    size = station.photos.leave(found.photos, station.now()) if found.photos else 0
    return size + sum(station.registers.remove(version) for version in found.registers)


def fetch(station: Station, link: HubLink, name: str, progress: Callable[[int, int], None]) -> int:
    """Bring a purged audit back; returns how many events. May be cut, and is gone on with when called again."""
    gone = station.events.purges.find(name)
    if gone is None:
        station.events.find_audit(name)
        raise SyncError(f"The audit '{name}' was not purged here: all of it is here.")
    link.greet()
    wanted = [one.sha for one in station.segments.listed(PURGED) if one.audit == gone.id]
    new = 0
    for number, sha in enumerate(wanted, 1):
        for piece in pieces_in(link.get(sha)):
            if not isinstance(piece, Damage) and piece.sha == sha:
                new += station.bring_back(piece).new
        progress(number, len(wanted))
    if not station.events.purges.forget(gone.id):
        msg = f"Something of '{gone.name}' was damaged on the way."
        raise SyncError(msg, hint="Nothing is lost. Fetch it again.")
    _fetch_pictures(station, link, gone.id)
    registers_down(station, link, Exchanged(), kept_holding(station.holding_file), lambda *_told: None)
    return new


def _fetch_pictures(station: Station, link: HubLink, audit: str) -> None:
    wanted = _named(station, audit) & station.photos.let_go().keys()
    station.photos.wish_for(wanted)
    for name in sorted(wanted - set(station.photos.kept())):
        for piece in pieces_in(link.photo(name)):
            if not isinstance(piece, Damage):
                station.take(piece)


def _named(station: Station, audit: str) -> set[str]:
    """The pictures that an audit's events name."""
    return {name for event in station.events.source(audit).events() for name in named_in(event)}


def _counted(events: int) -> str:
    return counted(events, "event", "events")


def _refuse_hub(station: Station) -> None:
    if station.is_hub:
        raise SyncError("This workspace is a hub: it keeps everything.", hint="Purge laptops.")


def _look(station: Station, holding: Holding, audit: str, name: str, segments: list[SegmentInfo]) -> Purgeable:
    refusal = _not_held(holding, name, segments) or _not_old(holding, name, segments)
    if not refusal and (left := station.events.purges.uncovered(audit, _covered(station, holding, segments))):
        refusal = f"The hub has no segment with {counted(left, 'event', 'events')} of '{name}'. Next: assetaudit sync"
    events, size = station.events.purges.events(audit), sum(one.size for one in segments)
    photos = () if refusal else tuple(sorted(_named(station, audit) & set(station.photos.kept())))
    return Purgeable(audit, name, events, size, refusal, photos)


def _not_held(holding: Holding, name: str, segments: list[SegmentInfo]) -> str:
    if absent := sum(one.sha.hex() not in holding.held for one in segments):
        return f"The hub lacks {counted(absent, 'segment', 'segments')} of '{name}'. Next: assetaudit sync"
    if not holding.horizon:
        return "The hub does not say how old its backups may be. At the hub: assetaudit hub horizon DAYS"
    return ""


def _not_old(holding: Holding, name: str, segments: list[SegmentInfo]) -> str:
    young = [safe for one in segments if (safe := holding.safe_from(one.sha)) is not None and safe > holding.at]
    if not young:
        return ""
    some = counted(len(young), "segment", "segments")
    return (
        f"'{name}' stays until {day_of(max(young))}: {some} of it came to the hub after the oldest backup that it may "
        "be restored from."
    )


def _covered(station: Station, holding: Holding, segments: list[SegmentInfo]) -> Callable[[str], set[bytes]]:
    """The hashes of a log's events that stand in segments which are safe at the hub, read from their own bytes."""

    def covered(log: str) -> set[bytes]:
        found = set[bytes]()
        for one in segments:
            if one.log == log and holding.is_safe(one.sha) and (data := station.segments.data(one.sha)) is not None:
                found.update(digest for digest, _body in stretch_of(unseal(data)).events)
        return found

    return covered

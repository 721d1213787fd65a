"""What the settings' days of retention make due: names and pictures of closed audits, told first and then erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetaudit.config import read_days
from assetaudit.language import say, say_many
from assetaudit.store.people import folded
from assetaudit.wiring.erasing import Picture, audits_naming, erase_pictures, pictures_of

if TYPE_CHECKING:
    from assetaudit.config import Settings
    from assetaudit.model.event import Event
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.wiring.workspace import Workspace

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be erased now."""

    pictures: tuple[tuple[str, Picture], ...]
    """Each with the name of an audit that was closed long enough ago."""
    names: tuple[tuple[str, str], ...]
    """(opaque id, name)"""

    def __bool__(self) -> bool:
        return bool(self.pictures or self.names)


def due(space: Workspace) -> Due:
    """Names and pictures that no audit needs any longer which is open, or was closed too short a time ago."""
    audits = space.events.audits()
    past_names, past_pictures = (_past(space, audits, which) for which in (0, 1))
    return Due(tuple(_pictures(space, audits, past_pictures)), tuple(_names(space, audits, past_names)))


def erase_due(space: Workspace, found: Due) -> None:
    """Erase what is due, for good."""
    erase_pictures(space, [picture for _audit, picture in found.pictures])
    if found.names:
        space.people.erase(user for user, _name in found.names)


def days_of(settings: Settings, audit: str = "") -> tuple[int, int]:
    """Days for the names and for the pictures of an audit (its id); without one those of all that have no own rule."""
    general = settings.retention_days_names, settings.retention_days_photos
    own = dict(settings.retention_audits).get(audit)
    return general if own is None else read_days(own, "retention_audits")


def with_days(settings: Settings, days: str, audit: str = "") -> dict[str, Any]:
    """The settings that give an audit, or all others, these days (``90 30``); ``-`` takes an audit's own rule away."""
    own = dict(settings.retention_audits)
    if audit:
        own.pop(audit, None)
        more = {} if days == "-" else {audit: " ".join(map(str, read_days(days, audit)))}
        return {"retention_audits": tuple((own | more).items())}
    names, pictures = read_days(days, "retention")
    return {"retention_days_names": names, "retention_days_photos": pictures}


def retention_text(settings: Settings, audit: str = "") -> str:
    """The rule of an audit (its id) in one sentence, for reports."""
    names, photos = days_of(settings, audit)
    told = "Retention: names are kept {names}, pictures {pictures}; the log itself is kept."
    return say(told, names=_span(names), pictures=_span(photos))


def _span(days: int) -> str:
    if not days:
        return say("without limit")
    return say_many("for 1 day after the closing", "for {n} days after the closing", days)


def _past(space: Workspace, audits: Iterable[AuditInfo], which: int) -> set[str]:
    """Ids of the audits whose days for names (0) or pictures (1) are over; none where 0 days keep everything."""
    now, found = int(space.clock.now().timestamp() * 1000), set[str]()
    for info in audits:
        days = days_of(space.settings, info.id)[which]
        if days and info.closed is not None and info.closed <= now - days * _DAY_MS:
            found.add(info.id)
    return found


def _pictures(space: Workspace, audits: Iterable[AuditInfo], past: set[str]) -> Iterator[tuple[str, Picture]]:
    naming = audits_naming(space) if past else {}
    told: set[str] = set()
    for info in audits:
        for picture in pictures_of(space, info.id) if info.id in past else ():
            if picture.state == "kept" and picture.sha256 not in told and naming[picture.sha256] <= past:
                told.add(picture.sha256)
                yield info.name, picture


def _names(space: Workspace, audits: Iterable[AuditInfo], past: set[str]) -> Iterator[tuple[str, str]]:
    """Everybody who took part in audits, all of which are past; whoever works here by the settings stays."""
    if not past:
        return
    gone, needed = set[str](), set[str]()
    for info in audits:
        (gone if info.id in past else needed).update(people_of(space, info.id))
    mine = folded(space.settings.person)
    for user, name in sorted(space.people.names().items(), key=lambda one: (one[1].casefold(), one[0])):
        if user in gone - needed and folded(name) != mine:
            yield user, name


def people_of(space: Workspace, audit_id: str) -> set[str]:
    """Ids of everybody whom the log of an audit names."""
    return {user for event in space.events.source(audit_id).events() for user in _people_of(event)}


def _people_of(event: Event) -> Iterator[str]:
    """Ids that an event names: its author, those of the frame, and who was given a role or a walk."""
    yield event.user
    frame = event.d.get("frame")
    if isinstance(frame, dict):
        yield from (str(pair[0]) for pair in (*frame.get("people", ()), *frame.get("review", {}).get("keys", ())))
    yield from (str(event.d[field]) for field in ("person", "to", "from") if isinstance(event.d.get(field), str))

"""Names and pictures erased on somebody's wish: the log keeps opaque ids and hashes, and still verifies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from assetaudit import config
from assetaudit.errors import UsageError
from assetaudit.language import say
from assetaudit.store.photo_album import named_in

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace

LEFT = (
    "What somebody wrote into notes, reasons or owners is part of the log and stays, "
    "as do files that were given away; other workspaces forget the name or picture with the next sync."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph that the log of an audit names."""

    sha256: str
    taken: int
    """When the log first named it, in milliseconds since 1970 UTC."""
    state: str
    """``kept``, ``erased``, or ``not here``: it lies in the workspace where it was taken."""
    size: int = 0


def pictures_of(space: Workspace, audit_id: str) -> list[Picture]:
    """The photographs of an audit, the oldest first."""
    taken, erased = _taken(space, audit_id), space.photos.erased()
    return [_picture(space, sha256, wall, erased) for sha256, wall in sorted(taken.items(), key=lambda one: one[::-1])]


def _taken(space: Workspace, audit_id: str) -> dict[str, int]:
    taken: dict[str, int] = {}
    for event in space.events.source(audit_id).events():
        for sha256 in named_in(event):
            taken[sha256] = min(taken.get(sha256, event.wall), event.wall)
    return taken


def _picture(space: Workspace, sha256: str, taken: int, erased: Iterable[str]) -> Picture:
    photo = space.photos.find(sha256)
    if photo is not None:
        return Picture(sha256, taken, "kept", photo.size)
    return Picture(sha256, taken, "erased" if sha256 in erased else "not here")


def audits_naming(space: Workspace) -> dict[str, set[str]]:
    """SHA-256 of every photograph to the ids of the audits whose logs name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for info in space.events.audits():
        for event in space.events.source(info.id).events():
            for sha256 in named_in(event):
                found[sha256].add(info.id)
    return found


def older(space: Workspace, pictures: Iterable[Picture], days: int) -> list[Picture]:
    """Those that were taken at least so many days ago; UsageError for days below 0."""
    if days < 0:
        raise UsageError("Days cannot be negative.", hint="Give the age in whole days, such as --older-than 90.")
    latest = (space.clock.now() - timedelta(days=days)).timestamp() * 1000
    return [picture for picture in pictures if picture.taken <= latest]


def erase_pictures(space: Workspace, pictures: Iterable[Picture]) -> list[Picture]:
    """Erase those of the photographs that are kept; returns which."""
    gone = [picture for picture in pictures if picture.state == "kept"]
    for picture in gone:
        space.photos.erase(picture.sha256, space.clock.now())
    return gone


def erase_person(space: Workspace, who: str) -> list[str]:
    """Erase a name wherever this workspace keeps it; returns the opaque ids that are left of the person."""
    ids, names = space.people.find(who), space.people.names()
    space.people.erase(ids)
    _settle(space, {names[key] for key in ids}, "")
    return ids


def rename_person(space: Workspace, who: str, new: str) -> list[str]:
    """Give somebody another name; returns their ids."""
    before = space.people.names()
    ids = space.people.rename(who, new)
    _settle(space, {before[key] for key in ids}, " ".join(new.split()))
    return ids


def _settle(space: Workspace, before: Iterable[str], name: str) -> None:
    """The settings keep the name of who walks: without this the next command would bring it back."""
    mine = " ".join(space.settings.person.split()).casefold()
    if mine in {one.casefold() for one in before}:
        config.save(space.home.settings, replace(space.settings, person=name))


def keeping(space: Workspace, audit_id: str) -> tuple[str, ...]:
    """What a report says of pictures that were erased."""
    erased = space.photos.erased()
    named = _taken(space, audit_id) if erased else {}
    gone = len(named.keys() & erased.keys())
    told = say("{n} of {all} pictures: picture erased, its hash stays in the log.", n=gone, all=len(named))
    return (told,) if gone else ()

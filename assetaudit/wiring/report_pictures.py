"""The photographs of a report: what each was taken of, when, and where it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.language import say
from assetaudit.reports.report import Picture
from assetaudit.store.photo_album import named_in

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.reconcile.answering import Answering
    from assetaudit.wiring.workspace import Workspace


def pictures(space: Workspace, engine: Answering, events: Iterable[Event]) -> tuple[Picture, ...]:
    """The photographs that some events of an audit name, the oldest first, each once."""
    first: dict[str, Event] = {}
    for event in events:
        for sha256 in named_in(event) if engine.live(event.hash) else ():
            known = first.get(sha256)
            if known is None or _order(event) < _order(known):
                first[sha256] = event
    erased = space.photos.erased() if first else {}
    ordered = sorted(first.items(), key=lambda one: (one[1].wall, one[0]))
    return tuple(_told(_picture(space, engine, sha256, event), erased) for sha256, event in ordered)


def _order(event: Event) -> tuple[bool, int, str]:
    """An event that says of which device a photograph is comes before one that only keeps it."""
    return (event.k == "blob", event.wall, event.hash)


def _told(picture: Picture, erased: Collection[str]) -> Picture:
    return replace(picture, state="erased") if picture.file is None and picture.sha256 in erased else picture


def _picture(space: Workspace, engine: Answering, sha256: str, event: Event) -> Picture:
    kept = space.photos.find(sha256)
    state = "kept" if kept is not None else "not here"
    taken = datetime.fromtimestamp(event.wall / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    about = ", ".join(_about(engine, event)) or say("a place")
    return Picture(sha256, about, taken, state, kept.file if kept is not None else None)


def _about(engine: Answering, event: Event) -> Iterator[str]:
    """The device, what became of it and where it stood, or the place alone, as far as the log says."""
    finding = next(iter(engine.about(str(event.d.get("of") or event.hash))), None)
    if finding is None:
        yield from map(str, engine.taken(event.hash).places)
        return
    yield finding.asset_tag or finding.serial or finding.identifier or finding.asset or say("no label")
    yield say(finding.outcome.printed)
    where = finding.found or next(iter(finding.places), None) or finding.expected
    if where:
        yield where

"""Where the logs of an audit end, worked out from the events alone: no register has to be here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetaudit.model.log_tip import LogTip

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace


def tips_of(space: Workspace, name: str) -> list[LogTip]:
    """The tip of every log of an audit, by log."""
    ends: dict[str, tuple[int, str]] = {}
    for event in space.events.source(space.find(name).id).events():
        ends[event.log] = max(ends.get(event.log, (0, "")), (event.seq, event.hash))
    return [LogTip(log, *end) for log, end in sorted(ends.items())]

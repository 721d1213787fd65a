"""Reads that came while no audit was open, as the command line and the screen deal with them."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from assetaudit.audit.inbox import Inbox, reads_of
from assetaudit.identify.clean import clean
from assetaudit.identify.codes import CONTROL_PREFIXES

if TYPE_CHECKING:
    from assetaudit.model.read import Read
    from assetaudit.wiring.workspace import Workspace


class KeptReads:
    """The inbox of a workspace; one has it open only for as long as something is done with it."""

    def __init__(self, space: Workspace, by: str | None) -> None:
        self._space = space
        self._by = by
        self._user = space.user(by)
        self._inbox = Inbox(space.events.inbox_source(), space.events.inbox_writer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inbox.close()

    def waiting(self) -> list[Read]:
        """Reads that nobody has dealt with, in the order in which each device made them."""
        return reads_of(self._inbox.waiting())

    def take_into(self, audit: str) -> None:
        """Scan them in an audit; control codes are kept but do not act."""
        waiting = self._inbox.waiting()
        walk = self._space.walk(audit, by=self._by)
        for read in reads_of(waiting):
            acts = clean(read.raw).text.upper().startswith(CONTROL_PREFIXES)
            (walk.keep if acts else walk.take)(read)
        walk.end()
        self._inbox.settle(waiting, f"taken into {audit}", self._user)

    def settle(self, reason: str) -> None:
        """Nobody has to deal with them any more."""
        self._inbox.settle(self._inbox.waiting(), reason, self._user)

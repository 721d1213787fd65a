"""Cut-off: what was booked elsewhere while the audit ran, by the register or by change tickets; it only proposes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on

from assetaudit.language import say, say_many, sentence
from assetaudit.paths import typed_path
from assetaudit.review.cutoff import Move
from assetaudit.review.tickets import Brought, FileState
from assetaudit.ui.review import Review
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end

_NAME = 14
_DECIDE = 16


class MovesScreen(ListPage[Move]):
    """One line a move; Enter goes to its finding in the queue."""

    WHERE: ClassVar[tuple[str, ...]] = ("moves", "page")
    TITLE_TEXT = "Moves booked during the audit"

    def __init__(self, audit: str, review: Review, find: Callable[[str], None]) -> None:
        super().__init__(audit, _line, _detail, empty=say("Comparing with the register ..."))
        self.review = review
        self._find = find
        """Shows the finding of a name."""

    def fill(self) -> None:
        """Look what was booked."""
        self.in_turn("look what was booked", lambda: (self.review.moves(), self.review.ticket_files()), then=self._show)

    def _show(self, found: Any) -> None:  # noqa: ANN401 - a worker's result
        moves, files = found
        told = say_many("{n} move proposes, and decides nothing", "{n} moves propose, and decide nothing", len(moves))
        self.remark(" · ".join((told, *map(_brought, files))))
        nothing = say(
            "No move was booked since the register was frozen. {key} reads change tickets from a file.", key="l"
        )
        self.query_one(Choice).show(moves, empty=nothing)

    def action_tickets(self) -> None:
        """Read change tickets from a file, and keep them in the review."""
        explain = say("CSV, XLSX or JSON with a column for the asset's tag and one for its new place (to).")
        self.app.push_screen(WriteOne(say("Which file has the change tickets?"), explain=explain), self._read)

    def _read(self, file: str | None) -> None:
        if file:
            path = typed_path(file)
            self.in_turn("read the tickets", lambda: self.review.read_tickets(path), then=self.done)

    def action_go_there(self) -> None:
        """Go to the marked move's finding."""
        self.query_one(Choice).action_choose()

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Move]) -> None:
        self.dismiss(None)
        self._find(message.item.name)


def _brought(one: Brought) -> str:
    """A file of tickets, who brought it, and what became of it."""
    state = "" if one.file.state is FileState.KEPT else f", {say(one.file.state.value)}"
    return f"{say('{file} by {who}', file=one.file.name, who=one.by)}{state}"


def _line(move: Move, width: int) -> Line:
    room = max(20, width - _NAME - _DECIDE - 5)
    half = room // 2
    return [
        Part(fit(move.name, _NAME)),
        Part(f" {fit_end(move.before or say('nowhere'), half)} → {fit_end(move.after, room - half)} "),
        Part(fit(say(move.decide.printed), _DECIDE), "bold"),
    ]


def _detail(move: Move) -> list[Line]:
    return [
        [Part(move.name, "bold"), Part(f"  {move.before or say('nowhere')} → {move.after}")],
        [Part(sentence(move.what), "quiet")],
        [Part(sentence(move.proposal))],
    ]

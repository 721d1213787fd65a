"""Names and pictures of an audit: what is kept, what is due, and erased for good once one is sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from assetaudit.language import say, say_many, sentence
from assetaudit.language.figures import moment
from assetaudit.model.kept import KeptThing
from assetaudit.ui.erasing import Erasing
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.screens.sure import SureQuestion
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit

_LISTED = 5
"""Names and pictures that are listed before all are erased."""


class ErasingScreen(ListPage[KeptThing]):
    """One line a name or picture; nothing is erased before it was shown and asked."""

    WHERE: ClassVar[tuple[str, ...]] = ("erasing", "page")
    TITLE_TEXT = "Names and pictures"

    def __init__(self, audit: str) -> None:
        super().__init__(audit, _line, self._detail, empty=say("Looking ..."))
        self._rule = ""

    def fill(self) -> None:
        """Look what is kept."""
        erasing = self.workspace.erasing
        self.work("look what is kept", lambda: (erasing.rule(self.audit), erasing.kept(self.audit)), then=self._show)

    def _show(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        self._rule, kept = result
        self.remark(say("{n} kept", n=sum(1 for one in kept if one.state == "kept")))
        self.query_one(Choice).show(kept, empty=say("This audit names nobody, and has no pictures."))

    def _detail(self, one: KeptThing) -> list[Line]:
        rows: list[Line] = [[Part(_name(one), "bold"), Part(f"  {_state(one)}")], [Part(one.id, "quiet")]]
        if one.others:
            rows.append(
                [Part(say("Other audits name it too: {audits}", audits=", ".join(one.others)), "ink-attention")]
            )
        return [*rows, [Part(sentence(self._rule), "quiet")]]

    def action_erase(self) -> None:
        """Erase what is marked."""
        one: KeptThing | None = self.query_one(Choice).marked
        if one is not None and one.state == "kept":
            self._ask([one], lambda: self.workspace.erasing.erase(one))
        elif one is not None:
            self.app.tell(say("There is nothing left of it to erase here."))

    def action_erase_due(self) -> None:
        """Erase what is due in all audits."""
        self.work("look what is due", self.workspace.erasing.due, then=self._due)

    def _due(self, things: Sequence[KeptThing]) -> None:
        if things:
            self._ask(things, lambda: self.workspace.erasing.erase_due(things))
        else:
            self.app.tell(f"{say('Nothing is due.')} {sentence(self._rule)}")

    def action_retention(self) -> None:
        """For how many days this audit keeps names and pictures."""
        self.app.push_screen(days_question(self.workspace.erasing, self.audit), self._keep_for)

    def _keep_for(self, days: str | None) -> None:
        if days is not None:
            self.finish("keep the days", lambda: self.workspace.erasing.keep_for(days, self.audit), then=self.done)

    def _ask(self, things: Sequence[KeptThing], act: Callable[[], str]) -> None:
        left = len(things) - _LISTED
        lines = [_name(one) + (f"  ({', '.join(one.others)})" if one.others else "") for one in things[:_LISTED]]
        more = [say("... and {n} more", n=left)] if left > 0 else []
        stays = say("What was written into notes and reasons, and files given away, stay; nobody brings a name back.")
        title = say_many("Erase this for good?", "Erase these {n} for good?", len(things))
        question = SureQuestion(title, [*lines, *more, "", stays])
        self.app.push_screen(question, lambda sure: self._erase(act) if sure else None)

    def _erase(self, act: Callable[[], str]) -> None:
        self.finish("erase it", act, then=self.done)


def days_question(erasing: Erasing, audit: str = "") -> WriteOne:
    """Ask for the days after which names and pictures are due, of one audit or of all without a rule of their own."""
    explain = say("Two numbers: days after the closing for names, and for pictures; 0 keeps them.")
    if audit:
        explain += " " + say("- for the rule in the settings.")
    return WriteOne(say("How long are names and pictures kept?"), explain=explain, value=erasing.days(audit))


def _state(one: KeptThing) -> str:
    return {"kept": say("kept"), "erased": say("erased")}.get(one.state, say("not here"))


def _name(one: KeptThing) -> str:
    if one.is_picture:
        return say("picture of {when}", when=moment(one.told))
    return one.told or say("(name erased)")


def _line(one: KeptThing, width: int) -> Line:
    kind = say("picture") if one.is_picture else say("name")
    return [
        Part(f"{fit(kind, 10)} ", "quiet"),
        Part(fit(_name(one), max(20, width - 27)), "bold" if one.state == "kept" else "quiet"),
        Part(f" {fit(_state(one), 14)}", "" if one.state == "kept" else "quiet"),
    ]

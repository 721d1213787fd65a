"""One case: what happened, what is proposed, and random members to look at before all are decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.widget import Widget

from assetaudit.language import say, say_many, sentence
from assetaudit.model.verdict import Tone
from assetaudit.review.cases.case import Case
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line, Part, ink


class CaseQuestion(Question[str]):
    """Decide all findings of a case at once, or go back; the answer is the case's id."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "decide all"), ("Esc", "back"))
    BINDINGS = [Binding("enter", "take", show=False)]  # noqa: RUF012 - Textual's own way

    def __init__(self, case: Case, names: Sequence[str]) -> None:
        super().__init__()
        self._case = case
        self._names = names

    def body(self) -> Iterable[Widget]:
        """The case in words."""
        yield Text([*case_lines(self._case, self._names), ()])

    def action_take(self) -> None:
        """Decide about all of them."""
        self.dismiss(self._case.id)


def case_lines(case: Case, names: Sequence[str]) -> list[Line]:
    """A case in lines; ``names`` are those of members drawn by chance."""
    rows: list[Line] = [[Part(sentence(case.title), "bold")]]
    rows += [(), [Part("Enter ", "bold"), Part(_proposed(case), f"bold {ink(Tone.RIGHT)}")]]
    rows += [[Part(sentence(case.reason), "quiet")]]
    rows += [(), [Part(_members(len(case.things), len(names)), "quiet")]]
    return rows + [[Part(f"  {sentence(name)}")] for name in names]


def _members(count: int, shown: int) -> str:
    if count > shown:
        return say("Of its {n} findings, drawn by chance:", n=count)
    return say_many("Its finding:", "Its findings:", count)


def _proposed(case: Case) -> str:
    if case.alias is not None:
        return say("{name} means {place}", name=case.alias[0], place=case.alias[1])
    if case.same:
        return say("each pair is one device")
    return say(case.decide.printed)

"""Importing a register: the file, what its columns mean, what would change, what is wrong with it; then go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, say_as, say_many, sentence
from assetaudit.paths import typed_path
from assetaudit.ui.notes import ImportProblem, ImportResult
from assetaudit.ui.screens.ask import ChooseOne
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit
from assetaudit.ui.widgets.path_suggester import PathSuggester

KEPT = "(kept as it is)"
_FILES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json"})
_DIFFERING = 3
"""Disagreements of sources that are shown."""


class ImportScreen(Page[None]):
    """Nothing is changed before a person has seen what would change."""

    WHERE: ClassVar[tuple[str, ...]] = ("imports", "page")
    TITLE_TEXT = "Import a register"
    KEYS = (("Enter", "read the file"), ("→", "complete the path"), ("Tab", "next field"))
    CSS_PATH = "imports.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.plan: ImportResult | None = None
        self.mapping: dict[str, str] | None = None
        self._columns: Sequence[str] = ()
        """As the file was read first: those that mean something before those that are only kept."""

    def body(self) -> Iterable[Widget]:
        """Path; columns on the left, counts and problems on the right."""
        yield Text(
            [[Part(say("File (CSV, XLSX or JSON); → completes, Enter reads it and changes nothing yet"), "bold")]]
        )
        yield Input(placeholder="~/register.csv", id="path", max_length=1000, suggester=PathSuggester(_FILES))
        with Horizontal(id="plan"):
            with Vertical(id="columns"):
                yield Text([[Part(f"{say('Column'):<20}{say('means')}", "bold")]])
                yield Choice(self._column_line, id="mapping")
            with Vertical(id="counts"):
                yield Text(id="summary")
                yield Text(id="differing")
                yield Choice(_problem_line, id="problems", empty="")
                yield Text(id="remark")
        yield Text(id="progress-text")

    def on_mount(self) -> None:
        """First the file."""
        self.query_one("#path", Input).focus()

    @property
    def _file(self) -> Path:
        return typed_path(self.query_one("#path", Input).value)

    @on(Input.Submitted, "#path")
    def _named(self) -> None:
        self.mapping = None
        if self.query_one("#path", Input).value.strip():
            self._look()
        else:
            self.app.tell(say("First name a file and press Enter."))

    def _look(self) -> None:
        file, mapping = self._file, self.mapping
        self._say(say("Reading ..."))
        self.work("read the file", lambda: self.workspace.plan_import(file, mapping=mapping), then=self._planned)

    def _planned(self, plan: ImportResult) -> None:
        self.plan = plan
        if self.mapping is None:  # of a wide file, the columns that mean something would be far apart
            self._columns = sorted(plan.columns, key=lambda column: column not in plan.mapping)
        self.mapping = dict(plan.mapping)
        self._say(say("g imports it. Enter: another meaning for a column. Tab: the remarks."))
        self._summarise(plan, "{added} would be new, {changed} changed, {gone} gone")
        self.query_one("#mapping", Choice).show(self._columns)
        self.query_one("#mapping", Choice).focus()

    def _summarise(self, plan: ImportResult, changes: str) -> None:
        remarks = say("{n} rejected, {remarks} remarks", n=plan.rejected, remarks=len(plan.problems))
        rows: list[Line] = [
            [Part(say("{n} rows read from source '{source}'", n=plan.rows, source=plan.source), "bold")],
            [Part(say(changes, added=plan.added, changed=plan.changed, gone=plan.gone))],
            [Part(remarks, "ink-attention" if plan.problems else "quiet")],
            (),
        ]
        self.query_one("#summary", Text).say(rows)
        self.query_one("#problems", Choice).show(
            plan.problems, empty=say("No remark: every row is understood."), mark=0
        )

    @on(RowMarked, "#problems")
    def _problem_marked(self, message: RowMarked[ImportProblem]) -> None:
        """The whole remark beneath the list, whose rows are cut to the width."""
        self.query_one("#remark", Text).say([(), [Part(sentence(message.item.reason))]] if message.item else [])

    def _column_line(self, column: str, width: int) -> Line:
        field = (self.mapping or {}).get(column)
        meaning = say(KEPT) if field is None else say_as("field", field)
        wide = max(8, width - 18)
        return [
            Part(fit(column, wide)),
            Part(
                f" {fit(meaning, 17)}",
                "quiet" if field is None else "bold ink-right",
            ),
        ]

    @on(RowChosen, "#mapping")
    def _column_chosen(self, message: RowChosen[str]) -> None:
        column = message.item

        def told(field: str | None) -> None:
            if field is None or self.mapping is None:
                return
            self.mapping = {name: meant for name, meant in self.mapping.items() if name != column and meant != field}
            if field != KEPT:
                self.mapping[column] = field
            self._look()

        self.app.push_screen(
            ChooseOne(
                say("What does the column '{column}' mean?", column=column),
                (KEPT, *self.workspace.import_fields()),
                shown=lambda word: say(KEPT) if word == KEPT else say_as("field", word),
                marked=(self.mapping or {}).get(column, KEPT),
            ),
            told,
        )

    def action_import_now(self) -> None:
        """Import as shown."""
        if self.plan is None:
            self.app.tell(say("First name a file and press Enter."))
            return
        file, mapping, source = self._file, self.mapping, self.plan.source
        self._say(say("Importing ..."))
        self.finish(
            "import the register",
            lambda: self.workspace.import_register(file, source=source, mapping=mapping, progress=self._progress),
            then=self._imported,
        )

    def _progress(self, rows: int) -> None:
        self.call_later(self._say, say("Importing ... {n} rows", n=rows))

    def _imported(self, result: ImportResult) -> None:
        self._summarise(result, "{added} are new, {changed} changed, {gone} gone")
        self._say(say("Imported. a opens an audit over it, Esc goes home."))
        self.query_one("#mapping", Choice).focus()
        self.work("compare the sources", self.workspace.disagreements, then=self._compared)

    def _compared(self, differing: Sequence[str]) -> None:
        """Sources that disagree are told before anybody walks, and how to say which one leads."""
        if differing:
            told = say_many("{n} value differs between sources.", "{n} values differ between sources.", len(differing))
            lead = say("Which one leads says: {command}", command="assetaudit register lead FIELD=SOURCE")
            rows = [[Part(sentence(text), "quiet")] for text in differing[:_DIFFERING]]
            self.query_one("#differing", Text).say([[Part(told, "ink-attention")], *rows, [Part(lead)]])

    def action_new_audit(self) -> None:
        """Open an audit over what was imported."""
        from assetaudit.ui.screens.new_audit import NewAuditScreen

        if self.workspace.register_note() is None:
            self.app.tell(say("First import a file: name it and press Enter, then g."))
        else:
            self.app.switch_screen(NewAuditScreen())

    def _say(self, text: str) -> None:
        self.query_one("#progress-text", Text).say([[Part(text, "bold")]])

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well."""
        self._say(say("Nothing was changed."))
        super().failed(doing, error)


def _problem_line(problem: ImportProblem, width: int) -> Line:
    return [Part(f"{problem.line:>6}  ", "bold"), Part(fit(sentence(problem.reason), max(10, width - 8)))]

"""The change set: before and after of every line; written to files, to a register's file or to the system itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from assetaudit.language import say, say_many
from assetaudit.paths import typed_path
from assetaudit.review.applying import Applied, AppliedSet, Where
from assetaudit.review.changes import ChangeSet, LineState
from assetaudit.ui.change_lines import Row, became, change_detail, change_line, planned
from assetaudit.ui.review import ChangeDesk
from assetaudit.ui.screens.ask import ChooseOne, WriteOne
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.screens.page import Text
from assetaudit.ui.screens.sure import SureQuestion
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Part


class ChangesScreen(ListPage[Row]):
    """Every line of the set, and what can be done with all of them."""

    WHERE: ClassVar[tuple[str, ...]] = ("changes", "page")
    TITLE_TEXT = "Changes"

    def __init__(self, audit: str, desk: ChangeDesk, folder: Path) -> None:
        super().__init__(audit, change_line, change_detail, empty=say("Listing ..."))
        self.desk = desk
        self._folder = folder

    def fill(self) -> None:
        """Compare with the register as it is now."""
        self.in_turn("compare with the register", self.desk.plan, then=self._show)

    def _show(self, plan: ChangeSet) -> None:
        counts = " · ".join(f"{len(plan.of(state))} {say(state.value)}" for state in LineState)
        held = say("{n} held back", n=len(plan.held))
        self.remark(counts, held, plan.hash[:12])
        self.query_one(Choice).show(planned(plan), empty=say("Nothing is approved that changes a register."))

    # -- files -------------------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Write the change set as JSON and as import files."""
        folder = str(self._folder / "changes")
        explain = say("JSON, and one file in the import format of each source.")
        self.app.push_screen(WriteOne(say("Into which folder?"), explain=explain, value=folder), self._export)

    def _export(self, folder: str | None) -> None:
        if folder:
            target = typed_path(folder)
            self.in_turn("write the change set", lambda: self.desk.export(target), then=self._written)

    def _written(self, files: Sequence[str]) -> None:
        self.query_one("#detail", Text).say([[Part(say("Written:"), "bold")], *([Part(f"  {one}")] for one in files)])

    # -- applying and taking back ------------------------------------------------------------------------------------

    def action_apply(self) -> None:
        """Write what is ready to the register's file, or to the system itself."""
        self.in_turn("look where it goes", self.desk.targets, then=lambda targets: self._aim(targets, None))

    def action_take_back(self) -> None:
        """Take an applied change set back, where it still stands."""
        self.in_turn("list what was applied", self.desk.sets, then=self._choose_set)

    def _choose_set(self, sets: Sequence[AppliedSet]) -> None:
        def aim(one: AppliedSet) -> None:
            self.in_turn("look where it goes", lambda: self.desk.targets(one), then=lambda some: self._aim(some, one))

        told = {_set_told(one): one for one in sets}
        self._choose(say("Which change set is taken back?"), told, aim, none=say("Nothing was applied yet."))

    def _aim(self, targets: Sequence[Where], back: AppliedSet | None) -> None:
        told = {f"{one.source}: {one.url or say('its file')}": one for one in targets}
        title = say("Which source?")
        self._choose(title, told, lambda where: self._address(where, back), none=say("Nothing is ready to be written."))

    def _choose(self, title: str, told: dict[str, Any], then: Callable[[Any], None], *, none: str) -> None:
        """Go on with the only one there is, else with the one that is chosen."""
        if not told:
            self.app.tell(none)
        elif len(told) == 1:
            then(next(iter(told.values())))
        else:
            question = ChooseOne(title, tuple(told), shown=str)
            self.app.push_screen(question, lambda word: then(told[word]) if word else None)

    def _address(self, where: Where, back: AppliedSet | None) -> None:
        if where.system:
            explain = say("Its token is taken from the environment or the keyring. Nothing is written yet.")
            question = WriteOne(say("The address of {system}", system=where.system), explain=explain, value=where.url)
            self._ask(question, lambda url: self._look(replace(where, url=url), back))
            return
        explain = say("The register's file as it is now; it is only read.")
        question = WriteOne(say("The file of {source}", source=where.source), explain=explain, value=str(where.file))
        self._ask(question, lambda file: self._copy(where, typed_path(file), back))

    def _copy(self, where: Where, file: Path, back: AppliedSet | None) -> None:
        ending = "restored" if back is not None else "corrected"
        value = str(file.with_name(f"{file.stem}-{ending}{file.suffix}"))
        explain = say("Import it into your system, then into the register here, and verify.")
        question = WriteOne(say("Where does the corrected copy go?"), explain=explain, value=value)
        self._ask(question, lambda out: self._look(replace(where, file=file, out=typed_path(out)), back))

    def _ask(self, question: WriteOne, then: Callable[[str], None]) -> None:
        self.app.push_screen(question, lambda text: then(text) if text else None)

    def _look(self, where: Where, back: AppliedSet | None) -> None:
        name = back.set if back is not None else ""
        self.in_turn(
            "compare with what stands there",
            lambda: self.desk.look(where, name),
            then=lambda plan: self._confirm(plan, where, name),
        )

    def _confirm(self, plan: ChangeSet, where: Where, name: str) -> None:
        self.query_one(Choice).show(planned(plan), mark=0)
        ready, conflicts = len(plan.of(LineState.READY)), len(plan.of(LineState.CONFLICT))
        lines = [
            say_many("{n} line is written to {where}.", "{n} lines are written to {where}.", ready, where=where.name),
            say_many("{n} conflict is left alone.", "{n} conflicts are left alone.", conflicts) if conflicts else "",
        ]
        question = SureQuestion(say("Take it back there?") if name else say("Write it there?"), [*filter(None, lines)])
        self.app.push_screen(question, lambda sure: self._apply(where, name) if sure else self.fill())

    def _apply(self, where: Where, name: str) -> None:
        self.in_turn("write the changes", lambda: self.desk.apply(where, name), then=self._applied)

    def _applied(self, applied: Applied) -> None:
        done, failed = len(applied.done), len(applied.failed)
        told = say_many("{n} line written and read again", "{n} lines written and read again", done)
        self.heading.say(f"{self.audit} · {told} · " + say("{n} failed", n=failed))
        self.query_one(Choice).show(became(applied), empty=say("Nothing was written."), mark=0)

    def action_verify(self) -> None:
        """Read the register again, and note what it says as decided."""
        self.in_turn("verify", self.desk.verify, then=self.done)

    def failed(self, doing: str, error: BaseException) -> None:
        """What was looked at goes back to how the register is."""
        super().failed(doing, error)
        if doing != "compare with the register":
            self.fill()


def _set_told(one: AppliedSet) -> str:
    told = say_many("{n} line", "{n} lines", one.lines)
    back = " · " + say("{n} taken back", n=one.taken_back) if one.taken_back else ""
    return f"{one.set[:12]} · {one.day} · {told} · {one.by} · {one.to}{back}"

"""The terms of an audit and the people in it: fixed before the first scan; later changes have a reason and a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from textual import on

from assetaudit.language import say, sentence
from assetaudit.review.terms_sheet import Draft, Member, TermsSheet, is_fixed
from assetaudit.ui.review import Review
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.screens.term_question import Given, RoleQuestion, Said, TermQuestion
from assetaudit.ui.term_lines import TITLES, PersonRow, Row, TermRow, row_detail, row_line, term_rows
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.status import KeysLine


class TermsPage(ListPage[Row]):
    """Terms above, people beneath; Enter changes the marked row."""

    WHERE: ClassVar[tuple[str, ...]] = ("terms", "page")
    TITLE_TEXT = "Terms and people"

    def __init__(self, audit: str) -> None:
        super().__init__(audit, row_line, row_detail, empty=say("Listing ..."))

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Row]) -> None:
        if isinstance(message.item, TermRow):
            self.change_term(message.item)
        else:
            self.change_person(message.item)

    def change_term(self, row: TermRow) -> None:
        """Ask for another value."""
        raise NotImplementedError

    def change_person(self, row: PersonRow) -> None:
        """Ask for another role."""
        raise NotImplementedError

    def action_change(self) -> None:
        """Change the marked row."""
        self.query_one(Choice).action_choose()

    def action_person(self) -> None:
        """Name somebody and their role."""
        raise NotImplementedError

    def action_remove(self) -> None:
        """Take the marked person's role away."""
        raise NotImplementedError

    def action_key(self) -> None:
        """Your personal key."""
        from assetaudit.ui.screens.key import KeyQuestion

        self.app.push_screen(KeyQuestion(), lambda _: self.fill())


class TermsScreen(TermsPage):
    """Of an audit that is open: what is fixed stays, what is changed is an event."""

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__(audit)
        self.review = review

    def on_mount(self) -> None:
        """List; a role is not taken away after the start."""
        super().on_mount()
        self.query_one(KeysLine).without(("remove",))

    def fill(self) -> None:
        """Read terms and people."""
        self.in_turn("read the terms", self.review.terms.sheet, then=self._show)

    def _show(self, sheet: TermsSheet) -> None:
        others = [one for one in sheet.members if one.user != sheet.me.user]
        self.remark(_me_told(sheet.me))
        people = [_person(sheet.me, sheet, mine=True)] if sheet.me.name else []
        self.query_one(Choice).show([*term_rows(sheet.now, sheet), *people, *(_person(one, sheet) for one in others)])

    def change_term(self, row: TermRow) -> None:
        """Another value with its reason; what cannot be changed any more is told at once."""
        sheet = row.sheet
        if sheet is None:
            return
        if is_fixed(row.name):
            told = say("{term} can only be set before the first scan.", term=say(TITLES[row.name]))
            self.app.tell(told, severe=True)
        elif self._may_change(sheet):
            question = TermQuestion(row.name, row.value, self.review.terms.check, later=True)
            self.app.push_screen(question, lambda said: self._set(row.name, said))

    def _may_change(self, sheet: TermsSheet) -> bool:
        if sheet.me.no_terms:
            self.app.tell(f"{say('May not change the terms:')} {sentence(sheet.me.no_terms)}", severe=True)
        return not sheet.me.no_terms

    def _set(self, name: str, said: Said | None) -> None:
        if said is not None:
            desk = self.review.terms
            self.in_turn("change a term", lambda: desk.set(name, said.value, said.why), then=self.done)

    def change_person(self, row: PersonRow) -> None:
        """Give that person a role."""
        if row.sheet is not None and self._may_change(row.sheet):
            self.app.push_screen(RoleQuestion(row.name, later=True), self._give)

    def action_person(self) -> None:
        """Give somebody a role."""
        marked = self.query_one(Choice).marked
        if marked is not None and marked.sheet is not None and self._may_change(marked.sheet):
            self.app.push_screen(RoleQuestion(later=True), self._give)

    def action_remove(self) -> None:
        """A role is not taken away after the start."""
        self.app.tell(say("A role that was given stays; whoever gave it takes that back with undo in the queue."))

    def _give(self, given: Given | None) -> None:
        if given is not None:
            desk = self.review.terms
            self.in_turn("give a role", lambda: desk.give(given.person, given.role, given.why), then=self.done)


class DraftTermsScreen(TermsPage):
    """Of an audit that is not open yet: everything can be set, and nothing is written."""

    def __init__(self, audit: str, draft: Draft, kept: Callable[[Draft], None]) -> None:
        super().__init__(audit)
        self.draft = draft
        self._kept = kept
        """Hears every change."""

    def fill(self) -> None:
        """Look who has a key."""
        names = {name for name, _ in self.draft.people}
        self.work("look for keys", lambda: self.workspace.signing(names), then=self._show)

    def _show(self, signing: Any) -> None:  # noqa: ANN401 - a worker's result
        self.remark(say("fixed when the audit is opened"))
        people = [PersonRow(name, role, name in signing) for name, role in self.draft.people]
        self.query_one(Choice).show([*term_rows(self.draft.terms), *people])

    def _keep(self, draft: Draft) -> None:
        self.draft = draft
        self._kept(draft)
        self.fill()

    def change_term(self, row: TermRow) -> None:
        """Another value; yes and no change at once."""
        if isinstance(row.value, bool):
            self._set(row.name, Said(not row.value))
        else:
            question = TermQuestion(row.name, row.value, self.workspace.check_filter, later=False)
            self.app.push_screen(question, lambda said: self._set(row.name, said))

    def _set(self, name: str, said: Said | None) -> None:
        if said is not None:
            self._keep(replace(self.draft, terms=self.draft.terms.changed({name: said.value})))

    def change_person(self, row: PersonRow) -> None:
        """Another role, or none."""
        self.app.push_screen(RoleQuestion(row.name, later=False), lambda given: self._add(given, instead=row))

    def action_person(self) -> None:
        """Name somebody and their role."""
        self.app.push_screen(RoleQuestion(later=False), self._add)

    def _add(self, given: Given | None, instead: PersonRow | None = None) -> None:
        if given is None:
            return
        gone = None if instead is None else (instead.name, instead.role)
        people = [one for one in self.draft.people if one != gone]
        self._keep(replace(self.draft, people=tuple(dict.fromkeys([*people, (given.person, given.role.value)]))))

    def action_remove(self) -> None:
        """Take the marked person's role away."""
        row = self.query_one(Choice).marked
        if isinstance(row, PersonRow):
            people = tuple(one for one in self.draft.people if one != (row.name, row.role))
            self._keep(replace(self.draft, people=people))


def _person(member: Member, sheet: TermsSheet, *, mine: bool = False) -> PersonRow:
    return PersonRow(member.name, signs=bool(member.key), member=member, sheet=sheet, mine=mine)


def _me_told(me: Member) -> str:
    """What whoever works here may do, in a few words."""
    if not me.name:
        return say("write your name in the settings first")
    decide = say("may not decide") if me.no_decision else say("may decide")
    approve = say("may not approve") if me.no_approval else say("may approve")
    return f"{me.name}: {decide}, {approve}"

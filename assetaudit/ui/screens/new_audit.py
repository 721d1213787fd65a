"""Opening an audit: which places, which assets, blind or not; its terms are frozen when it is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, say_as, say_many
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.model.terms import Role
from assetaudit.review.terms_sheet import Draft
from assetaudit.ui.commands import key_of
from assetaudit.ui.notes import ScopeCount
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit


@dataclass(frozen=True, slots=True)
class Branch:
    """One place of the tree as it is shown."""

    place: Place
    kind: str
    assets: int
    inner: bool
    """Whether there are places in it."""
    open: bool = False

    @property
    def depth(self) -> int:
        """How far it is indented."""
        return len(self.place.nodes) - 1


class NewAuditScreen(Page[None]):
    """Name and filter above, the tree of places beneath."""

    WHERE: ClassVar[tuple[str, ...]] = ("new_audit", "page")
    TITLE_TEXT = "New audit"
    CSS_PATH = "new_audit.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.scope: dict[Place, None] = {}
        self.blind = False
        self.draft = Draft()
        """People and terms; nobody is named until somebody looks at them."""
        self._register: Register | None = None
        self._warned: tuple[tuple[Place, ...], str] | None = None
        """Places and filter of which a person was told that nothing meets them."""

    def body(self) -> Iterable[Widget]:
        """Fields, tree, count."""
        yield Text([[Part(say("Name"), "bold")]])
        yield Input(f"{self.workspace.clock.now().astimezone():Audit %Y-%m-%d}", id="name", max_length=100)
        such_as = say("such as  {filter}", filter="category = server and cost > 500")
        yield Text([[Part(say("Only assets where"), "bold"), Part(f"  {such_as}", "quiet")]])
        yield Input(placeholder=say("all assets"), id="where", max_length=500)
        yield Text([[Part(say("Places"), "bold"), Part("   " + say("Space chooses, → opens, ← shuts"), "quiet")]])
        yield Choice(self._line, empty=say("Reading the register ..."))
        yield Text(id="count")

    def on_mount(self) -> None:
        """The tree, from the top."""
        self.query_one(Choice).focus()
        self._say(say("Nothing chosen yet."), "")
        self.work("read the places", self._tops, then=self._first)

    def _tops(self) -> Sequence[Branch]:
        self._register = self.workspace.register()
        register = self._register
        return [] if register is None else [_branch(register, info.place) for info in register.tops()]

    def _first(self, tops: Any) -> None:  # noqa: ANN401 - a worker's result
        self.query_one(Choice).show(tops, empty=say("The register has no places."))
        if len(tops) == 1:
            self.action_unfold()

    def _line(self, branch: Branch, width: int) -> Line:
        inside = any(top.holds(branch.place) and top != branch.place for top in self.scope)
        box = "[x]" if branch.place in self.scope else "[·]" if inside else "[ ]"
        fold = "▾ " if branch.open else "▸ " if branch.inner else "  "
        name = f"{'  ' * branch.depth}{box} {fold}{branch.place.nodes[-1]}"
        style = "bold" if branch.place in self.scope or inside else ""
        return [
            Part(fit(name, max(10, width - 26)), style),
            Part(fit(say_as("kind", branch.kind), 10), "quiet"),
            Part(f"{say_many('{n} record', '{n} records', branch.assets):>16}", "quiet"),
        ]

    def action_choose_place(self) -> None:
        """Take the marked place into the scope, or out of it."""
        branch: Branch | None = self.query_one(Choice).marked
        if branch is None:
            return
        if branch.place in self.scope:
            del self.scope[branch.place]
        else:
            kept = [place for place in self.scope if not branch.place.holds(place) and not place.holds(branch.place)]
            self.scope = dict.fromkeys([*kept, branch.place])
        self.query_one(Choice).redraw()
        self._count()

    def action_unfold(self) -> None:
        """Show the places in the marked one."""
        branch: Branch | None = self.query_one(Choice).marked
        if branch is None or branch.open or not branch.inner:
            return
        self.work("read the places", lambda: (branch, self._inside(branch.place)), then=self._unfolded)

    def _inside(self, place: Place) -> Sequence[Branch]:
        register = self._register
        if register is None:
            return []
        depth = len(place.nodes) + 1
        return [_branch(register, info.place) for info in register.places_in(place) if len(info.place.nodes) == depth]

    def _unfolded(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        branch, inside = result
        choice: Choice[Branch] = self.query_one(Choice)
        rows = list(choice.items)
        at = rows.index(branch)
        choice.show([*rows[:at], replace(branch, open=True), *inside, *rows[at + 1 :]])

    def action_fold(self) -> None:
        """Hide the places in the marked one, or go to the one above."""
        choice: Choice[Branch] = self.query_one(Choice)
        branch = choice.marked
        if branch is None:
            return
        rows = list(choice.items)
        if not branch.open:
            above = next((n for n, row in enumerate(rows) if row.place == branch.place.parent), choice.mark)
            choice.show(rows, mark=above)
            return
        kept = [row for row in rows if row is branch or not branch.place.holds(row.place)]
        choice.show([replace(row, open=False) if row is branch else row for row in kept], mark=kept.index(branch))

    def action_blind(self) -> None:
        """Blind: the walk does not show what is expected."""
        self.blind = not self.blind
        self._count()

    def action_terms(self) -> None:
        """What is fixed for the review before the first scan, and who may do what."""
        from assetaudit.ui.screens.terms import DraftTermsScreen

        person = self.workspace.settings().person
        if person and not self.draft.people:
            self.draft = replace(self.draft, people=((person, Role.COUNTER.value),))
        self.app.push_screen(DraftTermsScreen(self.query_one("#name", Input).value.strip(), self.draft, self._agree))

    def _agree(self, draft: Draft) -> None:
        self.draft = draft
        self._count()

    def action_name_it(self) -> None:
        """Write the name."""
        self.query_one("#name", Input).focus()

    def action_filter(self) -> None:
        """Write the filter."""
        self.query_one("#where", Input).focus()

    @on(Input.Submitted)
    def _written(self) -> None:
        self.query_one(Choice).focus()
        self._count()

    def _count(self) -> None:
        scope, where = tuple(self.scope), self.query_one("#where", Input).value.strip()
        if not scope:
            self._say(say("Nothing chosen yet."), "")
            return
        self.work("count the assets", lambda: self.workspace.count_scope(scope, where), then=self._counted)

    def _counted(self, count: ScopeCount) -> None:
        names = ", ".join(str(place) for place in self.scope)
        if not count.assets:
            self._say(say("No asset of the register lies there and meets the filter."), names, "bold ink-attention")
            return
        places = say_many("{n} place to sweep", "{n} places to sweep", count.places)
        self._say(say("{n} assets to account for in {places}", n=count.assets, places=places), names)

    def _say(self, text: str, names: str, style: str = "bold") -> None:
        blind = say("blind: what is expected stays hidden" if self.blind else "not blind")
        rows: list[Line] = [[Part(text, style), Part(f" · {blind}", "quiet")], [Part(names, "quiet")]]
        self.query_one("#count", Text).say([*rows, [Part(self._terms_told(), "quiet")]])

    def _terms_told(self) -> str:
        """People and terms in one line."""
        changed = len(self.draft.terms.to_dict())
        terms = say_many("{n} term of its own", "{n} terms of its own", changed) if changed else say("terms as usual")
        people = ", ".join(f"{name} {say(role)}" for name, role in self.draft.people)
        return " · ".join(filter(None, (terms, people)))

    def action_create(self) -> None:
        """Freeze the terms and open the audit."""
        name = self.query_one("#name", Input).value.strip()
        scope, where = tuple(self.scope), self.query_one("#where", Input).value.strip()
        if not scope or not name:
            self.app.tell(say("Choose at least one place with Space, and give the audit a name."), severe=True)
            return
        person = self.workspace.settings().person
        user = self.workspace.user(person) if person else ""

        def create() -> str:
            if self._warned != (scope, where) and not self.workspace.count_scope(scope, where).assets:
                return ""
            self.workspace.create_audit(name, scope, where=where, blind=self.blind, user=user, draft=self.draft)
            return name

        self.finish("open the audit", create, then=lambda made: self._created(made, (scope, where)))

    def _created(self, name: str, asked: tuple[tuple[Place, ...], str]) -> None:
        if name:
            self.dismiss(None)
            self.app.begin(name)
            return
        self._warned = asked
        told = "No asset of the register lies there and meets the filter: everything scanned would be out of scope."
        again = say("{key} once more opens the audit all the same.", key=key_of("new_audit.create"))
        self.app.tell(f"{say(told)} {again}", severe=True)


def _branch(register: Register, place: Place) -> Branch:
    info = register.place(place)
    depth = len(place.nodes)
    inner = any(len(other.place.nodes) > depth for other in register.places_in(place))
    return Branch(place, info.kind if info else "", register.count_in(place), inner=inner)

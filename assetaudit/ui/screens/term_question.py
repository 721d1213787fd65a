"""Another value of one term of an audit, and who has which role; after the start with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.errors import AssetAuditError, UsageError
from assetaudit.language import say, sentence
from assetaudit.model.terms import Role
from assetaudit.reconcile.where import WhereError
from assetaudit.registers.cells import cents
from assetaudit.review.terms_written import read_terms, written
from assetaudit.ui.screens.page import Question, Result, Text
from assetaudit.ui.term_lines import EXPLAIN, ROLES, TITLES
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit


@dataclass(frozen=True, slots=True)
class Said:
    """A term's value in the form in which events carry it, and why."""

    value: Any
    why: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A person, a role, and why."""

    person: str
    role: Role
    why: str = ""


class Reasoned(Question[Result]):
    """A question whose answer needs its reason once the audit has begun; what is wrong is told below its fields."""

    CSS_PATH = "ask.tcss"

    def __init__(self, *, later: bool) -> None:
        super().__init__()
        self._later = later

    def save(self) -> None:
        """Answer, or tell what is missing."""
        raise NotImplementedError

    def reason_fields(self) -> Iterable[Widget]:
        """Where the reason is asked for, and where trouble is told."""
        if self._later:
            yield Text([(), [Part(say("Why? The report says who changed it, when and why."), "bold")]])
            yield Input(max_length=500, id="why")
        yield Text(id="trouble")

    @property
    def why(self) -> str:
        """The reason as it is written so far; empty where none is asked for."""
        return self.query_one("#why", Input).value.strip() if self._later else ""

    def reasonless(self) -> bool:
        """Whether a reason is needed and missing, which is told then."""
        if missing := self._later and not self.why:
            self.refuse(say("A change needs its reason."), "#why")
        return missing

    def go_on(self) -> None:
        """To the reason, where it is still missing; else to the answer."""
        if self._later and not self.why:
            self.query_one("#why", Input).focus()
        else:
            self.save()

    @on(Input.Submitted, "#why")
    def _reasoned(self) -> None:
        self.save()

    def refuse(self, told: str, field: str) -> None:
        """Tell what is wrong, and go to the field in which it is."""
        self.query_one("#trouble", Text).say([[Part(told, "ink-attention")]])
        self.query_one(field, Input).focus()


class TermQuestion(Reasoned[Said]):
    """A value, and after the start the reason; what cannot be understood is told here, and nothing is lost."""

    KEYS = (("Enter", "save"), ("Tab", "next field"), ("Esc", "back"))

    def __init__(self, name: str, value: Any, check: Callable[[str], None], *, later: bool) -> None:  # noqa: ANN401 - a term's value
        super().__init__(later=later)
        self._term = name
        self._value = value
        self._check = check
        """AssetAuditError for a filter that the register cannot answer."""

    def body(self) -> Iterable[Widget]:
        """Value and reason."""
        yield Text([[Part(say(TITLES[self._term]), "bold")], [Part(say(EXPLAIN[self._term]), "quiet")]])
        if isinstance(self._value, bool):
            choice: Choice[bool] = Choice(_yes_or_no)
            choice.styles.height = 2
            yield choice
        else:
            yield Input(self._written(), id="value", max_length=500)
        yield from self.reason_fields()

    def on_mount(self) -> None:
        """The value first."""
        if isinstance(self._value, bool):
            self.query_one(Choice).show((True, False), mark=0 if self._value else 1)
            self.query_one(Choice).focus()

    def _written(self) -> str:
        if self._term == "value_limit_cents" and self._value is not None:
            return f"{self._value / 100:.2f}".removesuffix(".00")
        return written(self._term, self._value)

    @on(RowChosen)
    @on(Input.Submitted, "#value")
    def _next(self) -> None:
        self.go_on()

    def save(self) -> None:
        """The value as it is understood, once its filter is checked."""
        if self.reasonless():
            return
        why = self.why
        try:
            value = self._read()
        except WhereError as error:
            self.refuse(sentence(str(error)), "#value")
        except UsageError:
            self.refuse(say("That cannot be understood; write it as said above."), "#value")
        else:
            where = value if self._term == "recount" else ""
            self.work("check the filter", lambda: self._check(where), then=lambda _: self._answer(value, why))

    def _answer(self, value: Any, why: str) -> None:  # noqa: ANN401 - JSON
        self.dismiss(Said(value, why))

    def _read(self) -> Any:  # noqa: ANN401 - JSON
        if isinstance(self._value, bool):
            return self.query_one(Choice).marked
        text = self.query_one("#value", Input).value.strip()
        if self._term == "value_limit_cents" and text.casefold() not in ("", "none", say("none").casefold()):
            text = str(cents(text))
        elif text.casefold() == say("none").casefold():
            text = ""
        return read_terms({self._term: text})[self._term]

    def failed(self, doing: str, error: BaseException) -> None:
        """A filter over a field that no record has is told here."""
        if isinstance(error, AssetAuditError):
            self.refuse(sentence(str(error)), "#value")
        else:
            super().failed(doing, error)


class RoleQuestion(Reasoned[Given]):
    """Who, which role, and after the start why."""

    KEYS = (("Enter", "go on, then save"), ("Tab", "next field"), ("Esc", "back"))

    def __init__(self, person: str = "", *, later: bool) -> None:
        super().__init__(later=later)
        self._person = person

    def body(self) -> Iterable[Widget]:
        """Name, role, reason."""
        yield Text([[Part(say("Who? The name as it stands in reports"), "bold")]])
        yield Input(self._person, id="person", max_length=200)
        yield Text([(), [Part(say("Which role?"), "bold")]])
        choice: Choice[Role] = Choice(_role_line)
        choice.styles.height = len(Role)
        yield choice
        yield from self.reason_fields()

    def on_mount(self) -> None:
        """The name first, where it is not known."""
        self.query_one(Choice).show(tuple(Role))
        (self.query_one(Choice) if self._person else self.query_one("#person", Input)).focus()

    @on(Input.Submitted, "#person")
    def _named(self) -> None:
        self.query_one(Choice).focus()

    @on(RowChosen)
    def _chosen(self) -> None:
        self.go_on()

    def save(self) -> None:
        """The person and the role, where both are said."""
        person = " ".join(self.query_one("#person", Input).value.split())
        role: Role | None = self.query_one(Choice).marked
        if not person:
            self.refuse(say("A role needs somebody who has it."), "#person")
        elif not self.reasonless() and role is not None:
            self.dismiss(Given(person, role, self.why))


def _yes_or_no(value: bool, width: int) -> Line:  # noqa: FBT001 - a row
    return [Part(fit(say("yes") if value else say("no"), width))]


def _role_line(role: Role, width: int) -> Line:
    return [Part(fit(say(role.value), 12), "bold"), Part(fit(say(ROLES[role]), max(10, width - 12)), "quiet")]

"""How the terms of an audit, the people in it and what they may not do are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assetaudit.language import say, sentence
from assetaudit.language.figures import amount, decimal, moment
from assetaudit.model.terms import DEFAULT_TERMS, ReviewTerms, Role
from assetaudit.model.verdict import Tone
from assetaudit.reports.words import MEASURE_TITLES
from assetaudit.review.terms_sheet import Member, TermChange, TermsSheet, is_fixed
from assetaudit.review.terms_written import WRITTEN_TERMS
from assetaudit.ui.widgets.lines import Line, Part, fit, ink

TITLES = {
    "two_persons": "Two persons",
    "second_search": "Second search",
    "value_limit_cents": "Value limit",
    "recount": "Recount rule",
    "tolerable": "Tolerable rates",
    "confidence": "Confidence of samples",
    "attributes": "Attributes checked",
    "pace": "Pace of people",
}
EXPLAIN = {
    "two_persons": "A decision counts only when another person, who did not count, has approved it.",
    "second_search": "Nothing is written off before another person has searched for it everywhere else.",
    "value_limit_cents": "From this book value a write-off needs two approvers. Write a sum such as 5000, or none.",
    "recount": "What meets this filter is recounted by another person before it is written off: cost > 5000.",
    "tolerable": "Percent of deviations that are tolerable, by measure: existence:2, place_rack:5.",
    "confidence": "How sure the conclusions of samples are, in percent, such as 95.",
    "attributes": "What is checked of each asset, with commas between; the report says so.",
    "pace": "Whether questions are asked about the pace of single people.",
}
ROLES = {
    Role.COUNTER: "walks and scans; who counts does not approve",
    Role.MANAGER: "decides; where there is a manager, only managers do",
    Role.APPROVER: "approves what others decided, and has not counted",
}
_TITLE = 23
_KEY = 16
"""Digits of a key by which people tell it apart."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term."""

    name: str
    value: Any
    sheet: TermsSheet | None = None
    """Of an audit that is open."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person: of an audit that is open what is known of them, else a name with one role."""

    name: str
    role: str = ""
    signs: bool = False
    member: Member | None = None
    sheet: TermsSheet | None = None
    mine: bool = False


Row = TermRow | PersonRow


def term_rows(terms: ReviewTerms, sheet: TermsSheet | None = None) -> list[Row]:
    """Every term that people write, in a fixed order."""
    return [TermRow(name, getattr(terms, name), sheet) for name in WRITTEN_TERMS]


def term_told(name: str, value: Any) -> str:  # noqa: ANN401 - a term's value
    """A term's value as people read it."""
    match value:
        case bool():
            return say("yes") if value else say("no")
        case int():
            return amount(value) if name == "value_limit_cents" else _percent(value)
        case None | "" | ():
            return say("none")
        case tuple():
            return ", ".join(_rate_told(*one) if name == "tolerable" else say(one) for one in value)
    return str(value)


def _rate_told(measure: str, rate: int) -> str:
    return f"{say(MEASURE_TITLES.get(measure, measure))} {_percent(rate)}"


def _percent(hundredths: int) -> str:
    places = 2 if hundredths % 10 else 1 if hundredths % 100 else 0
    return f"{decimal(hundredths / 100, places)} %"


def row_line(row: Row, width: int) -> Line:
    """One line of the page."""
    if isinstance(row, TermRow):
        changed = row.sheet is not None and any(not one.refused for one in row.sheet.changes_of(row.name))
        told = f"{term_told(row.name, row.value)}{'  ' + say('changed since the start') if changed else ''}"
        other = row.value != getattr(DEFAULT_TERMS, row.name)
        style = "bold ink-attention" if changed else "bold" if other else ""
        return [Part(fit(say(TITLES[row.name]), _TITLE)), Part(fit(told, width - _TITLE), style)]
    mine = f" ({say('you')})" if row.mine else ""
    told = ", ".join(_person_told(row))
    return [Part(fit(f"{row.name}{mine}", _TITLE), "bold"), Part(fit(told, width - _TITLE))]


def _person_told(row: PersonRow) -> list[str]:
    signs = say("signs with a key") if row.signs else say("name declared")
    if row.member is None:
        return [say(row.role), signs]
    roles = [say(role) for role in row.member.roles] or [say("no role")]
    counted = [say("counted")] if row.member.counted else []
    cannot = [say("does not approve")] if row.member.no_approval else []
    return [*roles, *counted, *cannot, signs]


def row_detail(row: Row) -> list[Line]:
    """Everything about one row."""
    return _term_detail(row) if isinstance(row, TermRow) else _person_detail(row)


def _term_detail(row: TermRow) -> list[Line]:
    rows: list[Line] = [
        [Part(f"{say(TITLES[row.name])}: ", "bold"), Part(term_told(row.name, row.value), "bold")],
        [Part(say(EXPLAIN[row.name]), "quiet")],
    ]
    if row.sheet is None:
        return rows
    changes = list(row.sheet.changes_of(row.name))
    if changes:
        fixed = term_told(row.name, getattr(row.sheet.fixed, row.name))
        rows.append([Part(say("Before the first scan it was fixed as {value}.", value=fixed))])
    rows += [_change_line(one, f"{_changed_to(row.name, one)} ") for one in reversed(changes)]
    if is_fixed(row.name):
        rows.append([Part(say("It was fixed before the first scan, and nobody can change it now."), "quiet")])
    return rows


def _changed_to(name: str, change: TermChange) -> str:
    try:
        return term_told(name, getattr(DEFAULT_TERMS.changed({name: change.values[name]}), name))
    except (KeyError, TypeError, ValueError):
        return str(change.values[name])


def _change_line(change: TermChange, what: str) -> Line:
    vouched = say("signed") if change.signed else say("name declared")
    when = moment(datetime.fromtimestamp(change.wall / 1000, UTC).isoformat(timespec="minutes"))
    line = [Part(what, "bold"), Part(f"{when} · {change.by} ({vouched}): {change.why}")]
    if change.refused:
        line.append(Part(f"  {say('Does not count:')} {sentence(change.refused)}", ink(Tone.ATTENTION)))
    return line


def _person_detail(row: PersonRow) -> list[Line]:
    member = row.member
    if member is None:
        rows: list[Line] = [[Part(f"{row.name}: {say(row.role)}", "bold")], [Part(say(ROLES[Role(row.role)]), "quiet")]]
        return [*rows, [Part(_vouched(signs=row.signs, key=""), "quiet")]]
    rows = [[Part(", ".join([row.name, *(say(role) for role in member.roles)]), "bold")]]
    rows += [
        _may(say("May not decide:") if member.no_decision else say("May decide."), member.no_decision),
        _may(
            say("May not approve:") if member.no_approval else say("May approve what others decided."),
            member.no_approval,
        ),
        _may(say("May not change the terms:") if member.no_terms else say("May change the terms."), member.no_terms),
    ]
    rows.append([Part(_vouched(signs=bool(member.key), key=member.key), "quiet")])
    changes = list(row.sheet.roles_of(row.name)) if row.sheet is not None else []
    return rows + [_change_line(one, f"{say(one.role)} ") for one in reversed(changes)]


def _may(what: str, why: str) -> Line:
    tone = Tone.ATTENTION if why else Tone.RIGHT
    return [Part(f"{what} ", f"bold {ink(tone)}"), Part(sentence(why), ink(tone))]


def _vouched(*, signs: bool, key: str) -> str:
    if not signs:
        return say("The name is declared: no key signs what is done under it.")
    told = say("Signs with a personal key; what is not signed with it counts for nothing.")
    return f"{told} {key[:_KEY]}…" if key else told


def cannot_decide(me: Member) -> list[Line]:
    """Why somebody may not decide, before they try it; nothing where they may."""
    return (
        [[Part(f" {say('You may not decide:')} {sentence(me.no_decision)}", ink(Tone.ATTENTION))]]
        if me.no_decision
        else []
    )

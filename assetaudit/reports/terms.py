"""The terms of an audit as label and text: scope, period, register, control total, frame, people."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.language import say, say_as, say_many
from assetaudit.language.figures import whole
from assetaudit.model.frame import SourceInfo
from assetaudit.reconcile.bridge import Bridge
from assetaudit.reports.figures import coverage_states
from assetaudit.reports.report import AuditReport, Person
from assetaudit.reports.theme import Audience
from assetaudit.reports.words import COVERAGE_SIGNS, money, said, shown, time_of

_SOURCES = 3
"""Sources told in the terms; all of them stand in the chapter of the population."""
Fact = tuple[str, str]


def title_of(report: AuditReport) -> str:
    """What the document is called."""
    return say("Physical asset audit: {name}", name=shown(report.frame.name))


def state_of(report: AuditReport) -> Fact:
    """A sign and a sentence: whether the audit is complete, and what it lacks."""
    later = ""
    if report.later:
        one, many = (
            "1 event came after the closing, see the addendum.",
            "{n} events came after the closing, see the addendum.",
        )
        later = say_many(one, many, report.later) + " "
    if report.complete:
        closed = say("Closed and complete: every planned place was examined.")
        return "✓", later + (closed if report.closed else say("Still open, and every planned place was examined."))
    state = say("Closed, not complete.") if report.closed else say("Still open, not complete.")
    first = said(report.troubles[0]) if report.troubles else say("Some planned places were not examined.")
    rest = len(report.troubles) - 1
    more = " " + say_many("And 1 more reason.", "And {n} more reasons.", rest) if rest > 0 else ""
    return "!", f"{later}{state} {first}{more}"


def facts(report: AuditReport) -> tuple[Fact, ...]:
    """What stands beside the title, in the order in which an auditor asks for it; less for who walks."""
    short = report.audience is Audience.TECHNICIAN
    return (
        (say("Scope"), _scope(report)),
        (say("Period"), _period(report)),
        *(() if short else _fixed(report)),
        (say("People"), people_text(report.people)),
    )


def _scope(report: AuditReport) -> str:
    frame = report.frame
    scope = ", ".join(shown(str(place)) for place in frame.scope) or say("everything")
    where = say("only records where {filter}", filter=shown(frame.where)) if frame.where else say("all records")
    blind = say("Blind: what was expected was hidden from the technicians.") if frame.blind else ""
    return f"{scope}; {where}. {blind}".rstrip()


def _period(report: AuditReport) -> str:
    opened = time_of(report.opened)
    if report.closed:
        return say("{opened} to {closed}", opened=opened, closed=time_of(report.closed))
    return say("{opened}, still open", opened=opened)


def _fixed(report: AuditReport) -> Iterator[Fact]:
    sources = report.frame.sources
    if report.closing:
        yield (say("Closing"), said(report.closing))
    yield from ((say("Register"), source_text(source)) for source in sources[:_SOURCES])
    if len(sources) > _SOURCES:
        more = len(sources) - _SOURCES
        yield (
            "",
            say_many(
                "and 1 more source, in the chapter of the population",
                "and {n} more sources, in the chapter of the population",
                more,
            ),
        )
    yield (say("Control total"), control_text(report))
    yield (say("Frame"), say("{hash} (SHA-256 of all that was fixed at the start)", hash=report.frame_hash))


def decisions_of(report: AuditReport) -> str:
    """How far the decisions are, in one sentence."""
    return said(report.decisions) or say("No decisions have been recorded yet.")


def unexamined(report: AuditReport, most: int | None = None) -> Iterator[Fact]:
    """A sign and a sentence for each state and reason of places that were not closed, with at most so many places."""
    for state, reason, places in coverage_states(report.coverage):
        why = f"{say(state)}: {reason}" if reason else say(state)
        number = f" ({say('{n} places', n=whole(len(places)))})" if len(places) > 1 else ""
        more = ", ..." if most and len(places) > most else ""
        yield COVERAGE_SIGNS.get(state, "·"), f"{why}{number} – {', '.join(places[:most])}{more}"


def source_text(source: SourceInfo) -> str:
    """One source of the register: what was read, when, and what became of its rows."""
    name = shown(source.source) + (f", {shown(source.file)}" if source.file else "")
    return say(
        "{name}, extracted {when}: {read} rows read, {rejected} rejected, {filtered} filtered out, {records} records",
        name=name,
        when=time_of(source.extracted),
        read=whole(source.rows_read),
        rejected=whole(source.rejected),
        filtered=whole(source.filtered),
        records=whole(source.records),
    )


def control_text(report: AuditReport) -> str:
    """The register's total book value, held against the control totals that were entered."""
    sources = report.frame.sources
    total = sum(source.cost_cents for source in sources)
    value = say("{value} book value in the register", value=money(total, report.currency))
    entered = [source for source in sources if source.control_cents is not None]
    if not entered:
        return f"{value}; {say('no control total was entered')}"
    apart = [source for source in entered if source.control_cents != source.cost_cents]
    if apart:
        return "; ".join((value, *map(_apart, apart)))
    if len(entered) == len(sources):
        return f"{value}; {say('equals the control total')}"
    return f"{value}; {say('equals the control total of {n} sources', n=len(entered))}"


def bridge_text(found: Bridge, counted: int) -> str:
    """Every asset of the register once: those of the population, and for what reason each of the others is none."""
    parts = [(counted, say("of the population")), (found.population - counted, say("found to be somebody else's"))]
    parts += [(number, say_as("aside", one.value)) for one, number in found.asides.items()]
    told = ", ".join(f"{whole(number)} {word}" for number, word in parts if number)
    return say_many("1 asset: {parts}", "{n} assets: {parts}", found.registered, n=whole(found.registered), parts=told)


def people_text(people: tuple[Person, ...]) -> str:
    """Names as declared, with their roles."""
    named = [f"{shown(person.name or person.user)} ({role_word(person.role)})" for person in people]
    return say("as declared: {people}", people=", ".join(named)) if named else say("nobody has scanned yet")


def role_word(role: str) -> str:
    """A role as the frame gives it."""
    return say(shown(role)) if role else say("no role")


def person_text(person: Person) -> str:
    """Somebody who took part, down to the id that events carry."""
    name = shown(person.name) or say("no name")
    return say("{name}, {role}, id {id}", name=name, role=role_word(person.role), id=shown(person.user))


def _apart(source: SourceInfo) -> str:
    return say(
        "{source} differs from its control total {control} by {difference}",
        source=shown(source.source),
        control=money(source.control_cents or 0),
        difference=money(source.cost_cents - (source.control_cents or 0)),
    )

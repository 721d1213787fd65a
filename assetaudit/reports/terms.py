"""The terms of an audit as label and text: scope, period, register, control total, frame, people."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.frame import SourceInfo
from assetaudit.reports.figures import coverage_states
from assetaudit.reports.report import AuditReport, Person
from assetaudit.reports.words import COVERAGE_SIGNS, count, moment, money, shown

_SOURCES = 3
"""Sources told in the terms; all of them stand in the register section."""


def state_of(report: AuditReport) -> tuple[str, str]:
    """A sign and a sentence: whether the audit is complete, and what it lacks."""
    closed = "Closed" if report.closed else "Still open"
    if report.later:
        events = "1 event" if report.later == 1 else f"{count(report.later)} events"
        closed = f"{events} came after the closing, see the addendum. {closed}"
    if report.complete:
        return "✓", f"{closed} and complete: every planned place was examined."
    first = shown(report.troubles[0]) if report.troubles else "Some planned places were not examined."
    rest = len(report.troubles) - 1
    more = f" And {rest} more {'reason' if rest == 1 else 'reasons'}." if rest > 0 else ""
    return "!", f"{closed}, not complete. {first}{more}"


def facts(report: AuditReport) -> tuple[tuple[str, str], ...]:
    """What stands beside the title, in the order in which an auditor asks for it."""
    frame = report.frame
    scope = ", ".join(shown(str(place)) for place in frame.scope) or "everything"
    where = f"; only records where {shown(frame.where)}" if frame.where else "; all records"
    blind = " Blind: what was expected was hidden from the technicians." if frame.blind else ""
    return (
        ("SCOPE", f"{scope}{where}.{blind}"),
        ("PERIOD", f"{moment(report.opened)} to {moment(report.closed)}" if report.closed else _open_since(report)),
        *((("CLOSING", shown(report.closing)),) if report.closing else ()),
        *(("REGISTER", source_text(source)) for source in frame.sources[:_SOURCES]),
        *_more_sources(report),
        ("CONTROL TOTAL", control_text(report)),
        ("FRAME", f"{report.frame_hash} (SHA-256 of all that was fixed at the start)"),
        ("PEOPLE", people_text(report.people)),
    )


def unexamined(report: AuditReport, most: int | None = None) -> Iterator[tuple[str, str]]:
    """A sign and a sentence for each state and reason of places that were not closed, with at most so many places."""
    for state, reason, places in coverage_states(report.coverage):
        why = f"{state}: {reason}" if reason else state
        number = f" ({count(len(places))} places)" if len(places) > 1 else ""
        more = ", ..." if most and len(places) > most else ""
        yield COVERAGE_SIGNS.get(state, "·"), f"{why}{number} – {', '.join(places[:most])}{more}"


def source_text(source: SourceInfo) -> str:
    """One source of the register: what was read, when, and what became of its rows."""
    name = shown(source.source) + (f", {shown(source.file)}" if source.file else "")
    rows = (
        f"{count(source.rows_read)} rows read, {count(source.rejected)} rejected, {count(source.filtered)} filtered out"
    )
    return f"{name}, extracted {moment(source.extracted)}: {rows}, {count(source.records)} records"


def control_text(report: AuditReport) -> str:
    """The register's total book value, held against the control totals that were entered."""
    total = sum(source.cost_cents for source in report.frame.sources)
    value = f"{money(total, report.currency)} book value in the register"
    entered = [source for source in report.frame.sources if source.control_cents is not None]
    if not entered:
        return f"{value}; no control total was entered"
    apart = [source for source in entered if source.control_cents != source.cost_cents]
    if not apart:
        partly = "" if len(entered) == len(report.frame.sources) else f" of {len(entered)} sources"
        return f"{value}; equals the control total{partly}"
    return f"{value}; {'; '.join(_apart(source) for source in apart)}"


def people_text(people: tuple[Person, ...]) -> str:
    """Names as declared, with their roles."""
    named = [f"{shown(person.name or person.user)} ({shown(person.role) or 'no role'})" for person in people]
    return f"as declared: {', '.join(named)}" if named else "nobody has scanned yet"


def _open_since(report: AuditReport) -> str:
    return f"{moment(report.opened)}, still open"


def _more_sources(report: AuditReport) -> tuple[tuple[str, str], ...]:
    more = len(report.frame.sources) - _SOURCES
    return (("", f"and {more} more sources, in section 8"),) if more > 0 else ()


def _apart(source: SourceInfo) -> str:
    difference = source.cost_cents - (source.control_cents or 0)
    control = money(source.control_cents or 0)
    return f"{shown(source.source)} differs from its control total {control} by {money(difference)}"

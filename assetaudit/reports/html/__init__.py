"""The report as one HTML file that can be read offline and sent by mail: no scripts, no links out, nothing loaded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from assetaudit.model.finding import Outcome
from assetaudit.reports.figures import Figure, Tally, bases, figure, headlines, measure_rows, tally
from assetaudit.reports.html.markup import STYLE, room_bars, signed, table, tag
from assetaudit.reports.report import AuditReport
from assetaudit.reports.rows import DISCREPANCIES, UNRECORDED, FindingRow, all_rows, rows_by_place
from assetaudit.reports.terms import facts, source_text, state_of, unexamined
from assetaudit.reports.words import (
    COVERAGE_SIGNS,
    GROUPS,
    count,
    money,
    percent,
    short_hash,
    shown,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(report: AuditReport, file: BinaryIO) -> None:
    """UTF-8, written as it comes; the same facts and clock make the same bytes."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
    text.writelines(_document(report))
    text.flush()
    text.detach()


def _document(report: AuditReport) -> Iterator[str]:
    told = tally(report)
    title = f"Physical asset audit: {shown(report.frame.name)}"
    yield f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{tag("title", title)}\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>{STYLE}</style>\n</head>\n<body>\n"
    yield from _first_page(report, told)
    yield from _figures(report)
    yield from _coverage(report)
    yield from _findings(report, told)
    yield from _register(report)
    yield from _themes(report)
    made = f"{report.program}, audit {shown(report.audit)}, made {report.generated:%Y-%m-%d %H:%M} UTC"
    yield f"{tag('footer', made)}\n</body>\n</html>\n"


def _first_page(report: AuditReport, told: Tally) -> Iterator[str]:
    sign, sentence = state_of(report)
    yield f"<header>{tag('p', 'Physical asset audit', 'kind')}{tag('h1', shown(report.frame.name))}"
    yield f"{tag('p', f'{sign} {sentence}', 'state')}\n<dl>"
    yield from (f"{tag('dt', label.capitalize())}{tag('dd', text)}\n" for label, text in facts(report))
    yield f"</dl></header>\n<div class=cards>{''.join(map(_card, headlines(report)))}</div>\n"
    yield f"<h2>Not examined, and why</h2>\n{''.join(_unexamined(report, told))}"
    yield f"<h2>Rooms by outcome</h2>\n{room_bars(told.rooms)}"
    columns = ("Room", *(f"{group.sign} {group.word}" for group in GROUPS), "all")
    yield from table(columns, ((room.room, *map(count, room.counts), count(room.total)) for room in told.rooms))
    yield f"<h2>All outcomes</h2>\n<ul>{''.join(_outcomes(report))}</ul>\n"
    yield f"<p><b>Decisions:</b> {tag('span', shown(report.decisions))}</p>\n<div class=signers>"
    for role in ("Technician", "Asset manager", "Auditor"):
        yield f"<div><b>{role}</b><i>Name, date, signature</i></div>"
    yield "</div>\n"


def _outcomes(report: AuditReport) -> Iterator[str]:
    for outcome in Outcome:
        yield f"<li>{tag('span', signed(outcome))}{tag('b', count(report.counts.get(outcome, 0)))}</li>\n"


def _card(told: Figure) -> str:
    return f"<div>{tag('b', told.title)}{tag('strong', told.percent)}{tag('span', told.base)}</div>"


def _unexamined(report: AuditReport, told: Tally) -> Iterator[str]:
    yield from (tag("p", f"{sign} {text}") + "\n" for sign, text in unexamined(report))
    if told.unexamined:
        reasons = "; ".join(f"{count(assets)} {reason}" for reason, assets in told.unexamined)
        yield tag("p", f"Assets not examined, so neither found nor missing: {reasons}.") + "\n"
    elif all(part.state == "closed" for part in report.coverage):
        yield tag("p", "Everything that was planned was examined.") + "\n"


def _figures(report: AuditReport) -> Iterator[str]:
    names = bases(report)
    yield "<h2>Figures and their bases</h2>\n<p>As a whole and by basis: how the things were seen.</p>\n"
    yield from table(("Figure", "Share", "Base", *names), _figure_rows(report))


def _figure_rows(report: AuditReport) -> Iterator[tuple[str, ...]]:
    for row in measure_rows(report):
        told = row.figure
        amount = money if told.name == "value_missing" else count
        parts = (
            f"{percent(part)} ({amount(part.num)} of {amount(part.den)})" if part and part.den else ""
            for part in row.parts
        )
        yield (told.title, told.percent, told.base, *parts)


def _coverage(report: AuditReport) -> Iterator[str]:
    yield "<h2>Coverage</h2>\n"
    rows = (
        (
            f"{COVERAGE_SIGNS.get(part.state, '?')} {part.state}",
            shown(part.place),
            shown(part.side) or "all",
            shown(part.reason),
            count(part.expected),
            count(part.seen),
            count(part.left),
        )
        for part in report.coverage
    )
    yield from table(("State", "Place", "Side", "Why not", "Expected", "Seen", "Left"), rows)


_THING = ("Outcome", "Asset", "Serial", "Device", "Name, owner", "Expected", "Found", "Basis", "Why", "Evidence")


def _findings(report: AuditReport, told: Tally) -> Iterator[str]:
    yield "<h2>Discrepancies by place</h2>\n"
    yield from table(_THING, map(_thing, rows_by_place(report, DISCREPANCIES)), "There are no discrepancies.")
    base = figure(report, "value_missing").base
    without = f" {count(told.missing_without_value)} have no book value." if told.missing_without_value else ""
    yield f"<h2>Not located, value at risk</h2>\n{tag('p', f'{base[0].upper()}{base[1:]}.{without}')}\n"
    missing = rows_by_place(report, (Outcome.MISSING,))
    yield from table(_MISSING, map(_missing, missing), "Everything expected in a closed place was located.")
    yield "<h2>Unrecorded and unreadable</h2>\n"
    unrecorded = rows_by_place(report, UNRECORDED)
    yield from table(_THING, map(_thing, unrecorded), "Everything that was seen has a record and a label.")
    yield "<h2>Every finding and its evidence</h2>\n"
    yield tag("p", "Events by their first digits; the CSV and XLSX reports have them in full.") + "\n"
    yield from table(_THING, map(_thing, all_rows(report)), "No findings.")


def _thing(row: FindingRow) -> tuple[str, ...]:
    names = ", ".join(part for part in (row.name, row.owner) if part)
    also = f"; also {row.also}" if row.also else ""
    basis = f"{row.basis}, low confidence" if row.confidence == "low" else row.basis
    found = row.found_text or "–"
    events = " ".join(map(short_hash, row.evidence)) or "none"
    outcome = signed(row.outcome) + also
    return (outcome, row.title, row.serial, row.device, names, row.expected or "–", found, basis, row.why, events)


_MISSING = ("Asset", "Serial", "Device", "Owner", "Expected", "May be one of", "Book value")


def _missing(row: FindingRow) -> tuple[str, ...]:
    value = "not known" if row.cost_cents is None else money(row.cost_cents)
    return (row.title, row.serial, row.device, row.owner, row.expected, row.maybe, value)


def _themes(report: AuditReport) -> Iterator[str]:
    for theme in report.themes:
        yield f"{tag('h2', theme.title)}\n{tag('p', theme.lead)}\n"
        columns = tuple(title for title, _ in theme.columns)
        yield from table(columns, (tuple(map(shown, row)) for row in theme.rows()), theme.empty)


def _register(report: AuditReport) -> Iterator[str]:
    yield "<h2>Register, rules and logs</h2>\n"
    yield from table(("What", "As fixed or recorded"), _fixed(report))


def _fixed(report: AuditReport) -> Iterable[tuple[str, str]]:
    frame = report.frame
    yield ("Frame", report.frame_hash)
    yield ("Register version", shown(frame.register))
    for source in frame.sources:
        yield ("Source", f"{source_text(source)}; SHA-256 {shown(source.sha256) or 'not known'}")
    yield ("Rules", ", ".join(f"{shown(rule)} {version}" for rule, version in frame.rules) or "none")
    for trouble in report.troubles:
        yield ("Not complete", shown(trouble))
    for person in report.people:
        yield (
            "Person",
            f"{shown(person.name) or 'no name'}, {shown(person.role) or 'no role'}, id {shown(person.user)}",
        )
    for told in report.keeping:
        yield ("Personal data", shown(told))
    for log in report.logs:
        yield (f"Log of {count(log.seq)} events", f"{log.log} {shown(log.device)} ends in {log.hash}")

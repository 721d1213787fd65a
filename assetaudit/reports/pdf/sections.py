"""The pages after the first: each figure explained down to the scans behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetaudit.model.finding import Measure, Outcome
from assetaudit.reports.figures import BasisRow, Tally, bases, figure, measure_rows
from assetaudit.reports.pdf.charts import draw_rooms, rooms_in
from assetaudit.reports.pdf.document import BOTTOM, Document
from assetaudit.reports.pdf.page import INK
from assetaudit.reports.pdf.table import Column, Row, Table
from assetaudit.reports.report import AuditReport, Coverage
from assetaudit.reports.rows import DISCREPANCIES, UNRECORDED, FindingRow, all_rows, rows_by_place
from assetaudit.reports.terms import source_text
from assetaudit.reports.theme import Audience
from assetaudit.reports.words import COVERAGE_SIGNS, GROUP_OF, GROUPS, count, moment, money, percent, short_hash, shown


def draw(document: Document, report: AuditReport, tally: Tally) -> int:
    """Draw the sections that its audience wants, long ones a row at a time; answers the number of the last one."""
    document.new_page()
    _rooms(document, tally)
    _figures(document, report)
    _coverage(document, report)
    _discrepancies(document, report)
    _missing(document, report, tally)
    _unrecorded(document, report)
    if report.audience is Audience.MANAGER:
        return 6
    _everything(document, report)
    _register(document, report)
    return 8


def _rooms(document: Document, tally: Tally) -> None:
    document.section("s1", "1  Rooms by outcome", "Every thing that was expected or seen, counted once.")
    _room_bars(document, tally)
    columns = [Column("Room", 2.4), *(Column(group.word, 1.9, right=True) for group in GROUPS)]
    table = Table(document, [*columns, Column("all", 1.1, right=True, strong=True)])
    rows = (Row((room.room, *(count(number) for number in room.counts), count(room.total))) for room in tally.rooms)
    table.draw(rows, empty="No findings.")


def _room_bars(document: Document, tally: Tally) -> None:
    rooms = list(tally.rooms)
    while rooms:
        fitting = max(rooms_in(document.y - BOTTOM - 24), 1)
        part, rooms = rooms[:fitting], rooms[fitting:]
        document.y = draw_rooms(document.page, document.y - 6, part, document.styles) - 18
        if rooms:
            document.new_page()


def _figures(document: Document, report: AuditReport) -> None:
    lead = (
        "Each figure with its numerator and denominator, as a whole and by basis: how the things were seen. "
        "Shortages and overages are not netted. Shares are rounded down."
    )
    document.section("s2", "2  Figures and their bases", lead)
    names = bases(report)
    columns = [Column("Figure", 4.2), Column("Share", 1.3, right=True, strong=True)]
    table = Table(document, [*columns, *(Column(name, 1.7, right=True) for name in names)])
    table.draw((_measure_row(row, report.currency) for row in measure_rows(report)), empty="No figures.")


def _measure_row(row: BasisRow, currency: str) -> Row:
    value = row.figure.name == "value_missing"
    parts = [_part(part, value=value, currency=currency) for part in row.parts]
    main = (row.figure.title, row.figure.percent, *(share for share, _ in parts))
    return Row(main, (row.figure.base, "", *(base for _, base in parts)))


def _part(part: Measure | None, *, value: bool, currency: str) -> tuple[str, str]:
    if part is None or part.den == 0:
        return ("", "")
    if value:
        return (percent(part), f"{money(part.num)} of {money(part.den, currency)}")
    return (percent(part), f"{count(part.num)} of {count(part.den)}")


def _coverage(document: Document, report: AuditReport) -> None:
    base = figure(report, "coverage").base
    document.section("s3", "3  Coverage", f"{base[0].upper()}{base[1:]}. Only in closed places can a thing be missing.")
    columns = (
        Column("State", 1.8),
        Column("Place", 4, strong=True),
        Column("Side", 1.2),
        Column("Why not", 4),
        Column("Expected", 1.4, right=True),
        Column("Seen", 1, right=True),
        Column("Left", 1, right=True),
    )
    Table(document, columns).draw((_coverage_row(part) for part in report.coverage), empty="No places were planned.")


def _coverage_row(part: Coverage) -> Row:
    numbers = (count(part.expected), count(part.seen), count(part.left))
    mark = (COVERAGE_SIGNS.get(part.state, "?"), INK)
    return Row((part.state, shown(part.place), shown(part.side) or "all", shown(part.reason), *numbers), mark=mark)


_THING = (
    Column("Outcome", 2.4),
    Column("Asset", 2.1, strong=True),
    Column("Device", 3.6),
    Column("Expected", 2.9),
    Column("Found", 2.9),
    Column("Evidence", 2),
)


def _discrepancies(document: Document, report: AuditReport) -> None:
    number = sum(report.counts.get(outcome, 0) for outcome in DISCREPANCIES)
    lead = f"{count(number)} things are not where or what the register says. In the order of the places they belong to."
    document.section("s4", "4  Discrepancies by place", lead)
    rows = (_thing(row, note=row.why) for row in rows_by_place(report, DISCREPANCIES))
    Table(document, _THING).draw(rows, empty="There are no discrepancies.")


def _thing(row: FindingRow, *, note: str = "") -> Row:
    found = row.found_text or ("–" if row.asset else "")
    main = (row.outcome.printed, row.title, row.device, row.expected or "–", found, _first_event(row))
    names = ", ".join(part for part in (row.name, row.owner) if part)
    second = (
        _basis(row),
        row.serial if row.title != row.serial else "",
        names,
        _pair(row),
        row.also,
        _more_events(row),
    )
    return Row(main, second, note, _mark(row))


def _mark(row: FindingRow) -> tuple[str, str]:
    group = GROUPS[GROUP_OF[row.outcome]]
    return (group.sign, INK if group.light else group.colour)


def _basis(row: FindingRow) -> str:
    return f"{row.basis}, low confidence" if row.confidence == "low" else row.basis


def _pair(row: FindingRow) -> str:
    told = [f"exchanged with {row.pair}" if row.pair else "", f"may be {row.candidates}" if row.candidates else ""]
    return "; ".join(part for part in told if part)


def _first_event(row: FindingRow) -> str:
    return short_hash(row.evidence[0]) if row.evidence else "none"


def _more_events(row: FindingRow) -> str:
    more = len(row.evidence) - 1
    if more == 1:
        return short_hash(row.evidence[1])
    return f"and {more} more" if more > 1 else ""


def _missing(document: Document, report: AuditReport, tally: Tally) -> None:
    base = figure(report, "value_missing").base
    unknown = tally.missing_without_value
    without = f" {count(unknown)} of the assets have no book value in the register." if unknown else ""
    lead = f"{count(report.counts.get(Outcome.MISSING, 0))} assets were not located in places that were closed. "
    document.section("s5", "5  Not located, value at risk", f"{lead}{base[0].upper()}{base[1:]}.{without}")
    columns = (
        Column("Asset", 2.2, strong=True),
        Column("Device", 3.2),
        Column("Owner", 2.2),
        Column("Expected", 3),
        Column("May be one of", 2.6),
        Column("Book value", 2, right=True),
    )
    rows = (_missing_row(row) for row in rows_by_place(report, (Outcome.MISSING,)))
    Table(document, columns).draw(rows, empty="Everything that was expected in a closed place was located.")


def _missing_row(row: FindingRow) -> Row:
    value = "not known" if row.cost_cents is None else money(row.cost_cents)
    main = (row.title, row.device, row.owner, row.expected, row.maybe, value)
    second = (row.serial if row.title != row.serial else "", row.name, row.category, "", "", "")
    return Row(main, second)


def _unrecorded(document: Document, report: AuditReport) -> None:
    number = sum(report.counts.get(outcome, 0) for outcome in UNRECORDED)
    lead = f"{count(number)} things stand there that no record names, or whose label nobody could read."
    document.section("s6", "6  Unrecorded and unreadable", lead)
    columns = (
        Column("Outcome", 2),
        Column("Identifier as read", 4, strong=True),
        Column("Found", 3.4),
        Column("Basis", 1.4),
        Column("Evidence", 2),
    )
    rows = (_unrecorded_row(row) for row in rows_by_place(report, UNRECORDED))
    Table(document, columns).draw(rows, empty="Everything that was seen has a record and a label.")


def _unrecorded_row(row: FindingRow) -> Row:
    main = (row.outcome.printed, row.title, row.found_text or "–", _basis(row), _first_event(row))
    return Row(main, ("", "", "", "", _more_events(row)), row.why, _mark(row))


def _everything(document: Document, report: AuditReport) -> None:
    lead = (
        "Every finding with the first digits of the events behind it. The CSV and XLSX reports of the same audit "
        "have them in full; 'assetaudit log export' has the events themselves."
    )
    document.section("s7", "7  Every finding and its evidence", lead)
    Table(document, _THING).draw((_thing(row) for row in all_rows(report)), empty="No findings.")


def _register(document: Document, report: AuditReport) -> None:
    document.section("s8", "8  Register, rules and logs", "What this report can be checked against.")
    columns = (Column("What", 2.2, strong=True), Column("As fixed or recorded", 10, most=99))
    Table(document, columns).draw(_fixed(report), empty="Nothing.")


def _fixed(report: AuditReport) -> Iterator[Row]:
    frame = report.frame
    yield Row(("Audit", f"{shown(report.audit)}, made by {report.program}"))
    yield Row(("Frame", report.frame_hash))
    yield Row(("Register version", shown(frame.register)))
    for source in frame.sources:
        yield Row(("Source", source_text(source)), ("", f"SHA-256 {shown(source.sha256) or 'not known'}"))
    yield Row(("Status map", _pairs(frame.status_map)))
    yield Row(("Place aliases", _pairs(frame.aliases)))
    yield Row(("Rules", ", ".join(f"{shown(rule)} {version}" for rule, version in frame.rules) or "none"))
    for trouble in report.troubles:
        yield Row(("Not complete", shown(trouble)))
    for person in report.people:
        yield Row(
            ("Person", f"{shown(person.name) or 'no name'}, {shown(person.role) or 'no role'}, id {shown(person.user)}")
        )
    for told in report.keeping:
        yield Row(("Personal data", shown(told)))
    for log in report.logs:
        device = f" on {shown(log.device)}" if log.device else ""
        yield Row((f"Log of {count(log.seq)} events", f"{log.log}{device}"), ("", f"ends in {log.hash}"))
    yield Row(("Frame made", moment(frame.created)))


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{shown(first)} = {shown(second)}" for first, second in pairs) or "none"

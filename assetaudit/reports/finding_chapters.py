"""Chapters that list findings: discrepancies, what was not located, what has no record, and every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from assetaudit.language import say, say_many
from assetaudit.language.figures import whole
from assetaudit.model.finding import Outcome
from assetaudit.reports.chapter import Chapter, Column, Row
from assetaudit.reports.figures import none_missing, seen_anything
from assetaudit.reports.report import AuditReport
from assetaudit.reports.rows import DISCREPANCIES, UNRECORDED, FindingRow, all_rows, rows_by_place
from assetaudit.reports.words import GROUP_OF, GROUPS, basis_word, money, short_hash, shown, with_unit

_INK = "#1c2430"
_MARKS = {
    outcome: (GROUPS[number].sign, _INK if GROUPS[number].light else GROUPS[number].colour)
    for outcome, number in GROUP_OF.items()
}


def discrepancies(report: AuditReport) -> Chapter:
    """What is not where or what the register says, by place."""
    number = sum(report.counts.get(outcome, 0) for outcome in DISCREPANCIES)
    one, many = "1 thing is not where or what the register says.", "{n} things are not where or what the register says."
    lead = _counted(one, many, number)
    lead += f" {say('In the order of the places they belong to.')}" if number else ""
    empty = say("There are no discrepancies.") if seen_anything(report) else say("Nothing was seen.")
    rows = partial(_discrepancies, report)
    return Chapter("discrepancies", say("Discrepancies by place"), lead, _things(), rows, empty)


def everything(report: AuditReport) -> Chapter:
    """Every finding with the first digits of the events behind it."""
    lead = say(
        "Every finding with the first digits of the events behind it. The CSV and XLSX reports of the same audit "
        "have them in full; 'assetaudit log export' has the events themselves."
    )
    title = say("Every finding and its evidence")
    return Chapter("everything", title, lead, _things(), partial(_everything, report), say("No findings."))


def missing(report: AuditReport) -> Chapter:
    """What was not located, asset by asset."""
    number = report.counts.get(Outcome.MISSING, 0)
    one, many = (
        "1 asset was not located in places that were closed.",
        "{n} assets were not located in places that were closed.",
    )
    columns = (
        Column(say("Asset"), 2.2, strong=True),
        Column(say("Device"), 3.2),
        Column(say("Owner"), 2.2),
        Column(say("Expected"), 3, place=True),
        Column(say("May be one of"), 2.6),
        Column(with_unit(say("Book value"), report.currency), 2, right=True),
    )
    lead = _counted(one, many, number)
    return Chapter("missing", say("Not located"), lead, columns, partial(_missing, report), none_missing(report))


def unrecorded(report: AuditReport) -> Chapter:
    """What stands there without a record or a label."""
    number = sum(report.counts.get(outcome, 0) for outcome in UNRECORDED)
    one = "1 thing stands there that no record names, or whose label nobody could read."
    many = "{n} things stand there that no record names, or whose label nobody could read."
    columns = (
        Column(say("Outcome"), 2.4),
        Column(say("Identifier as read"), 4, strong=True),
        Column(say("Found"), 3.4, place=True),
        Column(say("Basis"), 1.6),
        Column(say("Evidence"), 2),
    )
    lead = _counted(one, many, number)
    every = say("Everything that was seen has a record and a label.")
    empty = every if seen_anything(report) else say("Nothing was seen.")
    title = say("Unrecorded and unreadable")
    return Chapter("unrecorded", title, lead, columns, partial(_unrecorded, report), empty)


def again(report: AuditReport) -> Chapter:
    """What may still turn up, for who walks."""
    number = report.counts.get(Outcome.MISSING, 0)
    lead = say("Nobody saw these in their place, which was closed. Scan one wherever it stands, and it is found.")
    lead = lead if number else ""
    columns = (Column(say("Place"), 3, strong=True, place=True), Column(say("Asset"), 2), Column(say("Device"), 4))
    empty = none_missing(report)
    return Chapter("again", say("To be looked for again"), lead, columns, partial(_again, report), empty)


def _counted(one: str, many: str, number: int) -> str:
    """How many there are; nothing where there are none, which the empty table says better."""
    return say_many(one, many, number, n=whole(number)) if number else ""


def _things() -> tuple[Column, ...]:
    return (
        Column(say("Outcome"), 2.5),
        Column(say("Asset"), 2.2, strong=True),
        Column(say("Device"), 3.6),
        Column(say("Expected"), 2.9, place=True),
        Column(say("Found"), 2.9, place=True),
        Column(say("Evidence"), 1.9),
    )


def _discrepancies(report: AuditReport) -> Iterator[Row]:
    return (_thing(report, row, note=row.why) for row in rows_by_place(report, DISCREPANCIES))


def _everything(report: AuditReport) -> Iterator[Row]:
    return (_thing(report, row) for row in all_rows(report))


def _thing(report: AuditReport, row: FindingRow, *, note: str = "") -> Row:
    found = row.found_text or ("–" if row.asset else "")
    main = (say(row.outcome.printed), row.title, row.device, row.expected or "–", found, _first_event(row))
    names = ", ".join(part for part in (row.name, row.owner) if part)
    second = (
        _basis(row),
        row.serial if row.title != row.serial else "",
        names,
        _pair(report, row),
        say("also {outcomes}", outcomes=row.also) if row.also else "",
        _more_events(row),
    )
    return Row(main, second, note, _MARKS[row.outcome])


def _basis(row: FindingRow) -> str:
    word = basis_word(row.basis)
    return say("{basis}, low confidence", basis=word) if row.confidence == "low" else word


def _pair(report: AuditReport, row: FindingRow) -> str:
    told = []
    if row.pair:
        told.append(say("exchanged with {other}", other=_called(report, row.pair)))
    if row.candidates:
        names = dict.fromkeys(_called(report, key) for key in row.candidates.split("; "))
        told.append(say("may be {names}", names=", ".join(names)))
    return "; ".join(told)


def _called(report: AuditReport, key: str) -> str:
    """What people call a record, with its key where its tag is not enough to know it by."""
    asset = report.asset_of(key)
    name = shown(asset.asset_tag or asset.serial) if asset is not None else ""
    return f"{name} ({key})" if name else key


def _first_event(row: FindingRow) -> str:
    return short_hash(row.evidence[0]) if row.evidence else say("none")


def _more_events(row: FindingRow) -> str:
    more = len(row.evidence) - 1
    if more == 1:
        return short_hash(row.evidence[1])
    return say("and {n} more", n=whole(more)) if more > 1 else ""


def _missing(report: AuditReport) -> Iterator[Row]:
    for row in rows_by_place(report, (Outcome.MISSING,)):
        value = say("not known") if row.cost_cents is None else money(row.cost_cents)
        main = (row.title, row.device, row.owner, row.expected, row.maybe, value)
        yield Row(main, (row.serial if row.title != row.serial else "", row.name, row.category, "", "", ""))


def _unrecorded(report: AuditReport) -> Iterator[Row]:
    for row in rows_by_place(report, UNRECORDED):
        main = (say(row.outcome.printed), row.title, row.found_text or "–", _basis(row), _first_event(row))
        yield Row(main, ("", "", "", "", _more_events(row)), row.why, _MARKS[row.outcome])


def _again(report: AuditReport) -> Iterator[Row]:
    for row in rows_by_place(report, (Outcome.MISSING,)):
        yield Row((row.expected, row.title, " ".join(part for part in (row.device, row.name) if part)))

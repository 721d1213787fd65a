"""Chapters about the audit itself: its population, rooms, figures, limits of scope, coverage, value, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from assetaudit.language import say, say_as, say_many
from assetaudit.language.figures import share, whole
from assetaudit.model.finding import Measure, Outcome
from assetaudit.reports.chapter import Chapter, Column, Row
from assetaudit.reports.figures import BasisRow, Tally, bases, by_place, figure, measure_rows, none_missing, side_word
from assetaudit.reports.report import AuditReport, Coverage
from assetaudit.reports.terms import bridge_text, control_text, person_text, source_text, unexamined
from assetaudit.reports.words import (
    COVERAGE_SIGNS,
    GROUPS,
    base_of,
    basis_word,
    money,
    percent,
    said,
    sentence_of,
    shown,
    time_of,
)

_INK = "#1c2430"


def _facts(name: str, title: str, lead: str, rows: Iterable[Row]) -> Chapter:
    """A chapter of things and what is said of each."""
    listed = list(rows)
    columns = (Column(say("What"), 2.6, strong=True), Column(say("As fixed or recorded"), 10, most=99))
    return Chapter(name, title, lead, columns, lambda: listed, say("Nothing."))


def population(report: AuditReport) -> Chapter:
    """What was to be examined, where it comes from, and how complete that is."""
    lead = say("What was frozen and hashed before the first scan, and how far it can be relied on.")
    return _facts("population", say("Population and its completeness"), lead, _population(report))


def _population(report: AuditReport) -> Iterator[Row]:
    for source in report.frame.sources:
        digest = say("SHA-256 {hash}", hash=shown(source.sha256) or say("not known"))
        yield Row((say("Source"), source_text(source)), ("", digest))
    yield Row((say("Control total"), control_text(report)))
    whole_frame = report.measures.get("existence_frame", Measure(0, 0)).den
    value = report.measures.get("value_missing", Measure(0, 0)).den
    told = say("{n} assets: expected, in scope, with a place, and nobody else's", n=whole(whole_frame))
    yield Row((say("Population"), f"{told}; {say('{value} book value', value=money(value, report.currency))}"))
    if report.bridge is not None:
        yield Row((say("In the register"), bridge_text(report.bridge(), whole_frame)))
    closed = report.measures.get("existence", Measure(0, 0)).den
    yield Row((say("Of these examined"), say("{n} assets expected in closed places", n=whole(closed))))
    outside = (Outcome.UNPLACED, Outcome.OFF_SITE, Outcome.FOREIGN, Outcome.OUT_OF_SCOPE)
    parts = [f"{say(one.printed)} {whole(number)}" for one in outside if (number := report.counts.get(one, 0))]
    yield Row((say("Outside the population"), ", ".join(parts) or say("nothing")))
    rejected = sum(source.rejected for source in report.frame.sources)
    told = (
        say_many(
            "1 row was rejected, and its asset can be neither found nor missing",
            "{n} rows were rejected, and their assets can be neither found nor missing",
            rejected,
            n=whole(rejected),
        )
        if rejected
        else say("no row was rejected")
    )
    yield Row((say("Rows not taken"), told))
    measure = report.measures.get("completeness", Measure(0, 0))
    base = base_of("completeness", measure)
    yield Row((say("Floor to book"), f"{percent(measure)}: {base}"))


def rooms(tally: Tally) -> Chapter:
    """Every room with its counts, below their picture."""
    columns = [Column(say("Room"), 2.0, place=True), *(Column(say(group.word), 2.1, right=True) for group in GROUPS)]
    every = (*columns, Column(say("all"), 1.1, right=True, strong=True))
    lead = say("Every thing that was expected or seen, counted once.")
    return Chapter(
        "rooms", say("Rooms by outcome"), lead, every, partial(_rooms, tally), say("No findings."), picture=True
    )


def _rooms(tally: Tally) -> Iterator[Row]:
    return (Row((room.room, *map(whole, room.counts), whole(room.total))) for room in tally.rooms)


def figures(report: AuditReport) -> Chapter:
    """Every measure as a whole and by basis."""
    lead = say(
        "Each figure with its numerator and denominator, as a whole and by basis: how the things were seen. "
        "Shortages and overages are not netted. Shares are rounded down."
    )
    names = [Column(basis_word(name), 1.7, right=True) for name in bases(report)]
    columns = (Column(say("Figure"), 4.2), Column(say("Share"), 1.3, right=True, strong=True), *names)
    title, empty = say("Figures and their bases"), say("No figures.")
    return Chapter(
        "figures", title, lead, columns, lambda: (_figure(report, row) for row in measure_rows(report)), empty
    )


def _figure(report: AuditReport, row: BasisRow) -> Row:
    parts = [_part(report, row.figure.name, part) for part in row.parts]
    main = (row.figure.title, row.figure.percent, *(part for part, _ in parts))
    return Row(main, (row.figure.base, "", *(base for _, base in parts)))


def _part(report: AuditReport, name: str, part: Measure | None) -> tuple[str, str]:
    if part is None or part.den == 0:
        return ("", "")
    if name == "value_missing":
        return (percent(part), say("{n} of {all}", n=money(part.num), all=money(part.den, report.currency)))
    return (percent(part), say("{n} of {all}", n=whole(part.num), all=whole(part.den)))


def limits(report: AuditReport, tally: Tally) -> Chapter:
    """What was not examined or could not be, and why: nothing follows from this report for it."""
    lead = say("Nothing follows from this report for what stands here.")
    rows = list(_limits(report, tally))
    columns = (Column(say("Limit"), 2.6, strong=True), Column(say("What and why"), 10, most=99))
    empty = say("Everything that was planned was examined, in the whole register.")
    return Chapter("limits", say("Limits of scope and coverage"), lead, columns, lambda: rows, empty)


def _limits(report: AuditReport, tally: Tally) -> Iterator[Row]:
    frame = report.frame
    yield from (Row((say("Not complete"), said(trouble))) for trouble in report.troubles)
    yield from (Row((say("Place"), text), mark=(sign, _INK)) for sign, text in unexamined(report))
    if tally.unexamined:
        reasons = "; ".join(f"{whole(assets)} {reason}" for reason, assets in tally.unexamined)
        yield Row((say("Assets not examined"), say("neither found nor missing: {reasons}", reasons=reasons)))
    if frame.where:
        yield Row((say("Filter"), say("only records where {filter}", filter=shown(frame.where))))
    unplaced = report.counts.get(Outcome.UNPLACED, 0)
    if unplaced:
        text = say_many(
            "1 asset has no place that is understood",
            "{n} assets have no place that is understood",
            unplaced,
            n=whole(unplaced),
        )
        yield Row((say("Without a place"), text))


def coverage(report: AuditReport) -> Chapter:
    """Every planned place with its state."""
    lead = f"{sentence_of(figure(report, 'coverage').base)} {say('Only in closed places can a thing be missing.')}"
    columns = (
        Column(say("State"), 2.5),
        Column(say("Place"), 4, strong=True, place=True),
        Column(say("Side"), 1.2),
        Column(say("Why not"), 4),
        Column(say("Expected"), 1.4, right=True),
        Column(say("Seen"), 1.2, right=True),
        Column(say("Left"), 1.2, right=True),
    )
    empty = say("No places were planned.")
    return Chapter("coverage", say("Coverage"), lead, columns, lambda: _coverage(by_place(report.coverage)), empty)


def left(report: AuditReport) -> Chapter:
    """Places that are still to be walked, for who walks."""
    lead = say("Close each place when everything in it was scanned.")
    columns = coverage(report).columns
    places = [part for part in by_place(report.coverage) if part.state != "closed"]
    empty = say("Every planned place was examined.")
    return Chapter("left", say("Still to be examined"), lead, columns, lambda: _coverage(places), empty)


def _coverage(parts: Iterable[Coverage]) -> Iterator[Row]:
    for part in parts:
        mark = (COVERAGE_SIGNS.get(part.state, "?"), _INK)
        main = (say(part.state), shown(part.place), side_word(part.side), said(part.reason))
        yield Row((*main, whole(part.expected), whole(part.seen), whole(part.left)), mark=mark)


def value(report: AuditReport, tally: Tally) -> Chapter:
    """What was not located, by category."""
    base = sentence_of(figure(report, "value_missing").base)
    unknown = tally.missing_without_value
    one, many = (
        "1 of the assets has no book value in the register.",
        "{n} of the assets have no book value in the register.",
    )
    lead = f"{base} {say_many(one, many, unknown, n=whole(unknown)) if unknown else ''}".rstrip()
    columns = (
        Column(say("Category"), 4, strong=True),
        Column(say("Not located"), 2, right=True),
        Column(say("Without a book value"), 2, right=True),
        Column(say("Book value"), 2, right=True),
        Column(say("Share"), 1.4, right=True),
    )
    empty = none_missing(report)
    return Chapter("value", say("Value at risk by category"), lead, columns, lambda: _value(report, tally), empty)


def _value(report: AuditReport, tally: Tally) -> Iterator[Row]:
    every = sum(row.cents for row in tally.missing)
    for row in tally.missing:
        numbers = (whole(row.assets), whole(row.without_value), money(row.cents, report.currency))
        yield Row((row.category or say("no category"), *numbers, share(row.cents, every)))


def pictures(report: AuditReport) -> Chapter:
    """Every photograph that the log names."""
    lead = say("Photographs that the log names by the hashes of their content; the HTML report shows them.")
    columns = (
        Column(say("What it shows"), 4, strong=True),
        Column(say("Taken"), 2.4),
        Column(say("State"), 1.4),
        Column("SHA-256", 6),
    )
    rows = partial(_pictures, report)
    return Chapter("pictures", say("Photographs"), lead, columns, rows, say("No photograph was taken."), folds=True)


def _pictures(report: AuditReport) -> Iterator[Row]:
    for picture in report.pictures:
        yield Row((shown(picture.about), time_of(picture.taken), say(picture.state), picture.sha256))


def evidence(report: AuditReport) -> Chapter:
    """What the report can be checked against, and how."""
    lead = say(
        "What this report can be checked against: 'assetaudit log verify' checks the logs, 'assetaudit evidence "
        "export' writes everything into one file that 'assetaudit evidence verify' checks on any machine."
    )
    return _facts("evidence", say("Evidence: frame, rules and logs"), lead, _evidence(report))


def _evidence(report: AuditReport) -> Iterator[Row]:
    frame = report.frame
    made = say("{audit}, report made by {program}", audit=shown(report.audit), program=report.program)
    yield Row((say("Audit"), made))
    yield Row((say("Frame"), report.frame_hash), ("", say("made {when}", when=time_of(frame.created))))
    yield Row((say("Register version"), shown(frame.register)))
    yield from (Row((say("Logs"), said(text))) for text in report.chains)
    for log in report.logs:
        device = say("on {device}", device=shown(log.device)) if log.device else ""
        one, many = "Log of 1 event", "Log of {n} events"
        name = say_many(one, many, log.seq, n=whole(log.seq))
        yield Row((name, f"{log.log} {device}".rstrip()), ("", say("ends in {hash}", hash=log.hash)))
    if report.closing:
        yield Row((say("Closing"), said(report.closing)))
    statuses = ((status, say_as("class", known)) for status, known in frame.status_map)
    yield Row((say("Status map"), _pairs(statuses)))
    yield Row((say("Place aliases"), _pairs(frame.aliases)))
    yield Row((say("Rules"), ", ".join(f"{shown(rule)} {version}" for rule, version in frame.rules) or say("none")))
    yield from (Row((say("Person"), person_text(person))) for person in report.people)
    yield from (Row((say("Personal data"), said(text))) for text in report.keeping)


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{shown(first)} = {shown(second)}" for first, second in pairs) or say("none")

"""The chapters of a report in their order, for each audience: what has to be known, the figures, the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetaudit.language import say
from assetaudit.reports import about_chapters as about
from assetaudit.reports import finding_chapters as lists
from assetaudit.reports.chapter import Chapter, Column, Row
from assetaudit.reports.figures import Tally
from assetaudit.reports.report import AuditReport
from assetaudit.reports.theme import Audience, Theme, told


def chapters(report: AuditReport, tally: Tally) -> Iterator[Chapter]:
    """Everything after the first page; what has no rows is named at the end, all in one chapter."""
    nothing: list[tuple[str, str]] = []
    for chapter in _every(report, tally):
        if chapter.folds and next(iter(chapter.rows()), None) is None:
            nothing.append((chapter.title, chapter.empty))
        else:
            yield chapter
    if nothing:
        yield _nothing(nothing)
    if report.audience is Audience.AUDITOR:
        yield about.evidence(report)
        yield lists.everything(report)


def _every(report: AuditReport, tally: Tally) -> Iterator[Chapter]:
    if report.audience is Audience.TECHNICIAN:
        yield about.left(report)
        yield from (_theme(theme, report.currency) for theme in report.themes)
        yield lists.again(report)
        return
    yield from (_theme(theme, report.currency) for theme in report.themes if theme.opens)
    if report.audience is Audience.AUDITOR:
        yield about.population(report)
    yield about.rooms(tally)
    yield about.figures(report)
    yield about.limits(report, tally)
    yield about.coverage(report)
    yield lists.discrepancies(report)
    yield about.value(report, tally)
    yield lists.missing(report)
    yield lists.unrecorded(report)
    yield from (_theme(theme, report.currency) for theme in report.themes if not theme.opens)
    if report.audience is Audience.AUDITOR:
        yield about.pictures(report)


def _theme(theme: Theme, currency: str) -> Chapter:
    columns = tuple(
        Column(head.said(currency), head.width, right=head.number, strong=index == 0, most=8)
        for index, head in enumerate(theme.columns)
    )
    return Chapter(
        f"t-{theme.name}",
        theme.title,
        theme.lead,
        columns,
        lambda: (Row(tuple(map(told, row))) for row in theme.rows()),
        theme.empty,
        folds=not theme.opens,
    )


def _nothing(titles: Iterable[tuple[str, str]]) -> Chapter:
    rows = [Row(pair) for pair in titles]
    columns = (Column(say("What"), 4, strong=True), Column(say("Result"), 8))
    lead = say("This was looked at as well.")
    return Chapter("nothing", say("Without anything to report"), lead, columns, lambda: rows, "")

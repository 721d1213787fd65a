"""The report as one HTML file that can be read offline and sent by mail: no scripts, no links out, nothing loaded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from assetaudit.language import say, spoken
from assetaudit.language.figures import moment, whole
from assetaudit.model.finding import Outcome
from assetaudit.reports.chapter import Chapter
from assetaudit.reports.chapters import chapters
from assetaudit.reports.figures import Figure, Tally, headlines, tally
from assetaudit.reports.html.markup import STYLE, coverage_bar, room_bars, signed, table, tag
from assetaudit.reports.html.photos import gallery
from assetaudit.reports.report import AuditReport
from assetaudit.reports.terms import decisions_of, facts, state_of, title_of, unexamined
from assetaudit.reports.theme import Audience
from assetaudit.reports.words import SIGNERS, shown

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(report: AuditReport, file: BinaryIO) -> None:
    """UTF-8, written as it comes; the same facts and clock make the same bytes."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
    text.writelines(_document(report))
    text.flush()
    text.detach()


def _document(report: AuditReport) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{spoken()}">\n<head>\n<meta charset="utf-8">\n'
    yield f"{tag('title', title_of(report))}\n"
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>{STYLE}</style>\n</head>\n<body>\n"
    told = tally(report)
    listed = tuple(chapters(report, told))
    yield from _head(report)
    yield "<main>\n"
    if report.audience is not Audience.TECHNICIAN:
        yield from _summary(report, told)
        yield from _contents(listed)
    for chapter in listed:
        yield from _chapter(report, chapter, told)
    yield "</main>\n"
    when = moment(f"{report.generated:%Y-%m-%d %H:%M}")
    made = say("{program}, audit {audit}, {when} UTC", program=report.program, audit=shown(report.audit), when=when)
    yield f"{tag('footer', made)}\n</body>\n</html>\n"


def _head(report: AuditReport) -> Iterator[str]:
    yield f"<header>{tag('p', say('Physical asset audit'), 'kind')}{tag('h1', shown(report.frame.name))}"
    yield f"{tag('p', ' '.join(state_of(report)), 'state')}\n<dl>"
    yield from (f"{tag('dt', label)}{tag('dd', text)}\n" for label, text in facts(report))
    yield "</dl></header>\n"


def _summary(report: AuditReport, told: Tally) -> Iterator[str]:
    yield f"<div class=cards>{''.join(map(_card, headlines(report)))}</div>\n"
    yield f"{tag('h2', say('Coverage of the planned places'))}\n{coverage_bar(report.coverage)}"
    yield from (tag("p", f"{sign} {text}") + "\n" for sign, text in unexamined(report))
    if told.unexamined:
        reasons = "; ".join(f"{whole(assets)} {reason}" for reason, assets in told.unexamined)
        yield tag("p", say("Assets not examined, so neither found nor missing: {reasons}.", reasons=reasons)) + "\n"
    yield f"{tag('h2', say('All outcomes'))}\n<ul>{''.join(_outcomes(report))}</ul>\n"
    yield f"<p>{tag('b', say('Decisions: '))}{tag('span', decisions_of(report))}</p>\n<div class=signers>"
    for role, statement in SIGNERS:
        yield f"<div>{tag('b', say(role))}{tag('p', say(statement))}{tag('i', say('Name, date, signature'))}</div>"
    yield "</div>\n"


def _outcomes(report: AuditReport) -> Iterator[str]:
    for outcome in Outcome:
        yield f"<li>{tag('span', signed(outcome))}{tag('b', whole(report.counts.get(outcome, 0)))}</li>\n"


def _card(told: Figure) -> str:
    return f"<div>{tag('b', told.title)}{tag('strong', told.percent)}{tag('span', told.base)}</div>"


def _contents(listed: Iterable[Chapter]) -> Iterator[str]:
    """The way to every chapter, by mouse and by keys."""
    yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(say("Contents"))}</h2>\n<ol>'
    yield from (f'<li><a href="#{chapter.name}">{escape(chapter.title)}</a></li>\n' for chapter in listed)
    yield "</ol></nav>\n"


def _chapter(report: AuditReport, chapter: Chapter, told: Tally) -> Iterator[str]:
    yield f'<h2 id="{chapter.name}">{escape(chapter.title)}</h2>\n'
    if chapter.lead:
        yield f"{tag('p', chapter.lead)}\n"
    if chapter.picture:
        yield room_bars(told.rooms)
    yield from table(chapter)
    if chapter.name == "pictures":
        yield from gallery(report.pictures)

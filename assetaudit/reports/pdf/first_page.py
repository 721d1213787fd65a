"""The first page: what was audited, by whom, how far, the four figures with their bases, one picture, signatures."""

from __future__ import annotations

from collections import Counter

from assetaudit.language import say, say_many
from assetaudit.language.figures import moment, whole
from assetaudit.model.finding import Outcome
from assetaudit.reports.figures import Figure, Tally, figure, headlines
from assetaudit.reports.pdf.charts import NARROW, WIDE, Part, draw_rooms, rooms_in, stacked
from assetaudit.reports.pdf.document import BOTTOM, Document
from assetaudit.reports.pdf.page import ACCENT, GREY, HEIGHT, INK, INNER, MARGIN, PALE, Style
from assetaudit.reports.report import AuditReport
from assetaudit.reports.terms import decisions_of, facts, state_of, unexamined
from assetaudit.reports.words import COVERAGE_COLOURS, COVERAGE_LIGHT, COVERAGE_SIGNS, SIGNERS, SIGNS, shown

_LABEL = 74.0
_SIGNATURES = 66.0
_OUTCOMES = 110.0
"""Height that the list of all outcomes takes."""
_CHAPTERS = {
    "existence": "figures",
    "place_rack": "discrepancies",
    "completeness": "unrecorded",
    "value_missing": "missing",
}
"""Which one explains a figure."""


def draw(document: Document, report: AuditReport, tally: Tally) -> None:
    """Draw the first page; what does not fit on it stands in the chapters after it."""
    _title(document, report)
    _facts(document, report)
    _figures(document, headlines(report))
    _coverage(document, report, tally)
    _rooms(document, tally)
    _outcomes(document, report)
    _decisions(document, report)
    _signatures(document)


def draw_head(document: Document, report: AuditReport) -> None:
    """Draw the title and the facts alone: what a page for the technician begins with."""
    _title(document, report)
    _facts(document, report)


def _title(document: Document, report: AuditReport) -> None:
    page, styles = document.page, document.styles
    page.box(MARGIN, HEIGHT - MARGIN + 6, INNER, 3, ACCENT)
    y = HEIGHT - MARGIN - 8
    page.text(MARGIN, y, say("Physical asset audit").upper(), styles.label, colour=ACCENT)
    page.text_right(
        MARGIN + INNER,
        y,
        say("Report made {when} UTC", when=moment(f"{report.generated:%Y-%m-%d %H:%M}")),
        styles.faint,
    )
    y -= 26
    for line in styles.title.lines(shown(report.frame.name), INNER, 2):
        page.text(MARGIN, y, line, styles.title)
        y -= 25
    sign, sentence = state_of(report)
    page.sign(MARGIN, y + 6, sign, styles.strong)
    y = page.lines(MARGIN + 11, y + 6, styles.strong.lines(sentence, INNER - 11, 2), styles.strong, 11)
    document.y = y - 8


def _facts(document: Document, report: AuditReport) -> None:
    page, styles = document.page, document.styles
    y = document.y
    for label, value in facts(report):
        page.text(MARGIN, y, label.upper(), styles.label)
        y = page.lines(MARGIN + _LABEL, y, styles.small.lines(value, INNER - _LABEL, 3), styles.small, 9.5) - 2.5
    document.y = y - 6


def _figures(document: Document, figures: tuple[Figure, ...]) -> None:
    gap, height = 9.0, 83.0
    width = (INNER - gap * (len(figures) - 1)) / len(figures)
    for number, told in enumerate(figures):
        x = MARGIN + number * (width + gap)
        _card(document, (x, document.y - height, width, height), told)
    document.y -= height + 18


def _card(document: Document, box: tuple[float, float, float, float], figure: Figure) -> None:
    page, styles = document.page, document.styles
    x, y, width, height = box
    page.box(x, y, width, height, PALE)
    page.box(x, y + height - 2, width, 2, ACCENT)
    page.text(x + 7, y + height - 14, figure.title.upper(), styles.label)
    page.text(x + 7, y + height - 36, figure.percent, styles.figure)
    lines = styles.small.lines(figure.base, width - 14, 4)
    page.lines(x + 7, y + height - 48, lines, Style(styles.small.face, styles.small.size, GREY), 9)
    document.link(x, y, width, height, _CHAPTERS[figure.name])


def _coverage(document: Document, report: AuditReport, tally: Tally) -> None:
    page, styles = document.page, document.styles
    states = Counter(part.state for part in report.coverage)
    page.text(MARGIN, document.y, say("Coverage of the planned places"), styles.strong)
    page.text_right(MARGIN + INNER, document.y, _closed(report, states["closed"]), styles.small)
    y = document.y - 15
    parts = [
        Part(states[state], colour, COVERAGE_SIGNS[state], state in COVERAGE_LIGHT)
        for state, colour in COVERAGE_COLOURS.items()
    ]
    stacked(page, (MARGIN, y, INNER, 10), parts, styles)
    document.y = y - 11
    _state_words(document, states)
    _unexamined(document, report, tally)


def _closed(report: AuditReport, closed: int) -> str:
    """How many places are closed, and of how many parts, where racks are examined from two sides."""
    places, parts = figure(report, "coverage").measure, len(report.coverage)
    told = say("{n} of {all} places closed", n=whole(places.num), all=whole(places.den))
    if parts == places.den:
        return told
    return f"{told}; {say('{n} of {all} places and sides', n=whole(closed), all=whole(parts))}"


def _state_words(document: Document, states: Counter[str]) -> None:
    page, styles = document.page, document.styles
    x = MARGIN
    for state, sign in COVERAGE_SIGNS.items():
        page.box(x, document.y - 0.5, 6, 6, COVERAGE_COLOURS[state])
        page.sign(x + 9, document.y, sign, styles.small_strong)
        x = page.text(x + 18, document.y, f"{say(state)} {whole(states[state])}", styles.small) + 14
    document.y -= 12


def _unexamined(document: Document, report: AuditReport, tally: Tally) -> None:
    page, styles = document.page, document.styles
    groups = tuple(unexamined(report, 40))
    for sign, text in groups[:4]:
        page.sign(MARGIN, document.y, sign, styles.small_strong)
        document.y = page.lines(MARGIN + 9, document.y, styles.small.lines(text, INNER - 9, 2), styles.small, 9.5)
    if len(groups) > 4:
        page.text(
            MARGIN + 9,
            document.y,
            say_many(
                "and 1 more reason, in the limits of scope",
                "and {n} more reasons, in the limits of scope",
                len(groups) - 4,
            ),
            styles.faint,
        )
        document.y -= 9.5
    if tally.unexamined:
        reasons = "; ".join(f"{whole(assets)} {reason}" for reason, assets in tally.unexamined)
        text = say("Assets not examined, so neither found nor missing: {reasons}.", reasons=reasons)
        document.y = page.lines(MARGIN, document.y, styles.small.lines(text, INNER, 2), styles.small, 9.5)
    document.y -= 12


def _rooms(document: Document, tally: Tally) -> None:
    page, styles = document.page, document.styles
    room = document.y - BOTTOM - _SIGNATURES - 46
    rows = tally.rooms[: max(rooms_in(room), 0)]
    if not rows:
        return
    pitch = min(max((room - _OUTCOMES) / len(rows), NARROW), WIDE)
    page.text(MARGIN, document.y, say("Rooms by outcome"), styles.strong)
    more = len(tally.rooms) - len(rows)
    note = say("all things, expected or seen, each counted once")
    if more:
        note = say_many("1 more room in the chapter of rooms", "{n} more rooms in the chapter of rooms", more)
    page.text_right(MARGIN + INNER, document.y, note, styles.faint)
    document.y = draw_rooms(page, document.y - 15, rows, styles, pitch=pitch) - 24


def _outcomes(document: Document, report: AuditReport) -> None:
    """Every outcome with its number, where the page has room for it."""
    page, styles = document.page, document.styles
    across, leading = 4, 12.5
    down = -(-len(Outcome) // across)
    if document.y - down * leading - 20 < BOTTOM + _SIGNATURES + 14:
        return
    page.text(MARGIN, document.y, say("All outcomes"), styles.strong)
    width = (INNER - 16 * (across - 1)) / across
    for number, outcome in enumerate(Outcome):
        x = MARGIN + number // down * (width + 16)
        y = document.y - 15 - number % down * leading
        page.sign(x, y, SIGNS[outcome], styles.small_strong)
        page.text(x + 11, y, say(outcome.printed), styles.small)
        page.text_right(x + width, y, whole(report.counts.get(outcome, 0)), styles.small_strong)
        page.rule(x, y - 3.5, width, weight=0.3)


def _decisions(document: Document, report: AuditReport) -> None:
    page, styles = document.page, document.styles
    y = BOTTOM + _SIGNATURES + 6
    end = page.text(MARGIN, y, say("Decisions: "), styles.small_strong)
    page.text(end, y, styles.small.lines(decisions_of(report), INNER - 60, 1)[0], styles.small)


def _signatures(document: Document) -> None:
    page, styles = document.page, document.styles
    gap = 16.0
    width = (INNER - 2 * gap) / 3
    for number, (role, statement) in enumerate(SIGNERS):
        x = MARGIN + number * (width + gap)
        y = BOTTOM + _SIGNATURES - 12
        page.text(x, y, say(role), styles.strong)
        page.lines(x, y - 10, styles.faint.lines(say(statement), width, 2), styles.faint, 8.5)
        page.rule(x, BOTTOM + 12, width, colour=INK)
        page.text(x, BOTTOM + 3, say("Name, date, signature"), styles.faint)

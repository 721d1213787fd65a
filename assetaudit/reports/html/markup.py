"""The few pieces of markup that the HTML report is put together from; every text is escaped here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice, zip_longest

from assetaudit.language import say
from assetaudit.language.figures import whole
from assetaudit.model.finding import Outcome
from assetaudit.reports.chapter import Chapter, Column, Row
from assetaudit.reports.figures import RoomRow
from assetaudit.reports.report import Coverage
from assetaudit.reports.words import COVERAGE_COLOURS, COVERAGE_LIGHT, COVERAGE_SIGNS, GROUPS, SIGNS

STYLE = """
:root{color-scheme:light}
body{font:14px/1.45 system-ui,"Segoe UI","Noto Sans",sans-serif;color:#1c2430;max-width:1180px;margin:2rem auto;\
padding:0 1.2rem;border-top:4px solid #16486b}
h1{font-size:30px;margin:.1em 0}h2{font-size:18px;color:#16486b;margin:2em 0 .5em}
.kind{font-size:12px;font-weight:700;text-transform:uppercase;color:#16486b;margin:1em 0 0}
.state{font-weight:600}p{margin:.3em 0}
dl{display:grid;grid-template-columns:8.5rem 1fr;gap:.25rem .8rem;overflow-wrap:anywhere}
dt{font-size:12px;font-weight:700;color:#5d6775}dd{margin:0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin:1.4rem 0}
.cards div{background:#f3f5f8;border-top:3px solid #16486b;padding:.7rem .9rem}
.cards b{display:block;font-size:12px;color:#5d6775}.cards strong{display:block;font-size:26px}
.cards span{font-size:13px;color:#5d6775}
svg{width:100%;height:auto;font:600 11px system-ui,"Noto Sans",sans-serif}
nav{font-size:13px;margin:1rem 0}
nav ol{columns:3 15rem;padding-left:1.6rem;margin:.4rem 0}nav a{display:inline-block;min-height:24px}
a{color:#16486b}:focus-visible{outline:3px solid #16486b;outline-offset:2px}
div.wide{overflow-x:auto;margin:.6rem 0}
.part{content-visibility:auto;contain-intrinsic-size:auto 22000px}.part table{table-layout:fixed}
table{border-collapse:collapse;width:100%;font-size:13px}
th{background:#f3f5f8;text-align:left;font-size:12px;color:#5d6775;position:sticky;top:0}
th,td{padding:.3rem .55rem;vertical-align:top;overflow-wrap:break-word;max-width:19rem}
td{border-bottom:1px solid #d5dae1}
tr.noted td{border:0}tr.note td{color:#5d6775;font-size:12px;padding-top:0}
small{display:block;color:#5d6775;font-size:12px}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.strong{font-weight:600}
.photos{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem}
figure{margin:0;break-inside:avoid}figure img{max-width:100%;height:auto;border:1px solid #d5dae1}
figcaption{font-size:12px;color:#5d6775;overflow-wrap:anywhere}
ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:0 1.2rem;list-style:none;padding:0}
ul li{display:flex;justify-content:space-between;border-bottom:1px solid #d5dae1;padding:.2rem 0}
.signers{display:grid;grid-template-columns:repeat(3,1fr);gap:1.5rem;margin:1.5rem 0;min-height:8rem}
.signers div{display:flex;flex-direction:column}
.signers i{margin-top:auto;padding-top:.2rem;border-top:1px solid;font-size:12px;color:#5d6775}
footer{margin:3rem 0 1rem;font-size:12px;color:#5d6775}
@page{size:A4;margin:14mm}
@media print{body{margin:0;padding:0;max-width:none;font-size:9pt}table{font-size:7.5pt}\
thead{display:table-header-group}\
tr{break-inside:avoid}th{position:static}h2{break-after:avoid;font-size:13pt;margin:1.2em 0 .4em}\
nav{display:none}h2+p{break-after:avoid}\
.cards,.signers,svg,ul{break-inside:avoid}.signers{min-height:6rem}ul{grid-template-columns:repeat(4,1fr)}\
.cards{grid-template-columns:repeat(4,1fr)}\
.cards strong{font-size:18pt}.cards b,.cards span,dt,th{font-size:7.5pt}.cards span,p,dd{line-height:1.25}\
th,td{padding:.2rem}small,tr.note td{font-size:7pt}.part{content-visibility:visible}}
"""
PART = 500
"""Rows of a part of a long table."""
_WIDE, _NAME, _TOTAL, _ROW, _BAR = 1000, 170, 60, 30, 20


def tag(name: str, text: str, kind: str = "") -> str:
    """An element with an escaped text."""
    attribute = f" class={kind}" if kind else ""
    return f"<{name}{attribute}>{escape(text)}</{name}>"


def signed(outcome: Outcome) -> str:
    """The outcome's sign and word."""
    return f"{SIGNS[outcome]} {say(outcome.printed)}"


def table(chapter: Chapter) -> Iterator[str]:
    """A table, a row at a time; says so where it has none. A long one comes in parts: a browser draws what is seen."""
    kinds = [_kind(column) for column in chapter.columns]
    told = (_row(row, kinds) for row in chapter.rows())
    part = list(islice(told, PART))
    if not part:
        yield tag("p", chapter.empty) + "\n"
    following = next(told, None)
    opening = _opening(chapter, long=following is not None)
    heads = "".join(_title(column, kind) for column, kind in zip(chapter.columns, kinds, strict=True))
    while part:
        yield f"{opening}<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        yield from part
        yield "</tbody></table></div>\n"
        part = [] if following is None else [following, *islice(told, PART - 1)]
        following = next(told, None)


def _opening(chapter: Chapter, *, long: bool) -> str:
    """A box that scrolls by the keys too where it is wider than the screen; tables in parts have fixed widths."""
    kind = '"wide part"' if long else "wide"
    named = f'<div class={kind} tabindex=0 role=group aria-labelledby="{chapter.name}"><table>\n'
    return named + (_widths(chapter.columns) if long else "")


def _title(column: Column, kind: str) -> str:
    return f"<th scope=col{kind}>{escape(column.title)}" if column.title else f"<td{kind}>"


def _widths(columns: Sequence[Column]) -> str:
    """Fixed widths, so that the parts of a table fit together."""
    whole_width = sum(column.share for column in columns)
    every = "".join(f'<col style="width:{100 * column.share / whole_width:.2f}%">' for column in columns)
    return f"<colgroup>{every}</colgroup>\n"


def _kind(column: Column) -> str:
    if column.right:
        return " class=number"
    return " class=strong" if column.strong else ""


def _row(row: Row, kinds: Sequence[str]) -> str:
    cells = zip_longest(row.main, row.second, kinds, fillvalue="")
    told = [f"<td{kind}>{escape(main)}{_faint(second)}" for main, second, kind in cells]
    if row.mark[0]:
        told[0] = told[0].replace(">", f">{row.mark[0]} ", 1)
    note = f"<tr class=note><td><td colspan={len(kinds) - 1}>{escape(row.note)}\n" if row.note else ""
    return f"<tr{' class=noted' if note else ''}>{''.join(told)}\n{note}"


def _faint(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""


def coverage_bar(coverage: Sequence[Coverage]) -> str:
    """How many places and sides came to which state, as one inline drawing with its legend."""
    states = Counter(part.state for part in coverage)
    if not coverage:
        return ""
    label = escape(say("Coverage of the planned places"))
    parts = [f'<svg viewBox="0 0 {_WIDE} 44" role="img" aria-label="{label}">']
    x, word_x = 0.0, 0.0
    for state, colour in COVERAGE_COLOURS.items():
        span = _WIDE * states[state] / len(coverage)
        if span:
            parts.append(_box(x, 0, max(span - 1, 1), 16, colour))
            parts += _inside((x, 12, span), COVERAGE_SIGNS[state], states[state], light=state in COVERAGE_LIGHT)
        told = f"{COVERAGE_SIGNS[state]} {say(state)} {whole(states[state])}"
        parts += [_box(word_x, 24, 12, 12, colour), _text(word_x + 18, 34, told, light=True)]
        x, word_x = x + span, word_x + 46 + 7 * len(told)
    return "".join([*parts, "</svg>\n"])


def room_bars(rooms: Sequence[RoomRow]) -> str:
    """Rooms by outcome as one inline drawing with its legend."""
    if not rooms:
        return ""
    label = escape(say("Rooms by outcome"))
    height = 26 + _ROW * len(rooms)
    parts = [f'<svg viewBox="0 0 {_WIDE} {height}" role="img" aria-label="{label}">']
    parts.extend(_legend())
    for number, room in enumerate(rooms):
        parts.extend(_bar(room, 26 + number * _ROW))
    return "".join([*parts, "</svg>\n"])


def _legend() -> Iterator[str]:
    x = 0
    for group in GROUPS:
        yield _box(x, 0, 16, 16, group.colour) + _text(x + 8, 12, group.sign, light=group.light, middle=True)
        yield _text(x + 22, 12, say(group.word), light=True)
        x += 46 + 8 * len(say(group.word))


def _bar(room: RoomRow, y: int) -> Iterator[str]:
    width = _WIDE - _NAME - _TOTAL
    yield _text(0, y + 14, room.room if len(room.room) <= 24 else "…" + room.room[-23:], light=True)
    x = float(_NAME)
    for group, amount in zip(GROUPS, room.counts, strict=True):
        if not amount:
            continue
        span = width * amount / room.total
        yield f"<g><title>{escape(f'{room.room}: {say(group.word)} {whole(amount)}')}</title>"
        yield _box(x, y, max(span - 1, 1), _BAR, group.colour)
        yield from _inside((x, y + 14, span), group.sign, amount, light=group.light)
        yield "</g>"
        x += span
    yield _text(_WIDE - _TOTAL + 12, y + 14, whole(room.total), light=True)


def _inside(at: tuple[float, float, float], sign: str, amount: int, *, light: bool) -> Iterator[str]:
    """What stands in a part of a bar, so that it is told without colours: sign and number, or the sign alone."""
    x, y, span = at
    label = f"{sign} {whole(amount)}"
    if span > 9 * len(label):
        yield _text(x + 5, y, label, light=light)
    elif span > 12:
        yield _text(x + span / 2, y, sign, light=light, middle=True)


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _text(x: float, y: float, text: str, *, light: bool, middle: bool = False) -> str:
    """A text in ink on light ground, in white on dark."""
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{"#1c2430" if light else "#ffffff"}"{anchor}>{escape(text)}</text>'

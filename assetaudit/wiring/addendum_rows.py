"""The addendum of a report: what came after the closing, event by event, and what it would do to the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.language import say, say_as, say_many, sentence
from assetaudit.language.figures import whole
from assetaudit.reports.theme import Audience, Cell, Head, Theme, When
from assetaudit.reports.words import short_hash
from assetaudit.wiring.review_rows import (
    CHANGES,
    DECISIONS,
    MOVES,
    TICKETS,
    Rows,
    change_rows,
    decision_row,
    move_rows,
    ticket_rows,
)
from assetaudit.wiring.sample_rows import SAMPLES, sample_rows

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.model.finding import Finding
    from assetaudit.review.standing import Standing
    from assetaudit.wiring.closed import Addendum, Shift
    from assetaudit.wiring.review import Review

_READERS = frozenset({Audience.AUDITOR, Audience.MANAGER})
SHEETS = ("addendum", "later", "decided-later", "changed-later", "booked-later", "tickets-later", "sampled-later")
EVENTS = (
    Head("What", 1.4),
    Head("Of", 3.6),
    Head("By", 1.8),
    Head("Their clock", 2.2),
    Head("Event", 1.8),
    Head("Changed", 3.2),
)
FINDINGS = (Head("Thing", 2.0), Head("As closed", 4.4), Head("With what came after", 4.4), Head("Events", 2.2))


def after_closing(review: Review, closed: Review, found: Addendum | None) -> Iterator[Theme]:
    """What came after the closing: events, findings they would change, decisions, changes; none for an open audit."""
    if found is None:
        return
    yield Theme(
        "addendum",
        say("Addendum: what came after the closing"),
        say("This report says what the closing fixed. What was seen or said later stands here and changes none of it."),
        EVENTS,
        lambda: event_rows(review, found),
        say("Nothing came after the closing but decisions."),
        _READERS,
        opens=True,
    )
    if found.later:
        one, many = "1 finding would be another with it.", "{n} findings would be others with it."
        number = len(found.shifts)
        told = say_many(one, many, number, n=whole(number))
        rows, title = lambda: map(_shift_row, found.shifts), say("Findings that it would change")
        yield Theme("later", title, told, FINDINGS, rows, say("None."), _READERS, opens=True)
    yield Theme(
        "decided-later",
        say("Addendum: decisions after the closing"),
        say("Where each stood when this report was made; the chapter of decisions has what stood at the closing."),
        DECISIONS,
        lambda: later_decisions(review, closed),
        say("Nothing was decided after the closing."),
        _READERS,
        opens=True,
    )
    for chapter in _CHAPTERS:
        if any(True for _ in chapter.later(review, closed)):
            yield chapter.theme(review, closed)


def later_decisions(review: Review, closed: Review) -> Iterator[tuple[Cell, ...]]:
    """Things whose decision, or how far it is, differs from what it was at the closing."""
    before = {one.thing: _stand(one) for one in closed.standings()}
    for one in review.standings():
        if (one.decision is not None or one.thing in before) and _stand(one) != before.get(one.thing):
            yield decision_row(review, one)


@dataclass(frozen=True, slots=True)
class _Chapter:
    """What a chapter would have more, had the report not stopped at the closing; left out where that is nothing."""

    name: str
    title: str
    lead: str
    columns: tuple[Head, ...]
    rows: Callable[[Review], Rows]

    def later(self, review: Review, closed: Review) -> Iterator[tuple[Cell, ...]]:
        """The rows that the chapter does not have."""
        before = Counter(self.rows(closed))
        for row in self.rows(review):
            if before[row]:
                before[row] -= 1
            else:
                yield row

    def theme(self, review: Review, closed: Review) -> Theme:
        """As a theme of the report."""
        return Theme(
            self.name,
            say(self.title),
            say(self.lead),
            self.columns,
            lambda: self.later(review, closed),
            say("None."),
            _READERS,
            opens=True,
        )


_CHAPTERS = (
    _Chapter(
        "changed-later",
        "Addendum: changes of the register after the closing",
        "What was written, verified or taken back since; the chapter of changes has what was done at the closing.",
        CHANGES,
        change_rows,
    ),
    _Chapter(
        "booked-later",
        "Addendum: moves booked after the closing",
        "What the register and tickets tell since; the chapter of booked moves has what they told at the closing.",
        MOVES,
        move_rows,
    ),
    _Chapter(
        "tickets-later",
        "Addendum: change tickets brought after the closing",
        "As they stood when this report was made.",
        TICKETS,
        ticket_rows,
    ),
    _Chapter(
        "sampled-later",
        "Addendum: samples after the closing",
        "As they stood when this report was made; the chapter of samples has what stood at the closing.",
        SAMPLES,
        sample_rows,
    ),
)


def _stand(standing: Standing) -> tuple[object, ...]:
    event = standing.decision.event if standing.decision is not None else ""
    return (event, standing.state, tuple(approval.hash for approval in standing.approvals))


def event_rows(review: Review, found: Addendum) -> Iterator[tuple[Cell, ...]]:
    """Every later event with the findings that it is evidence of and that it changed."""
    changed = {shift.now: shift for shift in found.shifts if shift.now is not None}
    for event in found.later:
        about = found.now.reconciliation.about(event.hash)
        told = "; ".join(_effect(changed[finding]) for finding in about if finding in changed)
        clock = When(f"{datetime.fromtimestamp(event.wall / 1000, UTC):%Y-%m-%dT%H:%MZ}")
        kind, told = say_as("event", event.k), told or say("no finding")
        yield (kind, _of(event), review.person(event.user), clock, short_hash(event.hash), told)


def _of(event: Event) -> str:
    """What an event is about, in its own words."""
    read = event.d.get("read")
    text = read.get("text") or read.get("hex") if isinstance(read, dict) else None
    if event.k == "sweep":
        places = ", ".join(str(cover.get("place")) for cover in event.d.get("covers", ()) if isinstance(cover, dict))
        return f"{say(str(event.d.get('state')))}: {places}"
    named = text or next((event.d[key] for key in ("place", "asset", "text", "sha256", "how") if key in event.d), None)
    if event.k == "bulk":
        return say("{n} tags", n=whole(len(event.d.get("tags") or ())))
    return str(named) if named else "; ".join(map(short_hash, event.sup)) or "–"


def _effect(shift: Shift) -> str:
    before, after = _outcome(shift.before), _outcome(shift.now)
    name = _name(shift.now or shift.before)
    if before != after:
        return f"{name}: {before} → {after}"
    return say("{name}: {outcome}, with more evidence", name=name, outcome=after)


def _outcome(finding: Finding | None) -> str:
    return say("no finding") if finding is None else say(finding.outcome.printed)


def _shift_row(shift: Shift) -> tuple[str, ...]:
    events = shift.now.evidence if shift.now is not None else ()
    old = set(shift.before.evidence) if shift.before is not None else set()
    new = " ".join(short_hash(one) for one in events if one not in old)
    return (_name(shift.now or shift.before), _told(shift.before), _told(shift.now), new)


def _told(finding: Finding | None) -> str:
    return _outcome(finding) if finding is None else f"{_outcome(finding)}: {sentence(finding.why)}"


def _name(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return finding.asset_tag or finding.serial or finding.identifier or finding.asset or say("no label")

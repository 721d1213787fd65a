"""The addendum of a report: what came after the closing, event by event, and what it would do to the findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.reports.theme import Audience, Theme
from assetaudit.reports.words import count, short_hash

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.model.finding import Finding
    from assetaudit.wiring.closed import Addendum, Shift
    from assetaudit.wiring.review import Review

_READERS = frozenset({Audience.AUDITOR, Audience.MANAGER})
_EVENTS = (("What", 1.4), ("Of", 3.6), ("By", 1.8), ("Their clock", 2.2), ("Event", 1.8), ("Changed", 3.2))
_FINDINGS = (("Thing", 2.0), ("As closed", 4.4), ("With what came after", 4.4), ("Events", 2.2))


def after_closing(review: Review, found: Addendum | None) -> Iterator[Theme]:
    """Two tables of what came after the closing; none while an audit is open, one line where nothing came."""
    if found is None:
        return
    lead = "This report says what the closing fixed. What was seen or said later stands here and changes none of it."
    yield Theme(
        "addendum",
        "Addendum: what came after the closing",
        lead,
        _EVENTS,
        lambda: event_rows(review, found),
        "Nothing came after the closing but decisions.",
        _READERS,
    )
    if found.later:
        number = len(found.shifts)
        told = "1 finding would be another with it." if number == 1 else f"{count(number)} findings would be others."
        columns, rows = _FINDINGS, lambda: map(_shift_row, found.shifts)
        yield Theme("later", "Findings that it would change", told, columns, rows, "None.", _READERS)


def event_rows(review: Review, found: Addendum) -> Iterator[tuple[str, ...]]:
    """Every later event with the findings that it is evidence of and that it changed."""
    changed = {shift.now: shift for shift in found.shifts if shift.now is not None}
    for event in found.later:
        about = found.now.reconciliation.about(event.hash)
        told = "; ".join(_effect(changed[finding]) for finding in about if finding in changed)
        clock = f"{datetime.fromtimestamp(event.wall / 1000, UTC):%Y-%m-%d %H:%M} UTC"
        yield (event.k, _of(event), review.person(event.user), clock, short_hash(event.hash), told or "no finding")


def _of(event: Event) -> str:
    """What an event is about, in its own words."""
    read = event.d.get("read")
    text = read.get("text") or read.get("hex") if isinstance(read, dict) else None
    if event.k == "sweep":
        places = ", ".join(str(cover.get("place")) for cover in event.d.get("covers", ()) if isinstance(cover, dict))
        return f"{event.d.get('state')}: {places}"
    named = text or next((event.d[key] for key in ("place", "asset", "text", "sha256", "how") if key in event.d), None)
    if event.k == "bulk":
        return f"{len(event.d.get('tags') or ())} tags"
    return str(named) if named else "; ".join(map(short_hash, event.sup)) or "–"


def _effect(shift: Shift) -> str:
    before = shift.before.outcome.printed if shift.before is not None else "no finding"
    after = shift.now.outcome.printed if shift.now is not None else "no finding"
    name = _name(shift.now or shift.before)
    return f"{name}: {before} → {after}" if before != after else f"{name}: {after}, with more evidence"


def _shift_row(shift: Shift) -> tuple[str, ...]:
    events = shift.now.evidence if shift.now is not None else ()
    old = set(shift.before.evidence) if shift.before is not None else set()
    new = " ".join(short_hash(one) for one in events if one not in old)
    return (_name(shift.now or shift.before), _told(shift.before), _told(shift.now), new)


def _told(finding: Finding | None) -> str:
    return "no finding" if finding is None else f"{finding.outcome.printed}: {finding.why}"


def _name(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return finding.asset_tag or finding.serial or finding.identifier or finding.asset or "no label"

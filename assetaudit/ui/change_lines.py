"""How a change set is drawn: before and after side by side, what is held back, and what became of each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assetaudit.language import say, say_as, sentence
from assetaudit.model.verdict import Tone
from assetaudit.review.applying import Applied
from assetaudit.review.changes import ChangeSet, Held, LineState
from assetaudit.review.changes import Line as Change
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink

_TONES = {LineState.READY: Tone.RIGHT, LineState.ALREADY: Tone.NEUTRAL, LineState.CONFLICT: Tone.WRONG}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a change set, or what is held back, with the word for how it stands."""

    item: Change | Held
    state: str
    tone: Tone
    why: str


def planned(plan: ChangeSet) -> list[Row]:
    """A change set as it stands now."""
    rows = [Row(line, line.state.value, _TONES[line.state], line.why) for line in plan.lines]
    return rows + [Row(one, "held", Tone.ATTENTION, one.why) for one in plan.held]


def became(applied: Applied) -> list[Row]:
    """What became of the lines of a change set, failures first."""
    return list(_became(applied))


def _became(applied: Applied) -> Iterator[Row]:
    yield from (Row(line, "failed", Tone.WRONG, why) for line, why in applied.failed)
    for line in applied.set.of(LineState.CONFLICT):
        yield Row(line, line.state.value, Tone.WRONG, line.why)
    yield from (Row(line, "written", Tone.RIGHT, "") for line in applied.done)
    for line in applied.set.of(LineState.ALREADY):
        yield Row(line, line.state.value, Tone.NEUTRAL, line.why)


def change_line(row: Row, width: int) -> Line:
    """One row of the list."""
    item = row.item
    if isinstance(item, Held):
        return [
            Part(fit(say(row.state), 9), ink(row.tone)),
            Part(fit(item.name, 14)),
            Part(f" {fit(sentence(row.why), width - 24)}", "quiet"),
        ]
    half = max(8, (width - 36) // 2)
    return [
        Part(fit(say(row.state), 9), f"bold {ink(row.tone)}"),
        Part(fit(item.name, 14)),
        Part(f" {fit(say_as('field', item.field), 8)} ", "quiet"),
        Part(fit_end(item.before or "–", half)),
        Part(" → ", "quiet"),
        Part(fit_end(item.after or "–", half), "bold"),
    ]


def change_detail(row: Row) -> list[Line]:
    """Everything about one row."""
    item = row.item
    if isinstance(item, Held):
        return [[Part(item.name, "bold")], [Part(sentence(row.why))]]
    rows: list[Line] = [
        [
            Part(f"{item.record}  {say_as('field', item.field)}", "bold"),
            Part(f"  {say(row.state)}", ink(row.tone)),
        ],
        [Part(f"{say('frame'):<9}", "quiet"), Part(item.before or "–")],
        [Part(f"{say('register'):<9}", "quiet"), Part(item.live or "–")],
        [Part(f"{say('decided'):<9}", "quiet"), Part(item.after or "–", "bold")],
    ]
    return [*rows, [Part(sentence(row.why), ink(Tone.ATTENTION))]] if row.why else rows

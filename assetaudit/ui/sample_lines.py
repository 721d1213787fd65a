"""What a sample says, in lines: its state in a word, its conclusion in sentences, and one bar of both limits."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.language import marked, say, sentence
from assetaudit.language.figures import amount, decimal, waits
from assetaudit.model.verdict import Tone
from assetaudit.review.sampling.book import Result, Sample
from assetaudit.review.sampling.evaluate import Evaluation, Overstated, percent_up
from assetaudit.review.sampling.sheet import Row
from assetaudit.review.sampling.steps import Verdict
from assetaudit.ui.alphabet import Alphabet
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink

BAR = 40
"""Columns of the bar."""
_ROOM = 1.15
"""Parts of the larger limit that the bar shows, so that its end is seen."""
_SIGNS = {Result.OK: "✓", Result.DEVIATION: "!", Result.UNEXAMINED: "⊘", Result.WAITING: "·", Result.VOID: "×"}
_TONES = {
    Result.OK: Tone.RIGHT,
    Result.DEVIATION: Tone.WRONG,
    Result.UNEXAMINED: Tone.ATTENTION,
    Result.WAITING: Tone.NEUTRAL,
}
STEPS = {
    Verdict.LOOK: ("»", "go on", Tone.NEUTRAL),
    Verdict.STOP: ("✓", "shown", Tone.RIGHT),
    Verdict.REJECT: ("!", "not shown", Tone.WRONG),
}


def state_of(sample: Sample) -> tuple[str, str, str]:
    """(sign, word, style) of where a sample is."""
    if sample.step is not None:
        sign, word, tone = STEPS[sample.step.verdict]
        return sign, say(word), ink(tone)
    passed = sample.concluded(hopeful=True).passed
    if passed is False:
        return "!", say("not shown"), ink(Tone.WRONG)
    if sample.waiting:
        return "»", waits(sample.waiting), ink(Tone.NEUTRAL)
    return "✓", say("done" if passed is None else "shown"), ink(Tone.RIGHT)


def conclusion_lines(sample: Sample, alphabet: Alphabet) -> list[Line]:
    """What a sample says, and the bar; of a stop-or-go one how far its step is."""
    rows: list[Line] = [[Part(sentence(sample.outlook))]]
    if sample.drift:
        rows.append([Part(say("Take care: {drift}", drift=sentence(sample.drift)), "ink-attention")])
    return [*rows, *(bar_lines(sample, alphabet) if sample.step is None else _step_lines(sample, alphabet))]


def bar_lines(sample: Sample, alphabet: Alphabet) -> Iterator[Line]:
    """What was seen, its upper limit and what is tolerable on one scale, and what each mark is."""
    found = sample.concluded(hopeful=True)
    seen, limit, tolerable = _rates(sample, found)
    whole = min(1.0, _ROOM * max(limit, tolerable or 0.0)) or 1.0
    at = None if tolerable is None else min(BAR - 1, int(BAR * tolerable / whole))
    tone = ink(Tone.WRONG if found.passed is False else Tone.RIGHT)
    yield [_cell(number, whole, (seen, limit), at, tone) for number in range(BAR)]
    legend = [
        (f"█ {_per_cent(decimal(seen * 100))}", say("seen")),
        (f"▒ {_per_cent(marked(percent_up(limit)))}", say("upper limit")),
    ]
    if tolerable is not None:
        legend.append((f"│ {_per_cent(marked(f'{tolerable * 100:g}'))}", say("tolerable")))
    yield [
        part for figure, word in legend for part in (Part(alphabet.draw(figure), "bold"), Part(f" {word}   ", "quiet"))
    ]


def _per_cent(number: str) -> str:
    return f"{number} %"


def _rates(sample: Sample, found: Evaluation | Overstated) -> tuple[float, float, float | None]:
    """(seen, upper limit, tolerable) as parts of the whole, be it items or value."""
    if isinstance(found, Overstated):
        value = found.value or 1
        return found.likely / value, found.upper / value, None if found.tolerable is None else found.tolerable / value
    return sample.known / (len(sample.items) or 1), found.upper, found.tolerable


def _cell(number: int, whole: float, ends: tuple[float, float], at: int | None, tone: str) -> Part:
    if number == at:
        return Part("│", "bold ink-attention")
    where = (number + 0.5) / BAR * whole
    char = "█" if where < ends[0] else "▒" if where < ends[1] else "░"
    return Part(char, tone if char != "░" else "quiet")


def _step_lines(sample: Sample, alphabet: Alphabet) -> Iterator[Line]:
    step = sample.step
    if step is not None:
        done = step.n - step.waiting
        bar = alphabet.bar(done, step.n, BAR)
        yield [Part(bar, "ink-neutral"), Part(" " + say("{n} of {all} examined", n=done, all=step.n), "quiet")]


def row_line(row: Row, width: int) -> Line:
    """One item: its state, what it is, where, and what it came to."""
    result = row.drawn.result
    device = max(0, width - 62)
    place = "" if row.place == row.name else row.place
    name = 14 if place else 38
    return [
        Part(f"{_SIGNS[result]} ", f"bold {ink(_TONES[result])}"),
        Part(fit_end(row.name, name), "bold"),
        Part(f" {fit_end(place, 23)}" if place else ""),
        Part(f" {fit(row.device, device)}" if device else "", "quiet"),
        Part(f" {fit(result_word(row), 20)}", ink(_TONES[result])),
    ]


def result_word(row: Row) -> str:
    """What an item came to in a word, and what the first count says otherwise."""
    word = say(RESULT_WORDS[row.drawn.result])
    first = row.drawn.first
    if first is None or first is row.drawn.result:
        return word
    return say("{again}, first {before}", again=word, before=say(RESULT_WORDS[first]))


RESULT_WORDS = {
    Result.OK: "found",
    Result.DEVIATION: "deviates",
    Result.UNEXAMINED: "not examined",
    Result.WAITING: "waits",
    Result.VOID: "void",
}


def row_lines(row: Row, sample: Sample) -> list[Line]:
    """Everything that helps to find an item, and what was said of it."""
    device = "  ".join(filter(None, (row.device, row.serial)))
    rows: list[Line] = [[Part(row.name, "bold"), Part(f"  {device}" if device else "", "quiet")]]
    if row.place != row.name:
        rows[0] = [*rows[0], Part(f"  {row.place}")]
    rows.append([Part(_task(row, sample), "quiet")])
    worth = f" · {say('worth {value}', value=amount(row.drawn.item.cents))}" if row.drawn.item.cents else ""
    rows.append([Part(f"{say('no. {n} of the seeded order', n=row.number)}{worth}", "quiet")])
    if row.drawn.note or row.by:
        rows.append([Part(f"{result_word(row)}: {row.drawn.note}".removesuffix(": ")), Part(f"  {row.by}", "quiet")])
    return rows


def _task(row: Row, sample: Sample) -> str:
    if row.said:
        return sentence(row.said)
    if sample.plan.recount and row.drawn.first is None:
        return say("Look yourself: what the first count saw is not shown.")
    if sample.plan.direction.value == "floor_to_book":
        return say("Look what stands there: has it a record, and is that right? An empty place is right as well.")
    return say("Go there and find it.")

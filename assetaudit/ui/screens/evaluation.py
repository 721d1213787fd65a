"""What a sample says in full: its conclusion, every part of the population, replacements, and how it was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.widget import Widget

from assetaudit.language import marked, say, sentence
from assetaudit.language.figures import amount, examined, stratum, whole
from assetaudit.review.sampling.book import Result, Sample
from assetaudit.review.sampling.plan import Plan
from assetaudit.review.sampling.sheet import Sheet
from assetaudit.ui.alphabet import Alphabet
from assetaudit.ui.sample_lines import conclusion_lines, result_word, state_of
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import BLANK, Line, Part, fit, wrap

_NAME = 24
_BAR = 12


class EvaluationScreen(Page[None]):
    """One list to go through, in the order in which an auditor asks."""

    TITLE_TEXT = "Evaluation"

    def __init__(self, audit: str, sheet: Sheet) -> None:
        super().__init__()
        self.audit = audit
        self.sheet = sheet

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Choice[Line](lambda line, _width: line)

    def on_mount(self) -> None:
        """What it says."""
        self.heading.say(f"{self.audit} · {self.sheet.sample.plan.name}")
        self.query_one(Choice).focus()

    def on_resize(self) -> None:
        """Rows flow to the width."""
        choice = self.query_one(Choice)
        if choice.size.width:
            lines = told(self.sheet, self.app.alphabet)
            choice.show([row for line in lines for row in wrap(line, choice.size.width - 2)])


def told(sheet: Sheet, alphabet: Alphabet) -> Iterator[Line]:
    """Everything in lines."""
    sample = sheet.sample
    sign, word, style = state_of(sample)
    yield [Part(f"{alphabet.draw(sign)} {word}", f"bold {style}")]
    yield from conclusion_lines(sample, alphabet)
    yield BLANK
    yield from _strata(sample, alphabet)
    yield from _deviating(sheet)
    yield from _replaced(sheet)
    yield from _extended(sample)
    yield from _drawn(sheet)


def _strata(sample: Sample, alphabet: Alphabet) -> Iterator[Line]:
    yield [Part(say("By part of the population"), "bold")]
    for name, part in sample.strata().items():
        bad = part.deviations - part.waiting
        bar = alphabet.bar(max(bad, -(-part.n // _BAR)) if bad else 0, part.n, _BAR)
        ink = "ink-wrong" if bad else "quiet"
        yield [Part(f"{fit(stratum(name), _NAME)} "), Part(f"{bar} ", ink), Part(examined(bad, part.n, part.waiting))]
    yield BLANK


def _deviating(sheet: Sheet) -> Iterator[Line]:
    wrong = [row for row in sheet.rows if row.drawn.result in (Result.DEVIATION, Result.UNEXAMINED)]
    yield [Part(say("What deviates"), "bold")]
    for row in wrong:
        why = row.drawn.note or sentence(row.said)
        yield [Part(f"{fit(row.name, _NAME)} "), Part(f"{result_word(row)}  ", "ink-wrong"), Part(why, "quiet")]
    if not wrong:
        yield [Part(say("Nothing so far."), "quiet")]
    yield BLANK


def _replaced(sheet: Sheet) -> Iterator[Line]:
    for void, after, why in sheet.replaced:
        yield [Part(say("{void} was void, {after} took its place.", void=void, after=after)), Part(f"  {why}", "quiet")]
    if sheet.replaced:
        yield BLANK


def _extended(sample: Sample) -> Iterator[Line]:
    for more, why, _who in sample.extended:
        yield [Part(say("Extended by {n}", n=whole(more)), "bold"), Part(f"  {why}", "quiet")]
    if sample.extended:
        yield BLANK


def _drawn(sheet: Sheet) -> Iterator[Line]:
    plan = sheet.sample.plan
    yield [Part(say("How it was drawn"), "bold")]
    for name, text in plan_words(plan):
        yield [Part(f"{fit(name, _NAME)} ", "quiet"), Part(text)]
    yield [Part(f"{fit(say('drawn by'), _NAME)} ", "quiet"), Part(sheet.by)]


def plan_words(plan: Plan) -> Iterator[tuple[str, str]]:
    """What was fixed before it was drawn, (what, how)."""
    yield say("direction"), say(plan.direction.value.replace("_", " "))
    yield say("method"), say(plan.method.value)
    size = say("{n} of {all}", n=whole(plan.n), all=whole(plan.population))
    yield say("size"), size
    yield say("book value"), amount(plan.value)
    yield say("confidence"), f"{marked(f'{plan.confidence / 100:g}')} %"
    yield say("tolerable rate"), f"{marked(f'{plan.tolerable / 100:g}')} %"
    yield say("only in"), ", ".join(plan.scope) or say("the whole audit")
    yield say("only where"), plan.where or say("all assets")
    yield say("blind recount"), say("yes" if plan.recount else "no")
    yield say("seed"), plan.seed
    yield say("population"), plan.digest

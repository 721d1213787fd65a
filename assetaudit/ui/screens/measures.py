"""Measures over time: how true the register is, room by room and kind by kind, and whether it gets truer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.widget import Widget

from assetaudit.language import say, say_many
from assetaudit.language.figures import decimal, share
from assetaudit.model.finding import Measure
from assetaudit.review.accuracy import Accuracy, Measures, Unseen
from assetaudit.ui.alphabet import Alphabet
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import BLANK, Line, Part, fit, wrap

SHARES = {
    "existence": "located where closed",
    "existence_frame": "located of everything",
    "place_rack": "in the right rack",
    "place_u": "in the right unit",
    "completeness": "seen, with a record",
    "coverage": "places closed",
}
_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = ".:-=+*#@"
_BAR = 10
_NAME = 21


class MeasuresScreen(Page[None]):
    """One list to go through; every bar stands beside its figures in words."""

    TITLE_TEXT = "Measures over time"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self._found: Measures | None = None

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Choice[Line](lambda line, _width: line, empty=say("Looking at this audit and those before it ..."))

    def on_mount(self) -> None:
        """Measure."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self.work("measure the audits", lambda: self.workspace.measures(self.audit), then=self._show)

    def _show(self, found: Measures) -> None:
        self._found = found
        told = say_many("{n} audit of these places", "{n} audits of these places", len(found.audits))
        self.heading.say(f"{self.audit} · {told}")
        self.on_resize()

    def on_resize(self) -> None:
        """Rows flow to the width."""
        choice = self.query_one(Choice)
        if self._found is not None and choice.size.width:
            lines = told(self._found, self.app.alphabet)
            choice.show([row for line in lines for row in wrap(line, choice.size.width - 2, _NAME + _BAR + 2)])


def told(found: Measures, alphabet: Alphabet) -> Iterator[Line]:
    """Everything in lines."""
    yield from _groups(say("By room, where things were expected"), found.rooms, alphabet)
    yield from _groups(say("By category"), found.categories, alphabet)
    yield from _trend(found, alphabet)
    yield from _ages(found, alphabet)
    yield from _closing(found)
    yield from _unseen(found.unseen)


def _groups(title: str, groups: Sequence[Accuracy], alphabet: Alphabet) -> Iterator[Line]:
    yield [Part(title, "bold")]
    for one in groups:
        words = [
            say("{n} of {all} at their place ({share})", n=one.here, all=one.whole, share=share(one.here, one.whole))
        ]
        words += [say("{n} elsewhere", n=one.elsewhere)] if one.elsewhere else []
        words += [say("{n} not located", n=one.missing)] if one.missing else []
        yield _row(one.name or say("no category"), alphabet.bar(one.here, one.whole, _BAR), " · ".join(words))
    if not groups:
        yield [Part(say("Nothing was expected in a closed place."), "quiet")]
    yield BLANK


def _trend(found: Measures, alphabet: Alphabet) -> Iterator[Line]:
    yield [Part(say("Over the audits of these places, the oldest first"), "bold")]
    for name, shares in found.trend.items():
        known = [share(*one) for one in (shares[0], shares[-1])]
        words = f"{known[0]} → {known[1]}" if len(shares) > 1 else known[1]
        last = shares[-1]
        based = say("{n} of {all}", n=last.num, all=last.den) if last.den else say("nothing to measure")
        yield _row(say(SHARES[name]), _spark(shares[-_BAR:], alphabet), f"{words} · {based}")
    yield BLANK


def _spark(shares: Sequence[Measure], alphabet: Alphabet) -> str:
    """One bar an audit, as high as its share; a blank where there was nothing to measure."""
    bars = _BARS if alphabet.unicode else _PLAIN_BARS
    top = len(bars) - 1
    return "".join(bars[one.num * top // one.den] if one.den else " " for one in shares)


def _ages(found: Measures, alphabet: Alphabet) -> Iterator[Line]:
    yield [Part(say("Last seen"), "bold")]
    whole = sum(found.ages.values())
    for age, number in found.ages.items():
        words = say("{n} of {all} ({share})", n=number, all=whole, share=share(number, whole))
        yield _row(say(age.value), alphabet.bar(number, whole, _BAR), words)
    yield BLANK


def _closing(found: Measures) -> Iterator[Line]:
    yield [Part(say("From decision to closing"), "bold")]
    if found.days_to_close is None:
        yield [Part(say("Nothing is closed yet."), "quiet")]
    else:
        days = say("{n} days, on average", n=decimal(found.days_to_close))
        yield [Part(f"{days} · {say('{n} closed', n=found.closed)}")]
    yield BLANK


def _unseen(longest: Sequence[Unseen]) -> Iterator[Line]:
    yield [Part(say("Not seen in this audit, the longest first"), "bold")]
    for one in longest:
        ago = say("never seen") if one.days is None else say("seen {n} days before it", n=one.days)
        yield [Part(fit(one.name, _NAME)), Part(f" {ago} ", "ink-attention"), Part(one.place, "quiet")]
    if not longest:
        yield [Part(say("Everything in scope was seen."), "quiet")]


def _row(name: str, bar: str, words: str) -> Line:
    return [Part(f"{fit(name, _NAME)} "), Part(f"{fit(bar, _BAR)} ", "ink-neutral"), Part(words)]

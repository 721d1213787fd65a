"""The words and signs that every report uses, so that colour is never the only carrier of a meaning."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.identify.clean import printable
from assetaudit.model.finding import Measure, Outcome

MEASURE_TITLES = {
    "existence": "Existence",
    "existence_frame": "Existence, whole frame",
    "place_rack": "Place accuracy, rack",
    "place_u": "Place accuracy, unit",
    "completeness": "Completeness",
    "coverage": "Coverage",
    "value_missing": "Value not located",
    "label_health": "Label health",
}
MEASURE_SENTENCES = {
    "existence": "assets expected in closed places were located",
    "existence_frame": "assets in the whole frame were located",
    "place_rack": "located assets stand in their registered place",
    "place_u": "assets with both units known stand at their registered unit",
    "completeness": "things seen have a record in the register",
    "coverage": "planned places were examined and closed",
    "value_missing": "book value was not located",
    "label_health": "things seen by hand had a label that could be read",
}
COVERAGE_SIGNS = {"closed": "✓", "open": "○", "blocked": "⊘", "not visited": "·"}
COVERAGE_COLOURS = {"closed": "#1b7f5c", "open": "#2f6db5", "blocked": "#a4262c", "not visited": "#c9ced6"}
LONGEST = 32_000
"""Characters of one text that are shown: just under what a spreadsheet's cell holds."""


@dataclass(frozen=True, slots=True)
class Group:
    """Outcomes that a picture shows as one: a word, a sign and a colour."""

    word: str
    sign: str
    colour: str
    """``#rrggbb``; told apart by the colour-blind, and in grey by its sign."""
    outcomes: tuple[Outcome, ...]
    light: bool = False
    """Whether dark text is read better on its colour, and the colour is too faint for a sign on white."""


GROUPS = (
    Group("verified", "✓", "#1b7f5c", (Outcome.FOUND,)),
    Group("elsewhere", "↔", "#2f6db5", (Outcome.WRONG_POSITION, Outcome.MISPLACED)),
    Group(
        "to decide",
        "!",
        "#e09f3e",
        (Outcome.RETIRED_PRESENT, Outcome.WRONG_DEVICE, Outcome.MISMATCH, Outcome.CONTESTED, Outcome.AMBIGUOUS),
        light=True,
    ),
    Group("not located", "×", "#a4262c", (Outcome.MISSING,)),
    Group("not examined", "·", "#c9ced6", (Outcome.NOT_SWEPT,), light=True),
    Group("unrecorded", "?", "#7a4e9e", (Outcome.UNKNOWN, Outcome.UNREADABLE)),
    Group("outside", "○", "#8a94a3", (Outcome.OUT_OF_SCOPE, Outcome.UNPLACED, Outcome.FOREIGN, Outcome.OFF_SITE)),
)
"""In the order in which a bar stacks them."""
GROUP_OF = {outcome: number for number, group in enumerate(GROUPS) for outcome in group.outcomes}
SIGNS = {outcome: GROUPS[number].sign for outcome, number in GROUP_OF.items()}


def shown(text: str | None) -> str:
    """A text as people see it: one line, placeholders for what cannot be printed."""
    if not text:
        return ""
    if len(text) <= LONGEST and text.isascii() and text.isprintable():
        return text
    return printable(text, LONGEST)


def percent(measure: Measure) -> str:
    """A share with one decimal, rounded down so that 100 % means all of them; a dash where there is no base."""
    num, den = measure
    if den == 0:
        return "–"
    tenths = num * 1000 // den
    if tenths == 0 and num > 0:
        return "< 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %"


def count(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"


def money(cents: int, currency: str = "") -> str:
    """Hundredths of a currency as an amount of it."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02d} {currency}".rstrip()


def base_of(name: str, measure: Measure, currency: str = "") -> str:
    """The numerator and denominator of a measure, as a sentence without its full stop."""
    if measure.den == 0:
        return "no base: nothing of the kind was examined"
    if name == "value_missing":
        return f"{money(measure.num)} of {money(measure.den, currency)} {MEASURE_SENTENCES[name]}"
    return f"{count(measure.num)} of {count(measure.den)} {MEASURE_SENTENCES[name]}"


def short_hash(value: str) -> str:
    """The first twelve digits of a hash: enough to find it by, the whole stands in the CSV and XLSX."""
    return value[:12]


def moment(text: str) -> str:
    """A time as RFC 3339 writes it, without its T and with its zone named."""
    if not text:
        return "at a time not known"
    return shown(text).replace("T", " ").replace("+00:00", "Z").replace("Z", " UTC")

"""The words and signs that every report uses, so that colour is never the only carrier of a meaning.

Tables of words hold them in English, the keys of every language's catalogue; functions say them in the report's.
"""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.identify.clean import printable
from assetaudit.language import say, say_as, sentence
from assetaudit.language.figures import amount, moment, share, whole
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
    "existence": "{num} of {den} assets expected in closed places were located",
    "existence_frame": "{num} of {den} assets in the whole frame were located",
    "place_rack": "{num} of {den} located assets stand in their registered place",
    "place_u": "{num} of {den} assets with both units known stand at their registered unit",
    "completeness": "{num} of {den} things seen have a record in the register",
    "coverage": "{num} of {den} planned places were examined and closed",
    "value_missing": "{num} of {den} book value was not located",
    "label_health": "{num} of {den} things seen by hand had a label that could be read",
}
BASES = {
    "tag+serial": "tag and serial",
    "tag": "tag",
    "serial": "serial",
    "typed": "typed",
    "rfid": "RFID",
    "picked": "picked",
    "sight": "by sight",
    "attested": "attested",
    "sealed": "sealed",
}
SIGNERS = (
    ("Technician", "I walked these places and recorded what stood there."),
    ("Asset manager", "I have seen the differences and will have them decided."),
    ("Auditor", "I have checked this report against its evidence."),
)
"""(role, what a signature says)."""
COVERAGE_SIGNS = {"closed": "✓", "open": "○", "blocked": "⊘", "not visited": "·"}
COVERAGE_COLOURS = {"closed": "#1b7f5c", "open": "#2f6db5", "blocked": "#a4262c", "not visited": "#c9ced6"}
COVERAGE_LIGHT = frozenset({"not visited"})
"""States on whose colour dark text is read better."""
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


def said(text: str | None) -> str:
    """What the core composed, in the report's language and printable."""
    return shown(sentence(text)) if text else ""


def basis_word(basis: str | None) -> str:
    """How a thing was seen."""
    return say_as("basis", BASES[basis]) if basis in BASES else shown(basis)


def percent(measure: Measure) -> str:
    """A share with one decimal, rounded down so that 100 % means all of them; a dash where there is no base."""
    return share(*measure)


def money(cents: int, currency: str = "") -> str:
    """Hundredths of a currency as an amount of it."""
    return f"{amount(cents)} {currency}".rstrip()


def with_unit(title: str, currency: str) -> str:
    """The title of a column of sums, with their unit where it is known."""
    return f"{title}, {shown(currency)}" if currency else title


def base_of(name: str, measure: Measure, currency: str = "") -> str:
    """The numerator and denominator of a measure, as a sentence without its full stop."""
    if measure.den == 0:
        return say("no base: nothing of the kind was examined")
    if name == "value_missing":
        return say(MEASURE_SENTENCES[name], num=money(measure.num), den=money(measure.den, currency))
    return say(MEASURE_SENTENCES[name], num=whole(measure.num), den=whole(measure.den))


def sentence_of(text: str) -> str:
    """A sentence that began small, as it stands by itself."""
    return f"{text[:1].upper()}{text[1:]}."


def short_hash(value: str) -> str:
    """The first twelve digits of a hash: enough to find it by, the whole stands in the CSV and XLSX."""
    return value[:12]


def time_of(text: str | None) -> str:
    """A time as RFC 3339 writes it, in the form of the report's language."""
    return moment(shown(text)) if text else say("at a time not known")

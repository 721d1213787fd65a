"""A sample before it is drawn: what is asked for above, and at once below what that means, in words and by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.errors import AssetAuditError
from assetaudit.language import marked, say, sentence
from assetaudit.language.figures import amount, stratum, whole
from assetaudit.review.sampling.asked import Asked, Stratum
from assetaudit.review.sampling.plan import Direction, Method, Strata
from assetaudit.review.sampling.sheet import Planned
from assetaudit.ui.review import Review
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.screens.sure import SureQuestion
from assetaudit.ui.widgets.lines import BLANK, Line, Part, fit
from assetaudit.ui.widgets.pick import Pick

FIELDS = ("name", "direction", "kind", "only in", "only where", "by parts", "blind recount", "seed", "yes", "no")
"""What stands before the fields, and in them."""
FIGURES = (
    ("confidence", "", ("confidence %", "")),
    ("tolerable", "", ("tolerable %", "")),
    ("expected", "0", ("expected %", "")),
    ("steps", "3", ("steps", "")),
    ("tolerable_value", "", ("tolerable sum", "as %")),
    ("size", "", ("size", "auto")),
)
"""(field, what it holds at first, (label, what stands there while it is empty))."""
_PAUSE = 0.15
"""Seconds without a key after which the size is worked out anew."""
_NAME = 26
DIRECTIONS = {
    Direction.BOOK_TO_FLOOR: "records: do they exist?",
    Direction.FLOOR_TO_BOOK: "positions: has what stands there a record?",
}
KINDS = {
    "attribute": "so many may deviate as are expected",
    "discovery": "one deviation is one too many",
    "stop-or-go": "in steps: stop, or go on",
    "monetary unit": "every cent has the same chance",
}
PART_WORDS = {"": "no", Strata.PLACE: "by room", Strata.VALUE: "by value", Strata.BOTH: "by room and value"}
PARTS = {
    "": "from all of it alike",
    Strata.PLACE: "from each room its part",
    Strata.VALUE: "from each magnitude of value its part",
    Strata.BOTH: "from each room and magnitude its part",
}
AGAIN = {
    "no": "what was found already counts",
    "yes": "another person looks, not seeing the first",
}
ONLY = {
    "attribute": ("expected", "size"),
    "discovery": ("size",),
    "stop-or-go": ("steps",),
    "monetary unit": ("tolerable_value", "size"),
}
"""Which figures each kind asks for besides confidence and tolerable rate."""


class NewSampleScreen(Page[tuple[str, str]]):
    """Fields, and what follows from them; Enter draws, and answers the sample's name and what was done."""

    WHERE: ClassVar[tuple[str, ...]] = ("new_sample", "page")
    TITLE_TEXT = "New sample"
    KEYS = (("Tab ↑↓", "next field"), ("Enter", "draw"))
    CSS_PATH = "new_sample.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, audit: str, review: Review, name: str) -> None:
        super().__init__()
        self.audit = audit
        self.review = review
        self._first_name = name
        self._soon: Timer | None = None
        self._asked = 0
        """How often a plan was asked for."""
        self._planned: Planned | None = None
        """What the fields mean; None while that is not known, or they mean nothing."""

    def body(self) -> Iterable[Widget]:
        """Fields, then what follows."""
        yield _row("name", "name", _field("name", self._first_name, 100))
        yield _row("direction", "direction", Pick(tuple(DIRECTIONS), _spaced, _meaning(DIRECTIONS), id="direction"))
        yield _row("kind", "kind", Pick(tuple(KINDS), say, _meaning(KINDS), id="kind"))
        yield _row("scope", "only in", _field("scope", "", 500, say("the whole audit; or such as DC1/R2, DC1/R3")))
        such_as = say("all assets; or such as {filter}", filter="category = server and cost > 500")
        yield _row("where", "only where", _field("where", "", 500, such_as))
        yield _row("strata", "by parts", Pick(tuple(PARTS), _part, _meaning(PARTS), id="strata"))
        with Horizontal(classes="row"):
            for name, value, words in FIGURES:
                yield from _figure(name, value, words)
        yield _row("recount", "blind recount", Pick(tuple(AGAIN), say, _meaning(AGAIN), id="recount"))
        yield _row("seed", "seed", _field("seed", "", 200, say("follows from the audit and the name")))
        yield Text(id="means")

    def on_mount(self) -> None:
        """The kind first: the name is given already."""
        self.heading.say(self.audit)
        self._fit_fields()
        self.query_one("#kind", Pick).focus()
        self._ask()

    def action_turn(self) -> None:
        """Take the next word of a field that is chosen."""
        if isinstance(self.focused, Pick):
            self.focused.action_turn(1)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    # -- what is asked for -------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _pick(self, name: str) -> str:
        return self.query_one(f"#{name}", Pick).value

    def asked(self) -> Asked:
        """What the fields say; what the kind does not ask for stays out of it."""
        kind, strata = self._pick("kind"), self._pick("strata")
        figures = {name: self._text(name) for name in ONLY[kind]}
        method = Method.SIMPLE if not strata else Method.STRATIFIED
        direction = Direction(self._pick("direction"))
        return Asked(
            name=self._text("name"),
            direction=direction,
            method=Method.WEIGHTED if kind == "monetary unit" else method,
            strata=Strata(strata) if strata else Strata.PLACE,
            scope=tuple(place.strip() for place in self._text("scope").split(",") if place.strip()),
            where="" if direction is Direction.FLOOR_TO_BOOK else self._text("where"),
            confidence=self._text("confidence"),
            tolerable=self._text("tolerable"),
            seed=self._text("seed"),
            recount=self._pick("recount") == "yes",
            **figures,
        )

    def _fit_fields(self) -> None:
        """Show the fields that the kind and the direction ask for."""
        kind = self._pick("kind")
        for name in ("expected", "steps", "tolerable_value", "size"):
            for widget in self.query(f"#{name}, #{name}-label"):
                widget.display = name in ONLY[kind]
        self.query_one("#strata-row").display = kind != "monetary unit"
        self.query_one("#where-row").display = self._pick("direction") != Direction.FLOOR_TO_BOOK

    @on(Pick.Changed)
    def _turned(self) -> None:
        self._fit_fields()
        self._ask()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_PAUSE, self._ask)

    # -- what it means -----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Work out what is asked for, unless something else is by then."""
        self._asked += 1
        number, asked = self._asked, self.asked()

        def plan() -> Planned | AssetAuditError | None:
            if number != self._asked:
                return None
            try:
                return self.review.samples.plan(asked)
            except AssetAuditError as error:
                return error

        self.in_turn("plan the sample", plan, then=lambda found: self._means(number, found))

    def _means(self, number: int, found: Planned | AssetAuditError | None) -> None:
        if found is None or number != self._asked:
            return
        self._planned = found if isinstance(found, Planned) else None
        means = self.query_one("#means", Text)
        if isinstance(found, Planned):
            for name in ("confidence", "tolerable"):
                self.query_one(f"#{name}", Input).placeholder = marked(f"{getattr(found.plan, name) / 100:g}")
            means.say([BLANK, *planned_lines(found)])
        else:
            means.say([BLANK, [Part(sentence(str(found)), "bold ink-attention")]])

    # -- drawing -----------------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_draw()

    def action_draw(self) -> None:
        """Draw it, after a question that says what will be recorded."""
        planned, asked = self._planned, self.asked()
        if planned is None:
            self.app.tell(say("Nothing can be drawn like this: below the fields stands why."), severe=True)
            return
        if not planned.plan.name:
            self.query_one("#name", Input).focus()
            self.app.tell(say("Give the sample a name."), severe=True)
            return
        seed = say("The seed {seed} is recorded: anybody who draws by it draws the same.", seed=planned.plan.seed)
        lines = [*map(sentence, planned.words[:3]), "", seed]
        self.app.push_screen(
            SureQuestion(say("Draw {name}?", name=planned.plan.name), lines), lambda sure: self._draw(asked, sure=sure)
        )

    def _draw(self, asked: Asked, *, sure: bool | None) -> None:
        if sure:
            self.in_turn("draw the sample", lambda: self.review.samples.draw(asked), then=self._drawn)

    def _drawn(self, told: str) -> None:
        self.dismiss((" ".join(self._text("name").split()), told))


def planned_lines(planned: Planned) -> Iterator[Line]:
    """What is drawn from, what that means in words, and each part with its items, its value and what is drawn of it."""
    plan = planned.plan
    size = say("{n} of {all}", n=whole(plan.n), all=whole(plan.population))
    worth = say("worth {value}", value=amount(plan.value)) if plan.value else ""
    yield [Part(size, "bold ink-right"), Part(f"  {worth}", "quiet")]
    for number, words in enumerate(planned.words):
        yield [Part(sentence(words), "bold" if not number else "")]
    if len(planned.strata) > 1:
        yield BLANK
        yield from map(_stratum_line, planned.strata)


def _stratum_line(one: Stratum) -> Line:
    drawn = "" if one.drawn is None else say("{n} drawn", n=whole(one.drawn))
    return [
        Part(f"{fit(stratum(one.name), _NAME)} "),
        Part(f"{whole(one.items):>9}  "),
        Part(f"{amount(one.cents):>18}  ", "quiet"),
        Part(drawn, "bold"),
    ]


def _row(name: str, label: str, field: Widget) -> Widget:
    return Horizontal(_label(label), field, classes="row", id=f"{name}-row")


def _label(word: str) -> Text:
    label = Text([[Part(say(word), "bold")]])
    label.add_class("label")
    return label


def _field(name: str, value: str, longest: int, placeholder: str = "") -> Input:
    return Input(value, placeholder=placeholder, id=name, max_length=longest)


def _figure(name: str, value: str, words: tuple[str, str]) -> Iterable[Widget]:
    label, placeholder = (say(word) if word else "" for word in words)
    text = Text([[Part(label, "bold")]], id=f"{name}-label")
    text.styles.width = cell_len(label) + 1
    yield text
    yield Input(value, placeholder=placeholder, id=name, max_length=15)


def _meaning(table: Mapping[Any, str]) -> Callable[[str], str]:
    return lambda word: say(table[word])


def _spaced(word: str) -> str:
    return say(word.replace("_", " "))


def _part(word: str) -> str:
    return say(PART_WORDS[word])

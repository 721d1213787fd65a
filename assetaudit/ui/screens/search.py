"""Finding a device by typing: what is left here first, then the register; or taking what was typed as a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.identify.near import near
from assetaudit.language import say, sentence
from assetaudit.model.asset import Asset
from assetaudit.model.read import Read
from assetaudit.ui.messages import NearFound
from assetaudit.ui.picture import Row
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.screens.proof import prove
from assetaudit.ui.survey import assets_of, room_of
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

if TYPE_CHECKING:
    from textual.message import Message

    from assetaudit.ui.feed import Feed
    from assetaudit.ui.workspace import OpenAudit, Walk

LIMIT = 50
NEAR_FROM = 4
"""Typed characters from which near matches are looked for."""
FEW = 8
"""Fewer hits than these, and what nearly matches is looked for as well."""
MOST_NEAR = 2000
"""Assets of the room that are compared."""


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the result."""

    asset: str | None
    """Key; None for "take it as typed"."""
    tag: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Results:
    """What the register has under a text."""

    text: str
    assets: Sequence[Asset] = ()
    slips: Sequence[Asset] = ()
    """What nearly matches."""
    whole: bool = True
    """Whether all of the register was searched."""


_NOTHING = Results("")


class SearchScreen(Page[None]):
    """Search as one types."""

    TITLE_TEXT = "Find a device, or type a code"
    KEYS = (("Enter", "choose"), ("↑↓", "mark"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", "up", show=False, priority=True),
        Binding("down", "mark(1)", "down", show=False, priority=True),
    ]

    def __init__(self, feed: Feed, audit: str, rows: Sequence[Row], *, blind: bool = False) -> None:
        super().__init__()
        self.feed = feed
        self._audit = audit
        self._blind = blind
        self._here = [row for row in rows if row.asset and row.state in ("left", "missing")]
        self._asked = ""
        self._found = _NOTHING
        self._near: Sequence[tuple[Asset, str]] = ()

    def body(self) -> Iterable[Widget]:
        """A field and what matches."""
        yield Input(placeholder=say("tag, serial, name, model ..."), max_length=300)
        yield Choice(_line, empty=say("Nothing is left here. Type to search the register."))
        yield Text([], id="reach")

    def on_mount(self) -> None:
        """What is left here, until something is typed."""
        self.query_one(Input).focus()
        self._list()

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        text = message.value.strip()
        self._asked, self._found, self._near = text, _NOTHING, ()
        self._list()
        if len(text) >= 2:
            self.work("search", lambda: self._search(text), then=self._show)
        if len(text) >= NEAR_FROM:
            self.feed.look("look for near matches", lambda audit, walk: near_here(text, audit, walk))

    def _search(self, text: str) -> Results:
        """In a thread: what matches, or what nearly does; nothing where more was typed meanwhile."""
        space, audit = self.workspace, self._audit
        assets = space.search(audit, text, LIMIT) if text == self._asked else ()
        slips = space.near(audit, text) if len(assets) < FEW and len(text) >= NEAR_FROM and text == self._asked else ()
        return Results(text, assets, slips, whole=space.searchable(audit))

    def _show(self, results: Results) -> None:
        if results.text == self._asked:
            self._found = results
            told = "" if results.whole else say("Still indexing: so far, tags and serials are found by how they begin.")
            self.query_one("#reach", Text).say([[Part(told, "quiet")]] if told else [])
            self._list()

    def near(self, message: NearFound) -> None:
        """What comes near to what was typed has been found."""
        if message.typed == self._asked:
            self._near = message.assets
            self._list()

    def _list(self) -> None:
        text = self._asked
        words = text.casefold().split()
        here = [row for row in self._here if all(word in f"{row.tag} {row.what}".casefold() for word in words)]
        matches = [Match(row.asset, row.tag, row.what, say("left here {units}", units=row.units)) for row in here]
        matches += [self._match(asset) for asset in self._found.assets]
        matches += [self._match(asset, say("near: {why}", why=sentence(why))) for asset, why in self._near]
        slip = say("near: {why}", why=say("one character differs"))
        matches += [self._match(asset, slip) for asset in self._found.slips]
        known: dict[str | None, Match] = {}
        for match in matches:
            known.setdefault(match.asset, match)
        matches = list(known.values())
        if text:
            typed = Match(None, text, say("take this as the code, typed by hand"), "")
            matches.insert(0 if self._is_whole(text) else len(matches), typed)
        self.query_one(Choice).show(matches, mark=0)

    def _is_whole(self, text: str) -> bool:
        """Whether a whole tag or serial was typed: whoever did so has read it, and need not prove it once more."""
        names = [name for one in self._found.assets for name in (one.asset_tag, one.serial) if name]
        return text.casefold() in (name.casefold() for name in (*names, *(row.tag for row in self._here)))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.query_one(Choice).action_choose()

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Match]) -> None:
        match = message.item
        self.dismiss(None)
        if match.asset is None:
            self.feed.take(Read("keys://", text=match.tag), typed=True)
        else:
            prove(self.feed, match.asset)

    def _match(self, asset: Asset, where: str = "") -> Match:
        what = " ".join(part for part in (asset.model, asset.name) if part)
        expected = "" if self._blind else str(asset.place or asset.place_text)
        return Match(asset.key, asset.asset_tag or asset.key, what, where or expected)

    def action_mark(self, by: int) -> None:
        """Move the mark while the field is being typed in."""
        self.query_one(Choice).action_mark(by)


def near_here(text: str, audit: OpenAudit, walk: Walk) -> Message:
    """Records near to a typed text: of this rack first, then of the room around it; in the walk's thread."""
    if audit.frame.blind or walk.place is None:
        return NearFound(text, ())
    known: dict[str, Asset] = {}
    for asset in (
        *assets_of(audit, walk.place.node),
        *islice(audit.register.assets_in(room_of(walk.place)), MOST_NEAR),
    ):
        known.setdefault(asset.key, asset)
    names = ((key, [one for one in (asset.asset_tag, asset.serial) if one]) for key, asset in known.items())
    return NearFound(text, tuple((known[one.key], one.reason) for one in near(text, names, limit=6)))


def _line(match: Match, width: int) -> Line:
    if match.asset is None:
        return [Part(fit(f"{fit(match.tag, 16)} {match.what}", width), "bold")]
    where = max(10, width - 46)
    return [Part(f"{fit(match.tag, 16)} {fit(match.what, 27)} "), Part(fit(match.where, where), "quiet")]

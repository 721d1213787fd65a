"""Finding a device by typing: what is left here first, then the register; or taking what was typed as a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.model.asset import Asset
from assetaudit.model.read import Read
from assetaudit.ui.picture import Row
from assetaudit.ui.screens.page import Page
from assetaudit.ui.screens.proof import prove
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the result."""

    asset: str | None
    """Key; None for "take it as typed"."""
    tag: str
    what: str
    where: str


class FindScreen(Page[None]):
    """Search as one types."""

    TITLE_TEXT = "Find a device, or type a code"
    CSS_PATH = "find.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", "up", show=False, priority=True),
        Binding("down", "mark(1)", "down", show=False, priority=True),
    ]

    def __init__(self, feed: Feed, audit: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self.feed = feed
        self._audit = audit
        self._here = [row for row in rows if row.asset and row.state in ("left", "missing")]
        self._asked = ""

    def body(self) -> Iterable[Widget]:
        """A field and what matches."""
        yield Input(placeholder="tag, serial, name, model ...", max_length=300)
        yield Choice(_line, empty="Nothing is left here. Type to search the register.")

    def on_mount(self) -> None:
        """What is left here, until something is typed."""
        self.query_one(Input).focus()
        self._list("", ())

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        text = message.value.strip()
        self._asked = text
        self._list(text, ())
        if len(text) >= 2:
            audit = self._audit
            self.work("search", lambda: (text, self.workspace.search(audit, text, LIMIT)), then=self._found)

    def _found(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        text, assets = result
        if text == self._asked:
            self._list(text, assets)

    def _list(self, text: str, assets: Sequence[Asset]) -> None:
        words = text.casefold().split()
        here = [row for row in self._here if all(word in f"{row.tag} {row.what}".casefold() for word in words)]
        known = {row.asset for row in here}
        matches = [Match(row.asset, row.tag, row.what, f"left here {row.units}") for row in here]
        matches += [_match(asset) for asset in assets if asset.key not in known]
        if text:
            matches.append(Match(None, text, "take this as the code, typed by hand", ""))
        self.query_one(Choice).show(matches, mark=0)

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

    def action_mark(self, by: int) -> None:
        """Move the mark while the field is being typed in."""
        self.query_one(Choice).action_mark(by)


def _match(asset: Asset) -> Match:
    what = " ".join(part for part in (asset.model, asset.name) if part)
    return Match(asset.key, asset.asset_tag or asset.key, what, str(asset.place or asset.place_text))


def _line(match: Match, width: int) -> Line:
    style = "bold" if match.asset is None else ""
    where = max(10, width - 46)
    return [Part(f"{fit(match.tag, 16)} {fit(match.what, 27)} ", style), Part(fit(match.where, where), "quiet")]

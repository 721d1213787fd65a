"""All places of an audit: the tree with state, sides, progress and findings; Enter goes there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from assetaudit.language import say
from assetaudit.model.place import Place
from assetaudit.ui.messages import PlacesListed, VerdictGiven
from assetaudit.ui.overview import PlaceLine, overview
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import RowChosen
from assetaudit.ui.widgets.tree import PlaceTree

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed


class PlacesScreen(Page[Place]):
    """The tree; scanning a place's label goes there from here as from everywhere."""

    WHERE: ClassVar[tuple[str, ...]] = ("places", "page")
    TITLE_TEXT = "Places"

    def __init__(self, audit: str, feed: Feed, here: Place | None = None, *, blind: bool = False) -> None:
        super().__init__()
        self.audit = audit
        self.feed = feed
        self._here = here
        self._blind = blind

    def body(self) -> Iterable[Widget]:
        """The tree."""
        yield PlaceTree(self.workspace.person, blind=self._blind)

    def on_mount(self) -> None:
        """Ask the walk's thread for it."""
        self.heading.say(self.audit)
        self.query_one(PlaceTree).focus()
        self.feed.slowly("list the places", overview)

    def list(self, message: PlacesListed) -> None:
        """Show the places as they stand."""
        self.query_one(PlaceTree).put(message.places, self._here)
        planned = sum(1 for line in message.places if line.state)
        closed = sum(1 for line in message.places if line.state == "closed")
        said = say("{closed} of {all} closed", closed=closed, all=planned)
        self.heading.say(f"{self.audit} · {said}")

    def hear(self, message: VerdictGiven) -> None:
        """A read was taken meanwhile: the tree is worked out anew."""
        super().hear(message)
        self.feed.slowly("list the places", overview)

    @on(RowChosen)
    def _chosen(self, message: RowChosen[PlaceLine]) -> None:
        self._choose(message.item)

    def action_go(self) -> None:
        """Stand in the marked place, or open what lies in it."""
        marked = self.query_one(PlaceTree).marked
        if marked is not None:
            self._choose(marked)

    def _choose(self, line: PlaceLine) -> None:
        if line.state:
            self.dismiss(line.place)
        else:
            self.query_one(PlaceTree).unfold()

    def action_unfold(self) -> None:
        """Show the places in the marked one."""
        self.query_one(PlaceTree).unfold()

    def action_fold(self) -> None:
        """Hide the places in the marked one."""
        self.query_one(PlaceTree).fold()

    def action_unfinished(self) -> None:
        """Only places that are not closed, or all."""
        self.query_one(PlaceTree).filter()

"""The places around, in walking order: which are closed, which are open, which are still to come."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from assetaudit.language import say
from assetaudit.ui.picture import Around, WalkPicture
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Lines, Part, fit, ink


class Route(Lines):
    """The places of the room, with their state in words and numbers."""

    DEFAULT_CSS = "Route { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="route")
        self.places: tuple[Around, ...] = ()
        self.room = ""
        self.blind = False

    def show(self, picture: WalkPicture) -> None:
        """Show the places of a picture."""
        self.places, self.room, self.blind = picture.around, picture.room, picture.blind
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """The place one stands in, what comes before and after."""
        width, height = size
        here = next((number for number, place in enumerate(self.places) if place.here), 0)
        first = max(0, min(here - 1, len(self.places) - height + 1))
        shown = self.places[first : first + height - 1]
        return [
            [Part(f" {say('The route through {room}', room=self.room or say('this audit'))}", "bold")],
            *(self._line(place, width) for place in shown),
        ]

    def _line(self, place: Around, width: int) -> Line:
        state = sign(place.state)
        wide = max(6, width - 28)
        counts = self._counts(place)
        return [
            Part("▸" if place.here else " ", "bold"),
            Part(fit(place.short, wide), "bold" if place.here else ""),
            Part(f" {self.alphabet.of(place.state)} ", f"bold {ink(state.tone)}"),
            Part(fit(_state(place), 13), ink(state.tone) if place.state == "blocked" else "quiet"),
            Part(fit(counts, 10), "quiet"),
        ]

    def _counts(self, place: Around) -> str:
        if self.blind or place.left is None:
            return ""
        return say("{n} left", n=place.left) if place.left else say("all seen")


def _state(place: Around) -> str:
    """The state in a word; where only one side is done, which one is."""
    done = [side for side, state in place.sides if state == "closed"]
    return say("{side} closed", side=say(done[0])) if len(done) == 1 else say(sign(place.state).word)

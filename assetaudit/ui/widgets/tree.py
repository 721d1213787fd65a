"""The tree of places with state and progress; branches open and shut, and the way to what is open stays open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assetaudit.language import say
from assetaudit.model.place import Place
from assetaudit.ui.overview import PlaceLine
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit, ink

_FIRST_OPEN = 2
"""Levels that are open at first where there are many places."""


class PlaceTree(Choice[PlaceLine]):
    """Rows are places; the names of people are looked up by whoever shows it."""

    def __init__(self, name_of: Callable[[str], str], *, blind: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(self._place_line, empty=say("Looking ..."), id=id)
        self._name_of = name_of
        self.blind = blind
        self.unfinished = False
        self._all: Sequence[PlaceLine] = ()
        self._shut: set[Place] = set()
        self._begun = False

    def put(self, places: Sequence[PlaceLine], here: Place | None = None) -> None:
        """Show places as they stand now; what is shut stays shut."""
        before = self.marked.place if self.marked is not None else here
        self._all = places
        if not self._begun:
            self._begun = True
            self._shut = self._folded_at_first(here)
        self._show(before)

    def _folded_at_first(self, here: Place | None) -> set[Place]:
        if len(self._all) <= 40:
            return set()
        return {
            line.place
            for line in self._all
            if line.inner and len(line.place.nodes) >= _FIRST_OPEN and (here is None or not line.place.holds(here))
        }

    def _show(self, mark: Place | None) -> None:
        shown = [line for line in self._all if self._is_shown(line)]
        number = next((number for number, line in enumerate(shown) if line.place == mark), 0)
        self.show(shown, empty=say("No place is planned."), mark=number)

    def _is_shown(self, line: PlaceLine) -> bool:
        if self.unfinished and line.closed == line.planned:
            return False
        return not any(shut.holds(line.place) and shut != line.place for shut in self._shut)

    def unfold(self) -> None:
        """Show the places in the marked one."""
        if self.marked is not None:
            self._shut.discard(self.marked.place)
            self._show(self.marked.place)

    def fold(self) -> None:
        """Hide the places in the marked one, or in the one above it."""
        line = self.marked
        if line is None:
            return
        place = line.place if line.inner and line.place not in self._shut else line.place.parent or line.place
        self._shut.add(place)
        self._show(place)

    def filter(self) -> None:
        """Only places that are not closed, or all again."""
        self.unfinished = not self.unfinished
        self._show(self.marked.place if self.marked is not None else None)

    def _place_line(self, line: PlaceLine, width: int) -> Line:
        deep = "  " * (len(line.place.nodes) - 1)
        fold = ("▸ " if line.place in self._shut else "▾ ") if line.inner else "  "
        wide = width >= 90
        state = self._state(line)
        name = max(12, width - (71 if wide else 53))
        shown = sign(line.state) if line.state else None
        parts = [
            Part(fit(f"{deep}{fold}{line.place.nodes[-1]}", name), "bold" if line.inner else ""),
            Part(
                f" {self.alphabet.of(line.state) if line.state else ' '} ", f"bold {ink(shown.tone)}" if shown else ""
            ),
            Part(fit(state, 17), "ink-attention" if line.state == "blocked" else "quiet"),
            *self._counts(line),
        ]
        return [*parts, Part(fit(self._name_of(line.user) if line.user else "", 18), "quiet")] if wide else parts

    def _state(self, line: PlaceLine) -> str:
        if line.inner and not line.state:
            return say("{closed} of {all} closed", closed=line.closed, all=line.planned)
        done = [side for side, state in line.sides if state == "closed"]
        if len(done) == 1 and line.state != "closed":
            return say("{side} closed", side=say(done[0]))
        return line.reason or say(sign(line.state).word)

    def _counts(self, line: PlaceLine) -> list[Part]:
        if self.blind:
            return []
        seen = fit(say("{seen} of {all}", seen=line.seen, all=line.expected), 12)
        bar = self.alphabet.bar(line.seen, line.expected or 1, 8)
        wrong = f"{line.wrong} {self.alphabet.of('misplaced')}" if line.wrong else ""
        strange = f"{line.unknown} {self.alphabet.of('unknown')}" if line.unknown else ""
        found = " ".join(text for text in (wrong, strange) if text)
        return [Part(f"{bar} ", "ink-right"), Part(seen), Part(f"{fit(found, 9)} ", "ink-attention")]

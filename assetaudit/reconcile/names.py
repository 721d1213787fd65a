"""What the text of a place means: by the frame's aliases, by live alias events, by the register's own codes."""

from __future__ import annotations

from assetaudit.model.frame import Frame
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.reconcile.fold import Fold


class PlaceNames:
    """Looks each text up once; made anew when an alias arrives or is taken back."""

    def __init__(self, frame: Frame, register: Register, fold: Fold) -> None:
        self._frame = frame
        self._register = register
        self._aliases = _live_aliases(fold)
        self._known: dict[str, Place | None] = {}

    def place(self, text: str) -> Place | None:
        """The place that a text means; None where it means none."""
        if text not in self._known:
            self._known[text] = self._look_up(text)
        return self._known[text]

    def _look_up(self, text: str) -> Place | None:
        meant = self._aliases.get(text.strip().casefold(), text)
        return self._frame.meaning(meant) or self._register.place_by_code(meant)


def _live_aliases(fold: Fold) -> dict[str, str]:
    """Live aliases; where two disagree, the first target bytewise, so that every machine chooses the same."""
    found: dict[str, str] = {}
    for event in fold.events.single.values():
        if event.k != "alias" or not fold.live(event.hash):
            continue
        name, target = event.d.get("place"), event.d.get("is")
        if isinstance(name, str) and isinstance(target, str):
            key = name.strip().casefold()
            found[key] = min(found.get(key, target), target)
    return found

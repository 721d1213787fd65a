"""Which frame counts: the one that the audit was opened with, until a live rebase replaces it."""

from __future__ import annotations

from assetaudit.model.event import Event
from assetaudit.model.frame import Frame
from assetaudit.reconcile.fold import Fold


class FrameChoice:
    """Follows the rebases; two that do not know of each other leave the older frame standing until resolved."""

    def __init__(self, opening: Frame, fold: Fold) -> None:
        self.opening = opening
        self._fold = fold
        self.unavailable = False
        """The register version of the chosen frame is not on this machine."""

    def current(self) -> Frame:
        """The frame of the last rebase that nobody contradicts."""
        chosen = self._chosen()
        return self.opening if chosen is None else _frame(chosen) or self.opening

    def _chosen(self) -> Event | None:
        rebases = self._live()
        last = [event for event in rebases.values() if not self._replaced(event, rebases)]
        if len(last) == 1:
            return last[0]
        chosen: Event | None = None
        following = [event for event in rebases.values() if not any(name in rebases for name in event.sup)]
        while len(following) == 1:
            chosen = following[0]
            following = [event for event in rebases.values() if chosen.hash in event.sup]
        return chosen

    def _live(self) -> dict[str, Event]:
        events = self._fold.events.single.values()
        return {
            event.hash: event
            for event in events
            if event.k == "rebase" and self._fold.live(event.hash) and _frame(event) is not None
        }

    def _replaced(self, event: Event, rebases: dict[str, Event]) -> bool:
        return any(event.hash in other.sup for other in rebases.values())

    def troubles(self) -> list[str]:
        """What is not settled about the frame."""
        rebases = self._live()
        last = [event for event in rebases.values() if not self._replaced(event, rebases)]
        found = []
        if len(last) > 1:
            found.append(f"{len(last)} changes of the frame do not know of each other; decide which one counts.")
        if self.unavailable:
            found.append(
                f"The register version of the new frame ({self.current().register[:12]}) is not on this machine."
            )
        return found


def _frame(event: Event) -> Frame | None:
    """The frame that a rebase brings; None where it is damaged."""
    data = event.d.get("frame")
    if not isinstance(data, dict):
        return None
    try:
        return Frame.from_dict(data)
    except (KeyError, TypeError, ValueError):
        return None

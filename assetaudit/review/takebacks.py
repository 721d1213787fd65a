"""What people took back of the review: only who wrote a decision or an approval takes it back, at whatever door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from assetaudit.model.event import Event


class Takebacks:
    """Whether an event of the review still counts, by the voids of its own author."""

    def __init__(self, authors: Mapping[str, str], own: Callable[[str, str], bool]) -> None:
        self._authors = authors
        self._is_own = own
        """Whether an event was written by a person."""
        self._voids: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, bool] = {}

    def add(self, event: Event) -> None:
        """Take in an event of any kind."""
        for name in event.sup if event.k == "void" else ():
            self._voids[name].append(event.hash)
        if event.k in ("void", "signature"):
            self.forget()

    def forget(self) -> None:
        """Look anew: who is who has changed."""
        self._known.clear()

    def live(self, name: str) -> bool:
        """Whether an event is here and its author has not taken it back; a taking back can be taken back as well."""
        waiting = [name]
        while waiting:
            top = waiting[-1]
            own = list(self._own(top))
            unknown = [void for void in own if void not in self._known]
            if unknown:
                waiting += unknown
            else:
                self._known[waiting.pop()] = top in self._authors and not any(self._known[void] for void in own)
        return self._known[name]

    def _own(self, name: str) -> Iterator[str]:
        author = self._authors.get(name, "")
        return (void for void in self._voids.get(name, ()) if self._is_own(void, author))

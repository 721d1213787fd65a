"""RFID reads on their way into the walk: gathered in the readers' threads, saved a batch at a time, then shown.

Thousands of reads a second reach the screen as one message a second; a person who follows a signal gets five.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assetaudit.audit.gathering import LONGEST, Gathering
from assetaudit.audit.tags import Heard, Stood
from assetaudit.model.read import Read
from assetaudit.ui import messages

if TYPE_CHECKING:
    from textual.message import Message

    from assetaudit.model.place import Place
    from assetaudit.ui.feed import Stretch

FOLLOWING = 0.2
"""Seconds of a batch while a person follows a signal."""
FORGOTTEN = 5.0
"""Seconds after which one tag that is held before the reader is a scan of its own again."""


class TagFeed:
    """The part of a walk's feed that takes RFID tags."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._gathering = Gathering()
        self._heard: dict[str, float] = {}
        self._place: Place | None = None
        self._sought: str | None = None
        self._busy = False
        self.watched = False
        """Whether a screen shows the sweep."""

    def take(self, read: Read) -> bool:
        """Count a read, from any thread; whether the walk's thread has to be woken for it."""
        return self._gathering.take(read, time.monotonic())

    def mark(self) -> int:
        """The number of something handed in now that may change the place."""
        return self._gathering.mark()

    def settle(self, mark: int, before: Stood | None) -> None:
        """It is done; where one stood until then, if that has changed."""
        self._gathering.settle(mark, before)

    def seek(self, asset: str | None) -> None:
        """Deliver in short batches, for somebody who walks after the signal of an asset; None ends that."""
        self._sought = asset
        self._gathering.longest = LONGEST if asset is None else FOLLOWING

    @property
    def pending(self) -> bool:
        """Whether there are reads that are not saved yet."""
        return self._busy or self._gathering.pending

    def wait(self, longest: float) -> float:
        """Seconds that the walk's thread may sleep."""
        due = self._gathering.wait(time.monotonic())
        return longest if due is None else min(longest, due)

    @contextmanager
    def saving(self, *, all_of_it: bool = False, before: int | None = None) -> Iterator[list[Heard]]:
        """Batches to be saved now, or what was heard before a mark; they count as pending until they are."""
        self._busy = True
        try:
            if before is not None:
                yield self._gathering.before(before)
            else:
                yield self._gathering.due(time.monotonic(), all_of_it=all_of_it)
        finally:
            self._busy = False

    def save(self, heard: Heard, stretch: Stretch) -> None:
        """Save one batch, then tell of it."""
        now, walk = time.monotonic(), stretch.walk
        alarms = walk.sweep.alarms
        if walk.place != self._place:
            self._place, self._heard = walk.place, {}
        tags = {slot.epc or slot.tid for slot, _ in heard.tags()}
        fresh = {tag for tag in tags if now - self._heard.get(tag, -FORGOTTEN) >= FORGOTTEN}
        lone = len(tags) == 1 and bool(fresh) and not self.watched and self._sought is None
        verdict = walk.take_heard(heard, quiet=not lone)
        self._remember(tags, now)
        if lone:
            self._post(messages.VerdictGiven(verdict, stretch.survey.picture()))
        alarm = next((told for told in walk.sweep.alarms if told not in alarms), "")
        if not lone or alarm:
            self._tell(heard, stretch, alarm=alarm, fresh=bool(fresh))

    def _tell(self, heard: Heard, stretch: Stretch, *, alarm: str, fresh: bool) -> None:
        """The walk is drawn anew only where a tag came that had not been heard for a while."""
        sweep = stretch.walk.sweep
        sought = frozenset(slot.epc for slot, _ in heard.tags() if self._sought in sweep.records(slot.epc))
        told = messages.TagsTaken(heard, stretch.survey.picture() if fresh else None, alarm=alarm, sought=sought)
        told.fresh = fresh and self._sought is None
        told.sweep = sweep.picture() if self.watched else None
        self._post(told)

    def draw(self, stretch: Stretch) -> None:
        """Tell how the sweep stands."""
        self._post(messages.SweepDrawn(stretch.walk.sweep.picture()))

    def _remember(self, tags: set[str], now: float) -> None:
        self._heard.update(dict.fromkeys(tags, now))
        if len(self._heard) > 10_000:
            self._heard = {tag: when for tag, when in self._heard.items() if now - when < FORGOTTEN}

"""Bulk events in columns: as much of each as findings hang on, so that a day of RFID takes a few megabytes of memory.

A reader repeats itself every second. Whoever wrote, where they stood and which tags there are is kept once; a second
more is a hash, two numbers, and for each tag a bit or two of how it was heard. The store has all the rest.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assetaudit.model.event import VERSION, Event
from assetaudit.model.payload import INTEGER_LIMIT
from assetaudit.reconcile.digests import Digests, digest_of
from assetaudit.reconcile.tracks import SPAN, OpenPage, PressedPage, Row

_AT_HAND = 8
"""Pages that stay open after they were read."""
_MOST = 2**31
"""Counts and signals beyond this, which no reader sends, are not for columns."""
_NAMED = (str, type(None))


class Slot(NamedTuple):
    """A tag as one reader hears it."""

    reader: str
    epc: str | None
    tid: str | None
    unit: str


class Head(NamedTuple):
    """What all events have in common that one walk wrote at one place."""

    log: str
    audit: str
    user: str
    reader: object
    at: object


class BulkLog:
    """Bulk events that refer to nothing but their place, numbered in the order in which they arrived."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        """Every tag that was heard, by number."""
        self._slot_of: dict[Slot, int] = {}
        self._names = Digests()
        self._heads: list[Head] = []
        self._numbered: dict[Head, int] = {}
        self._head_of = array("I")
        self._walls = array("q")
        self._seqs = array("q")
        self._pressed = bytearray()
        """Full pages, one after the other: each by itself would leave holes in memory."""
        self._ends = array("Q")
        self._open = OpenPage()
        self._at_hand: OrderedDict[int, PressedPage] = OrderedDict()
        self._made_at: dict[str, array[int]] = {}
        """By place event the pages in which something was heard there."""

    def __len__(self) -> int:
        return len(self._head_of)

    def take(self, event: Event) -> bool:
        """Take in a new event; False, and nothing done, for one that is not as readers write them."""
        digest, rows = digest_of(event.hash), self._rows_of(event)
        if digest is None or rows is None:
            return False
        number = self._names.add(digest)
        self._head_of.append(self._head(event))
        self._walls.append(event.wall)
        self._seqs.append(event.seq)
        if number // SPAN > len(self._ends):
            self._turn()
        self._open.write(number % SPAN, rows)
        return True

    def _rows_of(self, event: Event) -> Mapping[int, list[int]] | None:
        """By tag how often and how strongly it was heard; None where anything is not as it should be."""
        reader, tags = event.d.get("reader"), event.d.get("tags")
        if event.k != "bulk" or not _is_plain(event) or not isinstance(reader, str) or not isinstance(tags, list):
            return None
        rows: dict[int, list[int]] = {}
        for tag in tags:
            if not _is_heard(tag):
                return None
            unit = tag.get("unit", "")
            slot = self._slot(Slot(reader, tag.get("epc"), tag.get("tid"), unit))
            count, strongest = tag.get("n", 1), tag.get("max", 0) if unit == "dBm" else 0
            row = rows.setdefault(slot, [0, strongest])
            row[0] += count
            row[1] = max(row[1], strongest)
        return rows

    def _slot(self, slot: Slot) -> int:
        number = self._slot_of.setdefault(slot, len(self.slots))
        if number == len(self.slots):
            self.slots.append(slot)
        return number

    def _head(self, event: Event) -> int:
        at = event.d.get("at")
        head = Head(event.log, event.audit, event.user, event.d["reader"], at)
        number = self._numbered.setdefault(head, len(self._heads))
        if number == len(self._heads):
            self._heads.append(head)
        if isinstance(at, str):
            pages, page = self._made_at.setdefault(at, array("I")), len(self) // SPAN
            if not pages or pages[-1] != page:
                pages.append(page)
        return number

    def _turn(self) -> None:
        """Begin another page."""
        self._pressed += self._open.pressed()
        self._ends.append(len(self._pressed))
        self._open = OpenPage()

    def number(self, name: str) -> int | None:
        """The number of an event's hash."""
        return self._names.number(name)

    def name(self, number: int) -> str:
        """An event's hash."""
        return self._names.name(number)

    def event(self, number: int) -> Event:
        """An event without its tags."""
        log, audit, user, reader, at = self._heads[self._head_of[number]]
        d = {"reader": reader} if at is None else {"reader": reader, "at": at}
        return Event("bulk", log, self._seqs[number], audit, self.name(number), d, user=user, wall=self._walls[number])

    def page(self, number: int) -> int:
        """The page on which an event is."""
        return number // SPAN

    def rows(self, number: int) -> Iterator[Row]:
        """Every tag of an event."""
        return self._page(number // SPAN).rows(number % SPAN)

    def track(self, page: int, slot: int) -> Iterator[tuple[int, Row]]:
        """The events of a page in which a tag was heard, by number."""
        return ((page * SPAN + index, row) for index, row in self._page(page).track(slot))

    def _page(self, page: int) -> OpenPage | PressedPage:
        if page == len(self._ends):
            return self._open
        found = self._at_hand.get(page)
        if found is None:
            begin = self._ends[page - 1] if page else 0
            found = self._at_hand[page] = PressedPage(self._pressed[begin : self._ends[page]])
            if len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
        return found

    @property
    def cited(self) -> Mapping[str, object]:
        """By their hashes the place events that any event was made under."""
        return self._made_at

    def cites(self, place_event: str) -> bool:
        """Whether any event was made under a place event."""
        return place_event in self._made_at

    def made_at(self, place_event: str) -> Iterator[str]:
        """Hashes of the events that were made under a place event."""
        pages = self._made_at.get(place_event)
        heads = {number for number, head in enumerate(self._heads) if head.at == place_event} if pages else set()
        for page in pages or ():
            for number in range(page * SPAN, min((page + 1) * SPAN, len(self))):
                if self._head_of[number] in heads:
                    yield self.name(number)


def _is_plain(event: Event) -> bool:
    """Whether an event refers to its place alone, and its numbers are numbers of an event."""
    whole = abs(event.wall) < INTEGER_LIMIT and abs(event.seq) < INTEGER_LIMIT
    referring = event.sup or "with" in event.d or "of" in event.d
    return whole and not referring and event.v == VERSION and isinstance(event.d.get("at"), _NAMED)


def _is_heard(tag: object) -> bool:
    """Whether a tag is written as readers do."""
    if not isinstance(tag, dict) or type(tag.get("unit", "")) is not str:
        return False
    named = isinstance(tag.get("epc"), _NAMED) and isinstance(tag.get("tid"), _NAMED)
    return named and _is_figure(tag.get("n", 1)) and _is_figure(tag.get("max", 0))


def _is_figure(value: object) -> bool:
    return type(value) is int and -_MOST < value < _MOST

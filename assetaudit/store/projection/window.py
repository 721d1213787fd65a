"""A part of an audit in an engine: what the judge asks for is brought in from the log, with all that bears on it.

An event never comes alone: what it refers to comes with it, and what refers to it, so that every claim is what it would
be in an engine that holds the whole log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from assetaudit.model.event import Event
from assetaudit.reconcile.claims import Plain
from assetaudit.store.projection.keys import EVENT, NAMES, NODE, THING, UNDER, key_of, targets, under
from assetaudit.store.projection.lens import Lens
from assetaudit.store.projection.log import MarkedLog
from assetaudit.store.projection.rows import Fact, Rows


class Window:
    """The pager of one engine."""

    def __init__(self, lens: Lens, rows: Rows, log: MarkedLog, users: Sequence[str] = ()) -> None:
        """``users`` made plain scans, each by their number."""
        self._rows = rows
        self._users = users
        self._made_by: dict[str, str] = {}
        """Who made those plain scans that are here in short."""
        self._log = log
        self._marks: dict[int, Event] = {}
        self._things: set[str] = set()
        self._nodes: set[str] = set()
        self._entered: dict[str, list[str]] = {}
        self._visits: dict[str, tuple[str, int]] = {}
        self._full: set[str] = set()
        self._lens = lens
        self.state = lens.engine(self)

    @property
    def held(self) -> int:
        """How much has been brought in."""
        return len(self._marks) + len(self._things) + len(self._made_by)

    def visit(self, node_key: str) -> tuple[str, int]:
        """Who entered, closed or blocked a node last by their clocks, and when; nobody, at 0, where nobody did."""
        self.need_ground(node_key)
        return self._visits[node_key]

    def author(self, known: str) -> str:
        """Who wrote an event that is here."""
        event = self.state.fold.events.get(known)
        return self._made_by.get(known, "") if event is None else event.user

    def need_events(self, known: Iterable[str]) -> None:
        """Some events by hash, as far as they are here."""
        keys = [key_of(EVENT, each) for each in known if each not in self.state.fold.events]
        if keys:
            self.load({mark for marks in self._rows.marks(keys).values() for mark in marks})

    def take_in(self, events: Sequence[Event]) -> None:
        """Some events of the log that somebody has at hand, and all that bears on them."""
        new = [event for event in events if event.hash not in self.state.fold.events]
        self.load(around(self._rows, new, themselves=False))
        self.state.read_ahead(new)
        for event in new:
            self.state.add(event)

    def need_named(self, thing: str) -> None:
        """Everything that is said of a thing by its key, be it one of those that no record has."""
        if thing.startswith("!"):
            self.need_events((thing[1:],))
        elif thing.startswith("?"):
            parts = thing.split("@")
            self.need_nodes("@".join(parts[start:]) for start in range(1, len(parts)))
        else:
            self.need_thing(thing)

    def need_thing(self, key: str) -> None:
        """Everything that is said of an asset."""
        if key not in self._things and key[:1] not in ("?", "!"):
            self.need_things((key,))

    def need_node(self, node_key: str) -> None:
        """Everything that is said of things at a node, and the node's own sweeps."""
        if node_key not in self._nodes:
            self.need_nodes((node_key,))

    def need_ground(self, node_key: str) -> None:
        """Who entered, closed or blocked a node."""
        if node_key not in self._entered:
            self._need_grounds((node_key,))

    def need_things(self, keys: Iterable[str]) -> None:
        """The same for many assets at once."""
        new = [key for key in dict.fromkeys(keys) if key not in self._things]
        self._things.update(new)
        assets = [asset for key in new if (asset := self._lens.grounds.register.asset(key)) is not None]
        self.need_nodes(asset.place.node_key for asset in assets if asset.place is not None)
        found = self._rows.marks([key_of(THING, key) for key in new])
        self.load({mark for marks in found.values() for mark in marks})

    def need_nodes(self, node_keys: Iterable[str]) -> None:
        """The same for many nodes at once."""
        new = [key for key in dict.fromkeys(node_keys) if key not in self._nodes]
        if not new:
            return
        self._nodes.update(new)
        self._need_grounds(key for key in new if key not in self._entered)
        self._fill(known for key in new for known in self._entered[key])

    def _need_grounds(self, node_keys: Iterable[str]) -> None:
        new = list(node_keys)
        found = self._rows.marks([key_of(NODE, key) for key in new])
        here = dict(self._fetch({mark for marks in found.values() for mark in marks}))
        self._take(here.items())
        for key in new:
            events = [(mark, here[mark]) for mark in sorted(found.get(key_of(NODE, key), ())) if mark in here]
            self._entered[key] = [event.hash for _mark, event in events if event.k == "place"]
            last = max(events, key=lambda each: (each[1].wall, each[0]), default=None)
            self._visits[key] = ("", 0) if last is None else (last[1].user, last[1].wall)

    def _fill(self, place_events: Iterable[str]) -> None:
        """Bring in everything that was made under some place events, and under those that they supersede."""
        new = self._with_superseded(place_events)
        keys = [key_of(UNDER, known) for known in new]
        found = self._rows.marks(keys)
        self.load({mark for marks in found.values() for mark in marks})
        pages = self._rows.facts(keys)
        late = [fact for known, key in zip(new, keys, strict=True) for fact in self._put(known, pages.get(key, ()))]
        self.load({mark for _digest, mark, _rank, _key, _user in late})

    def _with_superseded(self, place_events: Iterable[str]) -> list[str]:
        new, todo, events = [], list(place_events), self.state.fold.events
        while todo:
            known = todo.pop()
            if known in self._full:
                continue
            self._full.add(known)
            new.append(known)
            event = events.get(known)
            if event is not None and event.k == "place":
                todo.extend(event.sup)
        return new

    def _put(self, place_event: str, facts: Collection[Fact]) -> Iterable[Fact]:
        """Put plain scans into the book; those of which more is to be said are given back."""
        state = self.state
        place = state.interpreter.place_of(place_event)
        if place is None or place.position is not None or state.fold.leaves([place_event]) != [place_event]:
            return facts
        for digest, _mark, rank, key, user in facts:
            known = digest.hex()
            if known not in state.fold.events:
                self._made_by[known] = self._users[user]
                state.book.put_plain(key, Plain(known, place, rank))
        return ()

    def load(self, marks: Collection[int]) -> None:
        """Bring in some events with everything that bears on them."""
        self._take(self._fetch(marks))

    def _fetch(self, marks: Collection[int]) -> list[tuple[int, Event]]:
        """The events of some marks, those that are here already among them."""
        wanted = [mark for mark in marks if mark not in self._marks]
        here = [(mark, self._marks[mark]) for mark in marks if mark in self._marks]
        return [*here, *self._log.at(wanted)] if wanted else here

    def _take(self, found: Iterable[tuple[int, Event]]) -> None:
        fresh = [(mark, event) for mark, event in found if mark not in self._marks]
        events: list[Event] = []
        while fresh:
            self._marks.update(fresh)
            events += [event for _mark, event in fresh]
            marks = around(self._rows, [event for _mark, event in fresh])
            fresh = list(self._log.at([mark for mark in marks if mark not in self._marks]))
        self.state.read_ahead(events)
        for event in events:
            self.state.add(event)


def around(rows: Rows, events: Iterable[Event], *, themselves: bool = True) -> set[int]:
    """Marks of the events that these refer to, and of those that refer to any of them; of ``themselves``, too."""
    keys: set[int] = set()
    for event in events:
        at = under(event)
        others = (*targets(event), *(() if at is None else (at,)))
        keys.update(key_of(sign, each) for each in others for sign in (NAMES, EVENT))
        keys.update(key_of(sign, event.hash) for sign in ((NAMES, EVENT) if themselves else (NAMES,)))
    return {mark for marks in rows.marks(keys).values() for mark in marks}

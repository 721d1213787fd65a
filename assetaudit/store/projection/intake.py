"""New events on their way into a projection: each is filed under what it speaks of, plain scans with their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assetaudit.model.event import COUNTING_KINDS, KNOWN_KINDS, VERSION, Event
from assetaudit.model.place import Place
from assetaudit.reconcile.claims import BASIS_ORDER
from assetaudit.reconcile.troubles import kind_told
from assetaudit.store.photo_album import named_in
from assetaudit.store.projection.keys import (
    CLOSING,
    EVENT,
    NAMES,
    NODE,
    PICTURE,
    REVIEW,
    THING,
    UNDER,
    digest_of,
    is_reviewed,
    key_of,
    speaks,
    targets,
    under,
)
from assetaudit.store.projection.lens import Lens
from assetaudit.store.projection.log import Marked, MarkedLog
from assetaudit.store.projection.rows import Fact, Rows
from assetaudit.store.projection.totals import FEW, Totals

_NAMES_ASSET = frozenset({"pick", "attest", "resolve"})
_SHOWING = frozenset({"sha256", "photo"})
_STOOD = 50_000
"""Place events of which the place is remembered."""
_NAMED = 200_000
"""Named events of which the keys are kept at hand; where there are more, the few of each batch are looked up."""
_TAGS = 65_536
"""Tags of which it is remembered what they point at."""


class Intake:
    """Files the events of one projection; what it says of an event hangs on the frame alone, not on other events."""

    def __init__(self, lens: Lens, rows: Rows, log: MarkedLog) -> None:
        self._lens = lens
        self._rows = rows
        self._log = log
        self._stood: dict[str, Place | None] = {}
        self._meant: dict[str, tuple[str, ...]] = {}
        self._names: set[int] | None = set()
        """Keys of all that was ever referred to."""
        self._looked = False
        self.totals = Totals()
        self._users: dict[str, int] = {}
        self.strange: set[str] = set()
        """Kinds and versions that this program does not know."""
        self.plain: set[str] = set()
        """Assets that the plain scans filed last saw."""
        self.odd: list[Marked] = []
        """The other events filed last, as far as findings may rest on them."""

    def use(self, rows: Rows, totals: Totals) -> None:
        """Go on in another transaction, and bring these totals up to date."""
        self._rows = rows
        self.totals = totals
        self._users = {user: number for number, user in enumerate(totals.users)}

    def file(self, batch: Sequence[Marked]) -> None:
        """File some events; nothing is written twice."""
        self.plain, self.odd = set(), []
        events = [event for _mark, event in batch]
        state = self._lens.state
        state.read_ahead(events)
        self.learn_places(events)
        named = self._named(events)
        pairs: list[tuple[int, int]] = []
        pages: dict[int, list[Fact]] = defaultdict(list)
        for mark, event in batch:
            pairs.append((key_of(EVENT, event.hash), mark))
            pairs += self._beside(mark, event)
            fact = None if event.hash in named else self._fact(mark, event)
            if fact is not None:
                pages[key_of(UNDER, str(event.d["at"]))].append(fact)
                self.plain.add(fact[3])
            else:
                pairs += [(key, mark) for key in self._found_by(event)]
                if speaks(event) or event.hash in named:
                    self.odd.append((mark, event))
        pairs += self._now_odd(events)
        self._rows.add_keys(pairs)
        self._rows.add_facts(pages)

    def _beside(self, mark: int, event: Event) -> Iterator[tuple[int, int]]:
        """What an event is looked for by, beside what it says of things."""
        totals = self.totals
        if is_reviewed(event):
            totals.reviewed += 1
            yield key_of(REVIEW, ""), mark
        if event.k in COUNTING_KINDS and event.user:
            counted = totals.counted.setdefault(event.user, [])
            if len(counted) < FEW:
                counted.append(mark)
        if not _SHOWING.isdisjoint(event.d) and any(named_in(event)):
            yield key_of(PICTURE, ""), mark

    def place_under(self, event: Event) -> Place | None:
        """The place of the place event that an event was made under, as that says it."""
        at = under(event)
        return None if at is None else self._stood.get(at)

    def assets(self, event: Event) -> set[str]:
        """Keys of the records that an event may speak of."""
        state = self._lens.state
        if event.k == "scan":
            return set(state.interpreter.reading(event).assets)
        if event.k == "bulk":
            return self._tagged(event)
        asset = self._lens.grounds.register.asset(str(event.d.get("asset"))) if event.k in _NAMES_ASSET else None
        return set() if asset is None else {asset.key}

    def _tagged(self, event: Event) -> set[str]:
        """Keys of the records that tags point at: the same tags are heard again every second."""
        reader, tags = str(event.d.get("reader", "")), event.d.get("tags")
        found: set[str] = set()
        for tag in tags if isinstance(tags, list) else ():
            if not isinstance(tag, dict):
                continue
            name = repr((tag.get("epc"), tag.get("tid"), reader))
            if name not in self._meant:
                if len(self._meant) >= _TAGS:
                    self._meant.clear()
                self._meant[name] = self._lens.state.interpreter.meant(tag, reader)
            found.update(self._meant[name])
        return found

    def nodes(self, event: Event) -> list[Place]:
        """Nodes that an event enters, closes or blocks."""
        place = self._lens.state.names.place
        texts: list[object] = [event.d.get("place")] if event.k == "place" else []
        covers = event.d.get("covers") if event.k == "sweep" else None
        for item in covers if isinstance(covers, list | tuple) else ():
            texts.append(item.get("place") if isinstance(item, dict) else None)
        found = (place(text) for text in texts if isinstance(text, str))
        return [each.node for each in found if each is not None]

    def _fact(self, mark: int, event: Event) -> Fact | None:
        """A plain scan of an asset where it belongs; None for every other event."""
        if event.k != "scan" or event.v > VERSION or event.sup or "with" in event.d or "of" in event.d:
            return None
        place = self.place_under(event)
        reading = self._lens.state.interpreter.reading(event)
        if place is None or place.position is not None or len(reading.assets) != 1:
            return None
        (key,) = reading.assets
        digest = digest_of(event.hash)
        if digest is None or key not in self._lens.keys_at(place):
            return None
        return digest, mark, BASIS_ORDER[reading.basis], key, self._number(event.user)

    def _number(self, user: str) -> int:
        if user not in self._users:
            self._users[user] = len(self.totals.users)
            self.totals.users.append(user)
        return self._users[user]

    def _found_by(self, event: Event) -> Iterator[int]:
        """Keys under which an event is found that is no plain scan."""
        if event.k not in KNOWN_KINDS or event.v > VERSION:
            self.strange.add(kind_told(event))
        if event.k == "audit.close":
            yield key_of(CLOSING, "")
        yield from (key_of(NAMES, known) for known in set(targets(event)))
        at, place = under(event), self.place_under(event)
        if at is not None:
            yield key_of(UNDER, at)
        at_home = self._lens.keys_at(place.node) if place is not None else frozenset()
        yield from (key_of(THING, key) for key in self.assets(event) - at_home)
        yield from (key_of(NODE, node.key) for node in self.nodes(event))

    def learn_places(self, events: Iterable[Event]) -> None:
        """Remember where the place events stand under which these were made."""
        if len(self._stood) > _STOOD:
            self._stood.clear()
        for event in events:
            if event.k == "place":
                self._stand(event)
        wanted = {at for event in events if (at := under(event)) is not None and at not in self._stood}
        found = self._rows.marks([key_of(EVENT, at) for at in wanted])
        for _mark, event in self._log.at({mark for marks in found.values() for mark in marks}):
            if event.hash in wanted and event.k == "place":
                self._stand(event)

    def _stand(self, event: Event) -> None:
        text = event.d.get("place")
        place = self._lens.state.names.place(text) if isinstance(text, str) else None
        self._stood[event.hash] = place

    def _named(self, events: Sequence[Event]) -> set[str]:
        """Hashes of those to which other events refer, be they among these or filed before."""
        here = {known for event in events for known in targets(event)}
        keys = {key_of(NAMES, event.hash): event.hash for event in events}
        names = self._names_before()
        found = self._rows.marks(keys) if names is None else keys.keys() & names
        if names is not None:
            names.update(key_of(NAMES, known) for known in here)
        return here.union(keys[key] for key in found)

    def _names_before(self) -> set[int] | None:
        if not self._looked:
            self._looked, self._names = True, self._rows.keys_of(NAMES, _NAMED)
        elif self._names is not None and len(self._names) > _NAMED:
            self._names = None
        return self._names

    def _now_odd(self, events: Sequence[Event]) -> Iterator[tuple[int, int]]:
        """Keys of events that were filed as plain scans, and to which one of these refers now."""
        here = {event.hash for event in events}
        named = {known for event in events for known in targets(event)} - here
        found = self._rows.marks([key_of(EVENT, known) for known in named])
        some = self._log.at({mark for marks in found.values() for mark in marks})
        scans = [(mark, event) for mark, event in some if event.k == "scan" and speaks(event)]
        self.learn_places([event for _mark, event in scans])
        self._lens.state.read_ahead([event for _mark, event in scans])
        for mark, event in scans:
            yield from ((key, mark) for key in self._found_by(event))

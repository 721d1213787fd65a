"""Which events count: voids, voids of voids and superseded places, whatever the order in which events arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assetaudit.model.event import KNOWN_KINDS, VERSION, Event
from assetaudit.reconcile.events import Events

_ACTS_ON_SUP = frozenset({"void", "resolve", "place", "pick"})


class Fold:
    """Every event by hash, and who refers to whom; an event may arrive before what it refers to."""

    def __init__(self) -> None:
        self.events = Events()
        self._naming: dict[str, list[str]] = defaultdict(list)
        self._placed: dict[str, list[str]] = defaultdict(list)
        self._linked: dict[str, list[str]] = defaultdict(list)
        self._remarks: dict[str, list[str]] = defaultdict(list)
        self._live: dict[str, bool] = {}
        self.strange: set[str] = set()
        """Events of a kind or version that this program does not know."""

    def add_scan(self, event: Event) -> None:
        """Take in a new scan that is ``apart``; it changes the meaning of no other event."""
        self.events.add_single(event)
        at = event.d.get("at")
        if isinstance(at, str):
            self._placed[at].append(event.hash)

    def add_scans(self, at: str, names: Sequence[str], events: Sequence[Event]) -> None:
        """The same for many that were made under one place event, with their hashes."""
        self.events.add_singles(names, events)
        self._placed[at].extend(names)

    def are_apart(self, names: Sequence[str]) -> bool:
        """Whether events are new, each there once, and no other refers to any of them."""
        known = (self.events.single, self._naming, self._placed, self._linked, self._remarks, self.events.bulk.cited)
        return len(set(names)) == len(names) and not any(
            index and not index.keys().isdisjoint(names) for index in known
        )

    def add(self, event: Event) -> frozenset[str]:
        """Take an event in; hashes of the events whose meaning it may change, its own among them."""
        if event.hash in self.events:
            return frozenset()
        self.events.add(event)
        if event.k not in KNOWN_KINDS or event.v > VERSION:
            self.strange.add(event.hash)
            return frozenset({event.hash})
        self._note_references(event)
        if self.apart(event):
            return frozenset({event.hash})
        touched = self._touched(event.hash)
        for known in touched:
            self._live.pop(known, None)
        return frozenset(touched)

    def _note_references(self, event: Event) -> None:
        if event.k == "bulk" and self.events.bulk.number(event.hash) is not None:
            return  # it names its place alone, and is noted with all others that do
        for target in event.sup:
            self._naming[target].append(event.hash)
        for index, name in ((self._placed, "at"), (self._linked, "with"), (self._remarks, "of")):
            known = event.d.get(name)
            if isinstance(known, str):
                index[known].append(event.hash)

    def apart(self, event: Event) -> bool:
        """Whether an event neither refers to another than its place, nor is referred to: the plain case of a scan."""
        known, d = event.hash, event.d
        return not (
            event.sup
            or "with" in d
            or "of" in d
            or known in self._naming
            or known in self._placed
            or known in self._linked
            or known in self._remarks
            or self.events.bulk.cites(known)
        )

    def _touched(self, start: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            for other in self._consequences(todo.pop()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    def _consequences(self, known: str) -> Iterator[str]:
        """Events whose meaning hangs on this one."""
        yield from self._placed.get(known, ())
        yield from self.events.bulk.made_at(known)
        yield from self._linked.get(known, ())
        yield from (name for name in self._remarks.get(known, ()) if "with" in self.events[name].d)
        yield from (name for name in self._naming.get(known, ()) if self.events[name].k == "resolve")
        event = self.events.get(known)
        if event is None or known in self.strange:
            return
        if event.k in _ACTS_ON_SUP:
            yield from event.sup
        for name in ("with", "of"):
            target = event.d.get(name)
            if isinstance(target, str):
                yield target

    def live(self, known: str) -> bool:
        """Whether an event is here and no live void names it."""
        if known not in self._naming:
            return known in self.events
        answer = self._live.get(known)
        if answer is None:
            self._settle(known)
            answer = self._live[known]
        return answer

    def _settle(self, start: str) -> None:
        """Work out liveness without recursion: a hostile log may hold a chain of voids of any length."""
        todo, waiting = [start], set()
        while todo:
            known = todo[-1]
            open_voids = [void for void in self._voids(known) if void not in self._live and void not in waiting]
            if open_voids:
                waiting.add(known)
                todo.extend(open_voids)
                continue
            todo.pop()
            voided = any(self._live.get(void, False) for void in self._voids(known))
            self._live[known] = known in self.events and not voided

    def _voids(self, known: str) -> list[str]:
        return [name for name in self._naming.get(known, ()) if self.events[name].k == "void"]

    def live_naming(self, known: str, kind: str) -> list[str]:
        """Live events of a kind that name this one in ``sup``, sorted."""
        names = self._naming.get(known)
        if not names:
            return []
        return sorted(name for name in names if self.events[name].k == kind and self.live(name))

    def live_linked(self, known: str) -> list[str]:
        """Live scans that name this one as their other half, sorted."""
        return sorted(name for name in self._linked.get(known, ()) if self.live(name))

    def live_joined(self, known: str) -> list[str]:
        """Scans that a person said are of the same device, afterwards; sorted."""
        if known not in self._linked and known not in self._remarks:
            return []
        names = (*self._linked.get(known, ()), *self._remarks.get(known, ()))
        notes = [
            event.d for event in map(self.events.__getitem__, names) if event.k == "note" and self.live(event.hash)
        ]
        ends = {end for d in notes if isinstance(d.get("with"), str) for end in (d["with"], d.get("of"))}
        return sorted(end for end in ends if isinstance(end, str) and end != known)

    def live_remarks(self, known: str, kind: str) -> list[Event]:
        """Live conditions or notes about an event, by hash."""
        if known not in self._remarks:
            return []
        names = sorted(self._remarks[known])
        return [self.events[name] for name in names if self.events[name].k == kind and self.live(name)]

    def leaves(self, roots: Iterable[str]) -> list[str]:
        """The live place events at which the supersession of these place events ends, sorted."""
        found, seen, todo = set(), set(), list(roots)
        while todo:
            known = todo.pop()
            if known in seen:
                continue
            seen.add(known)
            after = self.live_naming(known, "place")
            todo.extend(after)
            if not after and self.live(known) and self.events[known].k == "place":
                found.add(known)
        return sorted(found)

    def place_events(self, event: Event) -> tuple[str, ...]:
        """The live place events under which a scan, pick or attestation now stands."""
        carried = self.live_naming(event.hash, "place")
        if carried:
            return tuple(self.leaves(carried))
        at = event.d.get("at")
        return tuple(self.leaves([at])) if isinstance(at, str) else ()

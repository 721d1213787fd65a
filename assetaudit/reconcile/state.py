"""What events have made of the frame so far: live claims, live sweeps, and which things a new event touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Identify, Register
from assetaudit.model.place import Place
from assetaudit.reconcile.batches import batches
from assetaudit.reconcile.chorus import Chorus
from assetaudit.reconcile.claimbook import ClaimBook
from assetaudit.reconcile.claims import BASIS_ORDER, Claim, Says, Sighting, Strength
from assetaudit.reconcile.coverage import CoverageCheck
from assetaudit.reconcile.fold import Fold
from assetaudit.reconcile.grounds import Grounds, walking_order
from assetaudit.reconcile.interpret import Interpreter
from assetaudit.reconcile.judge import Judge
from assetaudit.reconcile.names import PlaceNames
from assetaudit.reconcile.rebase import FrameChoice
from assetaudit.reconcile.rule import rulebook
from assetaudit.reconcile.sights import Seen
from assetaudit.reconcile.sweeps import Cover, Sweeps, SweepState
from assetaudit.reconcile.touch import Touch
from assetaudit.reconcile.troubles import NAMED, kind_told, lacking

_REFRAMING = frozenset({"rebase", "alias"})
_PLACING = frozenset({"place", "void"})
"""Kinds of events that may change where others stand."""
Need = tuple[Asset, Place, str]
"""A seen asset that needs a new label, where it stands, and why."""
Reopen = Callable[[Frame], tuple[Register, Identify] | None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What one event does to the coverage of places."""

    entered: Place | None = None
    covers: tuple[Cover, ...] = ()


NO_GROUND = Ground()


class State:
    """The disposable cache behind a Reconciliation."""

    def __init__(self, frame: Frame, register: Register, identify: Identify, reopen: Reopen | None) -> None:
        self.fold = Fold()
        self._choice = FrameChoice(frame, self.fold)
        self._first = (register, identify)
        self._reopen = reopen
        self._start(frame, register, identify)

    def _start(self, frame: Frame, register: Register, identify: Identify) -> None:
        self.grounds = self._make_grounds(frame, register)
        self.names = PlaceNames(frame, register, self.fold)
        self.interpreter = Interpreter(self.fold, register, identify, self.names.place)
        self.book = self._make_book()
        self.sweeps = self._make_sweeps()
        self._ground: dict[str, Ground] = {}
        self.coverage = CoverageCheck(self.grounds, self.sweeps, self.book)
        self.judge = Judge(self.grounds, self.book, self.coverage, rulebook())

    def _make_grounds(self, frame: Frame, register: Register) -> Grounds:
        return Grounds(frame, register)

    def _make_book(self) -> ClaimBook:
        grounds = self.grounds
        return ClaimBook(lambda: grounds.roll, self.interpreter.asset_of, self._make_chorus())

    def _make_chorus(self) -> Chorus:
        return Chorus(self.fold.events.bulk, self.interpreter.tag)

    def _make_sweeps(self) -> Sweeps:
        return Sweeps()

    def read_ahead(self, events: Sequence[Event]) -> None:
        """Many events will be taken in: understand their reads together."""
        if len(events) > 1:
            known = self.fold.events.single
            self.interpreter.read_ahead([event for event in events if event.hash not in known])

    def add_plain(self, event: Event) -> str | None:
        """Take in a scan that plainly saw one asset; the asset's key. For every other event nothing is done, and None.

        ``add`` comes to the same; most events of a replay are such scans, and this is the quick way.
        """
        known = event.hash
        plain = None if known in self.fold.events.single else self.interpreter.plain(event)
        if plain is None:
            return None
        self.fold.add_scan(event)
        key, sight = plain
        self.book.put_plain(key, sight)
        return key

    def add_seen(self, at: str, place: Place, seen: Seen) -> bool:
        """Take in plain scans, made under one place event, for which the book has room; False where one is no such."""
        if not self.fold.are_apart(seen.names) or not self.book.put_all_plain(seen, place):
            return False
        self.fold.add_scans(at, seen.names, seen.events)
        return True

    def add(self, event: Event) -> Touch:
        """Take in one event; what it changes."""
        known = self.fold.add(event)
        if not known:
            return Touch()
        if event.k in _PLACING:
            self.interpreter.forget_places()
        if any(self._kind(name) in _REFRAMING for name in known):
            return self._restart()
        touch = Touch()
        self._apply(sorted(known), touch)
        return touch

    def _kind(self, known: str) -> str:
        event = self.fold.events.get(known)
        return event.k if event is not None else ""

    def _restart(self) -> Touch:
        """Another frame, or another name of a place: everything is understood anew."""
        before = set(self.book.things())
        frame = self._choice.current()
        opened = self._first if frame.register == self._choice.opening.register else None
        if self._reopen is not None and frame != self._choice.opening:
            opened = self._reopen(frame) or opened
        self._choice.unavailable = opened is None
        register, identify = opened or self._first
        self._start(frame if opened is not None else self._choice.opening, register, identify)
        touch = Touch(things=before)
        for batch in batches(self.fold.events.single.values()):
            self.interpreter.read_ahead(batch)
            self._apply([event.hash for event in batch], touch)
        for number in range(len(self.fold.events.bulk)):
            self._hear(number, touch)
        touch.anew = True
        return touch

    def _apply(self, known: Iterable[str], touch: Touch) -> None:
        heard = []
        for name in known:
            event = self.fold.events.get(name)
            if event is not None and event.k == "bulk" and (number := self.fold.events.bulk.number(name)) is not None:
                heard.append(number)
                continue
            plain = None if event is None else self.interpreter.plain(event)
            if plain is not None and not self.book.says(name):
                touch.things |= self.book.put_plain(*plain)
            else:
                self._put_claims(name, touch)
                self._put_ground(name, touch)
        for number in sorted(heard):
            self._hear(number, touch)

    def _hear(self, number: int, touch: Touch) -> None:
        """A bulk event counts where it now stands."""
        places = self.interpreter.heard_at(self.fold.events.bulk.event(number))
        for voice in self.book.hear(number, places):
            touch.things.update(voice.keys)
            if voice.claim.says is Says.UNKNOWN:
                touch.visits.add(voice.place.node_key)
            elif voice.place.position is not None:
                touch.exchanges.add(voice.place.node_key)

    def _put_claims(self, known: str, touch: Touch) -> None:
        before, after = self.book.says(known), self.interpreter.claims(known)
        things = self.book.put(known, after)
        touch.things |= things
        for claim in (*before, *after) if things else ():
            if claim.place is not None and claim.says in (Says.UNKNOWN, Says.UNREADABLE):
                touch.visits.add(claim.place.node_key)
            elif claim.place is not None and claim.place.position is not None:
                touch.exchanges.add(claim.place.node_key)

    def _put_ground(self, known: str, touch: Touch) -> None:
        before, after = self._ground.get(known, NO_GROUND), self._ground_of(known)
        if before == after:
            return
        self.coverage.forget()
        self.sweeps.drop(before.covers)
        if before.entered is not None:
            self.sweeps.leave(known, before.entered)
        self.sweeps.put(after.covers)
        if after.entered is not None:
            self.sweeps.enter(known, after.entered)
        self._ground[known] = after
        for each in (before, after):
            if each.entered is not None:
                touch.visits.add(each.entered.node_key)
            for cover in each.covers:
                (touch.closes if cover.state == "closed" else touch.visits).add(cover.place.node_key)

    def _ground_of(self, known: str) -> Ground:
        event = self.fold.events.get(known)
        if event is None or event.k not in ("place", "sweep") or not self.fold.live(known):
            return NO_GROUND
        if event.k == "sweep":
            return Ground(covers=tuple(self._covers(event)))
        if self.fold.live_naming(known, "place"):
            return NO_GROUND
        return Ground(entered=self.interpreter.place_of(known))

    def _covers(self, event: Event) -> list[Cover]:
        state, listed = event.d.get("state"), event.d.get("covers")
        if state not in ("closed", "blocked") or not isinstance(listed, list | tuple):
            return []
        reason = str(event.d.get("reason") or "")
        found = []
        for item in listed:
            text = item.get("place") if isinstance(item, Mapping) else None
            place = self.names.place(text) if isinstance(text, str) else None
            if place is not None:
                side = item.get("side")
                found.append(Cover(event.hash, place, state, side if isinstance(side, str) else None, reason))
        return found

    def told(self, touch: Touch) -> frozenset[str]:
        """Keys of everything whose finding may have changed with what an event touched."""
        found = self.carried_with(touch.things)
        found.update(f"@{node_key}" for node_key in touch.closes | touch.visits)
        for node_key in touch.exchanges:
            found.update(key for key in self.book.at_node(node_key) if key[:1] not in ("?", "!"))
        return frozenset(found)

    def carried_with(self, touched: Iterable[str]) -> set[str]:
        """The touched things, what is carried in the same chassis, and everything that they carry themselves."""
        found = set(touched)
        todo = [key for key in found if key[:1] not in ("?", "!")]
        for key in todo:
            found.update(self._beside(key))
        carried: set[str] = set()
        while todo:
            for child in self._carried(todo.pop()):
                if child not in carried:
                    carried.add(child)
                    todo.append(child)
        return found | carried

    def _carried(self, key: str) -> list[str]:
        asset = self.grounds.register.asset(key)
        return [] if asset is None else self.grounds.children(asset)

    def _beside(self, key: str) -> list[str]:
        """What is carried in the same chassis: once anything in it is seen, somebody has opened it."""
        asset = self.grounds.register.asset(key)
        carrier = None if asset is None else self.grounds.chassis(asset)
        return [] if carrier is None else self.grounds.children(carrier)

    def plainly(self, known: str) -> str | None:
        """The asset that an event saw, where that is all it says and all that is said of the asset."""
        plain = self.book.plainly(known)
        return plain[0] if plain is not None and self.fold.apart(self.fold.events[known]) else None

    def said(self, known: str) -> list[Claim]:
        """What an event says, or what a person's answers say in its place."""
        answers = self.interpreter.answers(known)
        return [*self.book.says(known), *(claim for answer in answers for claim in self.book.says(answer.hash))]

    def resting_on(self, known: str) -> set[str]:
        """Keys of the assets whose finding rests on a sweep, among those that belong in the places it covers."""
        covers = self._ground.get(known, NO_GROUND).covers
        nodes = {cover.place.node_key: cover.place.node for cover in covers}
        belonging = {asset.key: asset for node in nodes.values() for asset in self._belonging(node)}
        judged = ((key, self.judge.conclusion(asset)[0]) for key, asset in belonging.items())
        return {key for key, facts in judged if facts is not None and known in facts.coverage.evidence}

    def sightings(self, key: str) -> tuple[Sighting, ...]:
        """Live sightings of an asset, the strongest evidence first."""
        asset = self.grounds.register.asset(key)
        claims = self.book.of(asset.key) if asset is not None else self.book.of(key)
        found = [
            self._sighting(claim, claim.place, name)
            for claim in claims
            if claim.place and claim.says is Says.SEEN
            for name in claim.events
        ]
        return tuple(
            sorted(
                dict.fromkeys(found),
                key=lambda each: (each.strength, BASIS_ORDER[each.basis], each.event, each.place.key),
            )
        )

    def sighted(self, key: str) -> bool:
        """Whether any live sighting of a thing says where it is."""
        return any(claim.place is not None and claim.says is Says.SEEN for claim in self.book.of(key))

    def _sighting(self, claim: Claim, place: Place, name: str) -> Sighting:
        event = self.fold.events[name]
        return Sighting(place, claim.basis, name, event.user, event.wall, claim.strength)

    def sweep_state(self, place: Place, side: str | None) -> SweepState:
        """Coverage of one place, on one side or on all that it needs."""
        if place.position is not None or side is not None:
            return self.sweeps.state(place.key, (side or "front",))
        return self.coverage.state(place)

    def _is_closed(self, node: Place) -> bool:
        return self.coverage.state(node) is SweepState.CLOSED

    def troubles(self) -> list[str]:
        """Why the audit is not complete."""
        swept = self.sweeps.swept_nodes()
        closed = {key for key in swept if (place := self.grounds.planned_place(key)) and self._is_closed(place)}
        left = [place for place in self.grounds.planned if place.key not in closed]
        strange = {kind_told(event) for event in map(self.fold.events.get, self.fold.strange) if event}
        return list(lacking(left[:NAMED], len(left), self.frame_troubles(), strange, self.grounds.frame))

    def frame_troubles(self) -> list[str]:
        """What is not settled about the frame."""
        return self._choice.troubles()

    def _expected_at(self, node: Place) -> list[Asset]:
        """Assets that the audit has to account for in a node."""
        return [asset for asset in self._belonging(node) if self._looked_for(asset, node)]

    def _belonging(self, node: Place) -> list[Asset]:
        """Assets that may have to be looked for in a node: registered there, or carried by what was found there."""
        found = {asset.key: asset for asset in self.grounds.at_node(node)}
        here = [*found, *(key for key in self.book.at_node(node.node_key) if key[:1] not in ("?", "!"))]
        while here:
            asset = self.grounds.register.asset(here.pop())
            for key in self.grounds.children(asset) if asset is not None else ():
                child = self.grounds.register.asset(key) if key not in found else None
                if child is not None:
                    found[key] = child
                    here.append(key)
        return list(found.values())

    def _looked_for(self, asset: Asset, node: Place) -> bool:
        expected = self.judge.expected(asset)
        return expected is not None and expected.node_key == node.node_key and self.grounds.population(asset)

    def left(self, place: Place) -> list[Asset]:
        """Assets to account for in a node that no event names, from the top of the rack down."""
        unseen = [asset for asset in self._expected_at(place.node) if asset.key not in self._named_keys(asset)]
        pairs = [(asset, self.judge.expected(asset) or place) for asset in unseen]
        return [asset for asset, _ in sorted(pairs, key=_downwards)]

    def _named_keys(self, asset: Asset) -> tuple[str, ...]:
        claims = self.book.of(asset.key)
        return (asset.key,) if any(claim.says is not Says.DIFFERS for claim in claims) else ()

    def standing(self, place: Place) -> list[tuple[Asset, Place]]:
        """Assets known to stand in a node."""
        found = []
        for key in self.book.at_node(place.node_key):
            asset = self.grounds.register.asset(key) if key[:1] not in ("?", "!") else None
            located = self.judge.located(asset) if asset is not None else None
            if asset is not None and located is not None and located.node_key == place.node_key:
                found.append((asset, located))
        return sorted(found, key=_downwards)

    def labels_needed(self) -> list[Need]:
        """Seen assets of which a person said that the label is bad, or which nobody could read."""
        needs = (self.label_need(key) for key in self.book.things() if key[:1] not in ("?", "!"))
        return in_walking_order(need for need in needs if need is not None)

    def label_need(self, key: str) -> Need | None:
        """The asset, where it stands, and why it needs a new label; None where it needs none."""
        reason = self._label_reason(key)
        asset = self.grounds.register.asset(key) if reason else None
        place = None if asset is None else self.judge.located(asset) or asset.place
        return None if asset is None or place is None else (asset, place, reason)

    def _label_reason(self, key: str) -> str:
        seen = [claim for claim in self.book.of(key) if claim.says is Says.SEEN]
        if any(claim.strength is Strength.PICK for claim in seen):
            return "not readable"
        return "damaged" if any(claim.label_bad for claim in seen) else ""


def in_walking_order(needs: Iterable[Need]) -> list[Need]:
    """Labels that are needed, as somebody comes past them."""
    return sorted(needs, key=lambda each: (walking_order(each[1]), _downwards(each[:2])))


def _downwards(pair: tuple[Asset, Place]) -> tuple[int, str, str]:
    asset, place = pair
    unit = place.position.half_units if place.position is not None else None
    return (-(unit or 0), (place.position.slot or "") if place.position else "", asset.key)

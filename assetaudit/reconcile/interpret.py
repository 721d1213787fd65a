"""From live events to claims: what each event says of which things, in the light of all events that refer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assetaudit.model.event import VERSION, Event
from assetaudit.model.finding import Basis
from assetaudit.model.needs import Identify, Register
from assetaudit.model.payload import INTEGER_LIMIT
from assetaudit.model.place import Place, PlaceError, Position
from assetaudit.reconcile.bulk_log import Slot
from assetaudit.reconcile.claims import BASIS_ORDER, Claim, Heard, Plain, Says, Strength
from assetaudit.reconcile.fold import Fold
from assetaudit.reconcile.joining import Joined, Joining
from assetaudit.reconcile.reading import Reading, Reads

_ATTESTED = {"attested": Basis.ATTESTED, "sealed": Basis.SEALED, "sight": Basis.SIGHT}
_FIELDS = frozenset({"model", "owner", "status"})
_REMEMBERED = 65_536
"""Readings kept at hand; what is asked for again later is worked out again."""
_LABEL_WORDS = ("damaged", "label", "torn", "worn", "unreadable")


class Interpreter:
    """Turns one event into claims, asking the fold for what else was said of it."""

    def __init__(
        self, fold: Fold, register: Register, identify: Identify, place: Callable[[str], Place | None]
    ) -> None:
        self._fold = fold
        self._register = register
        self.reads = Reads(register, identify)
        self._place = place
        self._readings: dict[str, Reading] = {}
        self._stood: dict[str, tuple[Place, ...]] = {}
        self._joining = Joining(fold, register, self.reading, self.answers)

    def forget_places(self) -> None:
        """Events about places have come in: where others stand may have changed."""
        self._stood.clear()

    @property
    def _sayers(self) -> Mapping[str, Callable[[Event], Iterator[Claim]]]:
        return {
            "scan": self._scan,
            "bulk": self._bulk,
            "pick": self._pick,
            "attest": self._attest,
            "resolve": self._resolve,
        }

    def claims(self, known: str) -> tuple[Claim, ...]:
        """Everything that a live event says; empty for one that was taken back."""
        if not self._fold.live(known) or known in self._fold.strange:
            return ()
        event = self._fold.events[known]
        say = self._sayers.get(event.k)
        return () if say is None else tuple(say(event))

    def plain(self, event: Event) -> tuple[str, Plain] | None:
        """What most events are: one live scan of one record at one node, of which nothing else was said; its key too.

        None for everything else; ``claims`` says the same, and more, of every event.
        """
        if event.k != "scan" or event.v > VERSION or not self._fold.apart(event):
            return None
        places = self._where_made(event)
        if len(places) != 1 or places[0].position is not None:
            return None
        reading = self._readings.get(event.hash) or self.reading(event)
        if len(reading.assets) != 1:
            return None
        return reading.assets[0], Plain(event.hash, places[0], BASIS_ORDER[reading.basis])

    def asset_of(self, known: str) -> str | None:
        """The one record that the read of a scan points at; None for every other event."""
        event = self._fold.events.get(known)
        assets = self.reading(event).assets if event is not None and event.k == "scan" else ()
        return assets[0] if len(assets) == 1 else None

    def reading(self, event: Event) -> Reading:
        """What the read of a scan points at, worked out once."""
        reading = self._readings.get(event.hash)
        if reading is None:
            d = event.d
            reading = self.reads.reading(d.get("read"), typed=d.get("typed") is True)
            self._make_room(1)
            self._readings[event.hash] = reading
        return reading

    def read_ahead(self, events: Iterable[Event]) -> None:
        """Work out together what the reads of many scans point at, before each of them is asked for."""
        scans = [event for event in events if event.k == "scan"]
        asked = [self.reads.asked(d.get("read"), typed=d.get("typed") is True) for d in [scan.d for scan in scans]]
        self._make_room(len(scans))
        self._readings.update(zip([scan.hash for scan in scans], self.reads.answers(asked), strict=True))

    def _make_room(self, count: int) -> None:
        if len(self._readings) + count > _REMEMBERED:
            self._readings.clear()

    def places(self, event: Event) -> tuple[Place, ...]:
        """Live places under which an event now stands, each once, sorted."""
        if not self._fold.apart(event):
            return self._at(self._fold.place_events(event))
        return self._where_made(event)

    def node_under(self, at: str) -> Place | None:
        """The one node that a place event stands for; None where it is none, several, or a position."""
        places = self._made_under(at)
        return places[0] if len(places) == 1 and places[0].position is None else None

    def _where_made(self, event: Event) -> tuple[Place, ...]:
        """Live places of the place event that an event was made under."""
        at = event.d.get("at")
        return self._made_under(at) if isinstance(at, str) else ()

    def _made_under(self, at: str) -> tuple[Place, ...]:
        places = self._stood.get(at)
        if places is None:
            places = self._stood[at] = self._at(self._fold.leaves([at]))
        return places

    def _at(self, place_events: Iterable[str]) -> tuple[Place, ...]:
        return tuple(sorted({place for known in place_events if (place := self.place_of(known)) is not None}))

    def place_of(self, known: str) -> Place | None:
        """The place that a place event names."""
        event = self._fold.events.get(known)
        text = event.d.get("place") if event is not None and event.k == "place" else None
        return self._place(text) if isinstance(text, str) else None

    def answers(self, known: str) -> list[Event]:
        """Live answers of people that replace what an event says, by hash; those of an unknown kind do not count."""
        named = [self._fold.events[name] for name in self._fold.live_naming(known, "resolve")]
        return [event for event in named if event.d.get("how") in _ANSWERS]

    def _scan(self, event: Event) -> Iterator[Claim]:
        if not self.answers(event.hash):
            yield from self._own(event)

    def _own(self, event: Event) -> Iterator[Claim]:
        reading = self.reading(event)
        joined = self.joined(event)
        says = _says(joined)
        claim = Claim(
            says,
            event.hash,
            basis=joined.basis or reading.basis,
            assets=joined.assets,
            identifier="" if says is Says.SEEN else reading.text,
            name="" if says is Says.SEEN else reading.name,
            label_bad=self._label_bad(event.hash),
            device=min(self._joining.group(event)) if says is Says.CONFLICT else "",
        )
        if claim.assets or (reading.is_device and not joined.silent):
            yield from (claim._replace(place=place) for place in self.places(event))

    def joined(self, event: Event) -> Joined:
        """The scan's reading, held against the other codes that were scanned from the same device."""
        return self._joining.joined(event)

    def beside(self, event: Event) -> tuple[str, ...]:
        """Hashes of the other live scans of the same device."""
        return tuple(name for name in self._joining.group(event) if name != event.hash)

    def _resolve(self, event: Event) -> Iterator[Claim]:
        """A person's answer speaks in place of what it names, unless a later answer names it in turn."""
        if not self.answers(event.hash):
            speak = _ANSWERS.get(str(event.d.get("how")))
            yield from speak(self, event) if speak is not None else ()

    def moved(self, answer: Event) -> Iterator[Claim]:
        """The asset stands where the answer was given, and nowhere else."""
        asset = self._register.asset(str(answer.d.get("asset")))
        if asset is not None:
            basis = self._basis_behind(answer, asset.key)
            for place in self.places(answer):
                yield Claim(Says.SEEN, answer.hash, place, basis, Strength.HAND, (asset.key,))

    def is_asset(self, answer: Event) -> Iterator[Claim]:
        """What was scanned is this asset and no other."""
        asset = self._register.asset(str(answer.d.get("asset")))
        for event in self._behind(answer) if asset is not None else ():
            own = next(iter(self._unanswered(event)), None)
            readable = own is not None and own.says is not Says.UNREADABLE
            claim = Claim(
                Says.SEEN,
                answer.hash,
                basis=own.basis if own is not None and readable else Basis.PICKED,
                strength=own.strength if own is not None else Strength.HAND,
                assets=(asset.key,) if asset is not None else (),
                label_bad=self._label_bad(event.hash),
                also=(event.hash,),
            )
            yield from (claim._replace(place=place) for place in self._stands(event))

    def two(self, answer: Event) -> Iterator[Claim]:
        """What was scanned is a second device with the same code, which no record has."""
        for event in self._behind(answer):
            if event.k == "scan":
                yield from (self._stranger(event, answer, place) for place in self.places(event))

    def _stranger(self, event: Event, answer: Event, place: Place) -> Claim:
        reading = self.reading(event)
        return Claim(
            Says.UNKNOWN,
            answer.hash,
            place,
            reading.basis,
            identifier=reading.text,
            name=reading.name,
            also=(event.hash,),
            second=True,
        )

    def foreign(self, answer: Event) -> Iterator[Claim]:
        """What was scanned belongs to somebody else."""
        owner = str(answer.d.get("owner") or "somebody else")
        for event in self._behind(answer):
            for claim in self._unanswered(event):
                if claim.says is Says.UNREADABLE:
                    yield claim._replace(owner=owner, also=(answer.hash,))
                else:
                    yield claim._replace(owner=owner, event=answer.hash, also=(event.hash,))

    def nothing(self, _answer: Event) -> Iterator[Claim]:
        """What was scanned was a mistake."""
        yield from ()

    def _behind(self, answer: Event) -> list[Event]:
        """The live events that an answer speaks of, through earlier answers that it replaces; by hash."""
        found, seen, todo = {}, {answer.hash}, list(answer.sup)
        while todo:
            known = todo.pop()
            if known in seen or not self._fold.live(known):
                continue
            seen.add(known)
            event = self._fold.events[known]
            if event.k == "resolve" and event.d.get("how") != "moved":
                todo.extend(event.sup)
            else:
                found[known] = event
        return [found[known] for known in sorted(found)]

    def _unanswered(self, event: Event) -> Iterator[Claim]:
        """What an event says by itself, whatever a person answered."""
        speak = {"scan": self._own, "pick": self._picked, "attest": self._attested, "resolve": self.moved}.get(event.k)
        yield from speak(event) if speak is not None else ()

    def _stands(self, event: Event) -> Sequence[Place]:
        """Where the thing behind an event stands; a pick knows the position."""
        places = self.places(event)
        return [_positioned(place, event.d.get("position")) for place in places] if event.k == "pick" else places

    def _basis_behind(self, resolve: Event, key: str) -> Basis:
        """The best basis of the scans that an answer replaces; typed, where none of them read the asset."""
        scans = (self._fold.events[name] for name in resolve.sup if self._fold.live(name))
        readings = [self.reading(scan) for scan in scans if scan.k == "scan"]
        return min((each.basis for each in readings if key in each.assets), key=_rank, default=Basis.TYPED)

    def heard_at(self, event: Event) -> tuple[Place, ...]:
        """Where a bulk event counts: nowhere, once it was taken back or answered."""
        return self.places(event) if self._fold.live(event.hash) and not self.answers(event.hash) else ()

    def _bulk(self, event: Event) -> Iterator[Claim]:
        """What a bulk event says that is not as readers write them."""
        places, tags, reader = self.heard_at(event), event.d.get("tags"), str(event.d.get("reader", ""))
        for tag in tags if places and isinstance(tags, list) else ():
            said = self._tag(self.reads.tag(tag, reader)) if isinstance(tag, Mapping) else None
            if said is not None:
                heard = (_heard(tag, reader),)
                yield from (said._replace(event=event.hash, place=place, heard=heard) for place in places)

    def tag(self, slot: Slot) -> Claim | None:
        """What a tag says, whenever and wherever it is heard; None where it says nothing."""
        return self._tag(self.reads.tag({"epc": slot.epc, "tid": slot.tid}, slot.reader))

    def _tag(self, reading: Reading) -> Claim | None:
        if not reading.is_device:
            return None
        says = _says(Joined(reading.assets))
        return Claim(
            says,
            "",
            basis=Basis.RFID,
            strength=Strength.BULK,
            assets=reading.assets,
            identifier="" if says is Says.SEEN else reading.text,
            name="" if says is Says.SEEN else reading.name,
        )

    def meant(self, tag: Mapping[str, Any], reader: str) -> tuple[str, ...]:
        """Keys of the records that a tag of a bulk event points at."""
        return self.reads.tag(tag, reader).assets

    def _pick(self, event: Event) -> Iterator[Claim]:
        if not self.answers(event.hash):
            yield from self._picked(event)

    def _picked(self, event: Event) -> Iterator[Claim]:
        chosen = event.d.get("asset")
        if chosen is None and self._superseded_by_pick(event.hash):
            return
        asset = self._register.asset(str(chosen)) if chosen is not None else None
        if chosen is not None and asset is None:
            return
        basis = Basis.SIGHT if event.d.get("proof") == "sight" else Basis.PICKED
        for place in self.places(event):
            yield Claim(
                Says.UNREADABLE if asset is None else Says.SEEN,
                event.hash,
                _positioned(place, event.d.get("position")),
                basis,
                Strength.PICK,
                () if asset is None else (asset.key,),
                label_bad=event.d.get("label") is True or self._label_bad(event.hash),
            )

    def _superseded_by_pick(self, known: str) -> bool:
        later = (self._fold.events[name] for name in self._fold.live_naming(known, "pick"))
        return any(event.d.get("asset") is not None for event in later)

    def _attest(self, event: Event) -> Iterator[Claim]:
        asset = self._register.asset(str(event.d.get("asset")))
        if asset is None:
            return
        if event.d.get("field") in _FIELDS:
            yield Claim(
                Says.DIFFERS,
                event.hash,
                assets=(asset.key,),
                field=str(event.d["field"]),
                value=str(event.d.get("value", "")),
            )
        if not self.answers(event.hash):
            yield from self._attested(event)

    def _attested(self, event: Event) -> Iterator[Claim]:
        asset = self._register.asset(str(event.d.get("asset")))
        basis = _ATTESTED.get(str(event.d.get("how")))
        for place in self.places(event) if asset is not None and basis is not None else ():
            if asset is not None and basis is not None:
                yield Claim(Says.SEEN, event.hash, place, basis, Strength.PICK, (asset.key,))

    def _label_bad(self, known: str) -> bool:
        words = (str(event.d.get("condition", "")).casefold() for event in self._fold.live_remarks(known, "condition"))
        return any(part in word for word in words for part in _LABEL_WORDS)


_ANSWERS: Mapping[str, Callable[[Interpreter, Event], Iterator[Claim]]] = {
    "moved": Interpreter.moved,
    "is": Interpreter.is_asset,
    "two": Interpreter.two,
    "foreign": Interpreter.foreign,
    "wrong": Interpreter.nothing,
}


def _says(joined: Joined) -> Says:
    if joined.conflict:
        return Says.CONFLICT
    if len(joined.assets) > 1:
        return Says.AMBIGUOUS
    return Says.SEEN if joined.assets else Says.UNKNOWN


def _rank(basis: Basis) -> int:
    return BASIS_ORDER[basis]


def _positioned(place: Place, text: object) -> Place:
    if not isinstance(text, str) or not text:
        return place
    try:
        return place.at(Position.parse(text))
    except PlaceError:
        return place


def _heard(tag: Mapping[str, Any], reader: str) -> Heard:
    count, strongest = tag.get("n", 1), tag.get("max", 0)
    return Heard(
        reader,
        str(tag.get("unit", "")),
        _bounded(count) if isinstance(count, int) else 1,
        _bounded(strongest) if isinstance(strongest, int) else 0,
    )


def _bounded(value: int) -> int:
    """Sums of what any event may hold stay numbers of 64 bits."""
    return max(-INTEGER_LIMIT, min(INTEGER_LIMIT, value))

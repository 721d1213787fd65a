"""One person's stretch of scanning: every read is saved first, then judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from assetaudit.audit.answers import Answers
from assetaudit.audit.batch import Batches
from assetaudit.audit.bulk_sweep import BulkSweep
from assetaudit.audit.engine import Engine
from assetaudit.audit.latching import Latching, label_side, on_side, welcome
from assetaudit.audit.locating import told_position
from assetaudit.audit.pairing import Pairing
from assetaudit.audit.photos import Photos
from assetaudit.audit.sorting import Control, Entered, Refused, Sorting
from assetaudit.audit.stand import Stand, text_of
from assetaudit.audit.sweeping import Sweeping
from assetaudit.audit.tags import Heard, heard
from assetaudit.audit.verdicts import name_of, nothing_done
from assetaudit.errors import AuditError
from assetaudit.model.asset import Asset
from assetaudit.model.coordinates import Site
from assetaudit.model.event import Event
from assetaudit.model.needs import Album, Clock, EventWriter, Identify, Register
from assetaudit.model.payload import utf8
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone, Verdict
from assetaudit.reconcile.reading import hits_of

PROOFS = ("photo", "last4", "sight")
BLOCKS = {"LOCKED": "locked", "LIVE": "live work", "RESTRICTED": "restricted", "NOESCORT": "no escort"}
"""Control codes that say why a place cannot be seen."""
CONDITIONS = {
    "DAMAGED": "damaged",
    "LABEL": "label needed",
    "OFF": "switched off",
    "LOOSE": "not mounted",
    "PARTS": "parts missing",
    "GOOD": "good",
}
"""Control codes that say in what condition the last device is."""


class Walk:
    """Takes reads and commands of one person on one device; each returns after its commit."""

    def __init__(
        self,
        reconciliation: Engine,
        writer: EventWriter,
        register: Register,
        identify: Identify,
        clock: Clock,
        user: str,
    ) -> None:
        self.user = user
        self.sites: Sequence[Site] = ()
        """Sites whose coordinates are known, for the positions of a GPS receiver."""
        self._stand = Stand(reconciliation, writer, register, user)
        self._answers = Answers(self._stand)
        self._pairing = Pairing(self._stand, identify, clock)
        self._sweeping = Sweeping(self._stand)
        self.latching = Latching(self._stand)
        """Where the next scan counts."""
        self._batches = Batches(self._stand, clock)
        self._photos = Photos(self._stand)
        self.sweep = BulkSweep(self._stand, identify, clock)
        """What RFID readers heard in this walk."""
        self._identify = identify
        self._sorting = Sorting(identify)
        self._clock = clock
        self._writer = writer
        self._hint: Place | None = None
        self._controls: dict[str, Callable[[Read], Verdict]] = {
            "UNDO": self._undo,
            "CLOSE": lambda read: self._sweeping.close(None, None, read),
            "NEXT": self._next,
            "BLOCKED": lambda read: self._sweeping.block("", read),
            "MOVED": self._answers.moved,
            "WRONG": self._answers.wrong,
            "TWO": self._answers.two,
            "UNREADABLE": self._unreadable,
            "NOTE": lambda read: self._answers.note("", read),
            "PAIR": self._pairing.begin,
            "SAME": self._pairing.same,
            "EMPTY": self._sweeping.empty_here,
            "FRONT": partial(self.latching.turn, "front"),
            "REAR": partial(self.latching.turn, "rear"),
            "HERE": self.latching.astray,
            "ADOPT": self.latching.adopt,
        }
        for name, reason in BLOCKS.items():
            self._controls[name] = partial(self._sweeping.block, reason)
        for name, word in CONDITIONS.items():
            self._controls[name] = partial(self._answers.condition, word)

    @property
    def place(self) -> Place | None:
        """Where one stands."""
        return self._stand.place

    @property
    def side(self) -> str | None:
        """The side of the rack one walks: ``front``, ``rear`` or None for no side in particular."""
        return self._stand.side

    @property
    def at(self) -> str | None:
        """Hash of the place event under which the next scan is made."""
        return self._stand.at

    def take(self, read: Read, *, typed: bool = False) -> Verdict:
        """Save one read and judge it: place labels move, control codes act, all else is a scan."""
        remark = self._photos.keep(read)
        verdict = self._taken(read, typed=typed)
        return verdict._replace(sentence=f"{verdict.sentence} {remark}") if remark else verdict

    def _taken(self, read: Read, *, typed: bool) -> Verdict:
        stand = self._stand
        if read.kind == "tag" and (read.epc or read.tid):
            return self.take_heard(heard([read]))
        if read.kind == "position":
            told = told_position(read.raw, self.sites, stand.place)
            kept = stand.judge.judged(stand.keep(read), text_of(read, ""), stand.place)
            return kept._replace(sentence=told, tone=Tone.NEUTRAL)
        if read.kind == "status":
            return stand.judge.judged(stand.keep(read), text_of(read, ""), stand.place)
        adrift = self._batches.came(read)
        here = None if adrift or self.latching.lost else stand.place
        asked = self._sorting.asked(read, stand.register, stand.engine.frame, here)
        if isinstance(asked, Entered):
            return self._labelled(asked, read)
        if isinstance(asked, Control):
            return self._control(asked.name, read)
        scanned = self._batches.adrift(read) if adrift else self._scan(read, typed=typed)
        return scanned._replace(sentence=f"{asked.sentence} {self._still()}") if isinstance(asked, Refused) else scanned

    def keep_photos(self, album: Album) -> None:
        """Keep the photographs that codes are read in as evidence, from now on."""
        self._photos.album = album

    def take_tags(self, reads: Sequence[Read]) -> Verdict | None:
        """Save what one RFID reader delivered within a second at most, as one event; None for nothing."""
        return self.take_heard(heard(reads)) if reads else None

    def take_heard(self, batch: Heard, *, quiet: bool = False) -> Verdict:
        """Save what was counted of one RFID reader within a second at most; ``quiet`` spares judging every tag."""
        stand, event, text = self._stand, self.sweep.save(batch), utf8(batch.first)
        if quiet:
            return stand.judge.done(event, text, "Saved.", stand.place, Tone.NEUTRAL)
        return stand.judge.tags(event, text, stand.place)

    def go(self, place: Place, *, side: str | None = None, by: str = "typed") -> Verdict:
        """Stand in another place; ``by`` is ``label``, ``typed``, ``next`` or ``moved``."""
        return self._enter(place, side, by, None)

    def keep(self, read: Read) -> Verdict:
        """Save a read that asks for nothing yet, such as the first of two codes that close a place."""
        stand = self._stand
        event = stand.keep(read)
        return nothing_done(text_of(read, ""), "Kept as it came.", stand.place, event)

    def at_unit(self, unit: Position | None) -> None:
        """The next scan stands in these units of the rack; the one after it does not. None for no unit."""
        self.latching.unit = unit

    def carry(self, to: Place, last: int | None = None) -> Verdict:
        """The place label was the wrong one: all that was scanned under it, or the last so many, belongs elsewhere."""
        return self.latching.carry(to, last)

    def adopt(self) -> Verdict:
        """Give the scans that were made before any place the place one stands in now."""
        return self.latching.adopt()

    def empty(self, units: Sequence[Position] | None = None) -> Verdict:
        """Confirm that units of this rack hold nothing: these, or all in which nothing is expected or was found."""
        return self._sweeping.empty_here() if units is None else self._sweeping.empty(units)

    def empty_units(self) -> list[Position]:
        """Units of the rack one stands in that should be empty and that nobody has looked at yet."""
        place = self._stand.place
        return [] if place is None else self._sweeping.empty_units(place.node)

    def photo(self, sha256: str) -> Verdict:
        """A photograph of the last thing seen, named by the hash of its file."""
        why_not = self._photos.prove(sha256)
        return self._stand.idle("PHOTO", None, why_not) if why_not else self._answers.photo(sha256)

    def hand_over(self, to: str) -> Verdict:
        """Sign that the walk goes on with another person (an opaque id)."""
        stand = self._stand
        event = stand.write("note", {"text": "handed over", "to": to})
        return stand.judge.done(event, text_of(None, "HAND OVER"), "The walk is handed over.", stand.place)

    def take_over(self, given: str, by: str) -> Verdict:
        """Sign that one goes on with the walk of another person, whose signature ``given`` is; nobody stands yet."""
        stand = self._stand
        event = stand.write("note", {"from": by, "of": given, "text": "taken over"})
        told = "The walk is taken over. Scan the label of the place you stand in."
        return stand.judge.done(event, text_of(None, "TAKE OVER"), told, None)

    def close(self, places: Sequence[Place] | None = None, side: str | None = None) -> Verdict:
        """Confirm that the place one stands in (or exactly these places) was seen whole."""
        return self._sweeping.close(places, side)

    def block(self, reason: str) -> Verdict:
        """Say that the place one stands in cannot be seen, and why."""
        return self._sweeping.block(reason)

    def reopen(self) -> Verdict:
        """Take back every close and block of the place one stands in."""
        return self._sweeping.reopen()

    def next(self) -> Verdict:
        """Go to the next planned place that is not closed."""
        return self._next(None)

    def undo(self) -> Verdict:
        """Take back this walk's last hand event that still counts."""
        return self._undo(None)

    def mark_unreadable(self, position: Position | None = None, note: str = "") -> Verdict:
        """Record a device whose label cannot be read."""
        return self._unreadable(None, position, note)

    def pick(self, asset_key: str, proof: str, unreadable: str | None = None, photo: str = "") -> Verdict:
        """Record an asset that was seen here without a scan, perhaps as the answer to an unreadable label's event.

        ``proof`` is ``photo`` (the SHA-256 of its file is ``photo``), ``last4`` or ``sight``; AuditError for an unknown
        asset or proof. Where photographs are forbidden nothing is picked by one.
        """
        stand, asset = self._stand, self._stand.register.asset(asset_key)
        if asset is None or proof not in PROOFS:
            msg = f"'{asset_key}' cannot be picked by '{proof}': there is no such asset, or no such proof."
            raise AuditError(msg, hint=f"Proofs are {', '.join(PROOFS)}.")
        why_not = self._photos.prove(photo) if photo else ""
        if why_not:
            return stand.idle("PHOTO", None, why_not)
        sup = () if unreadable is None else (unreadable,)
        d = stand.standing() | {"asset": asset.key, "label": True, "proof": proof} | ({"photo": photo} if photo else {})
        event = stand.write("pick", d, sup=sup)
        return stand.judge.judged(event, name_of(asset), stand.place)

    def moved(self) -> Verdict:
        """The last scanned asset was moved here."""
        return self._answers.moved()

    def wrong(self) -> Verdict:
        """The last scan was a mistake."""
        return self._answers.wrong()

    def two(self) -> Verdict:
        """The last label is on a second device."""
        return self._answers.two()

    def condition(self, word: str) -> Verdict:
        """The condition of the last thing seen, such as ``damaged``."""
        return self._answers.condition(word)

    def note(self, text: str) -> Verdict:
        """A note on the last thing seen."""
        return self._answers.note(text)

    def pair(self) -> Verdict:
        """The next code and the last one belong to one device."""
        return self._pairing.begin()

    def same(self) -> Verdict:
        """The last two codes, which were recognised as one device's, are on one device."""
        return self._pairing.same()

    def would_be_missing(self, side: str | None = None) -> list[Asset]:
        """What closing the place one stands in would make missing; nothing is told in a blind audit."""
        stand = self._stand
        if stand.place is None or stand.judge.blind:
            return []
        return self._sweeping.left(stand.place.node, side or stand.side)

    def resume_hint(self) -> Place | None:
        """Where this person stood last, in this walk or the one before it."""
        return self._stand.place or self._hint

    def remember(self, place: Place | None) -> None:
        """Tell the walk where this person stood last; it offers that, and stands nowhere until somebody says so."""
        self._hint = place

    def end(self) -> str:
        """Finish the walk and let go of its log; answers which one that is."""
        self._writer.close()
        return self._writer.log

    def _scan(self, read: Read, *, typed: bool) -> Verdict:
        stand, partner = self._stand, self._pairing.partner(read)
        self.latching.step_to_unit(same=partner is not None or self._names_last(read))
        d = stand.standing()
        if partner is not None:
            d["with"] = partner
        if typed:
            d["typed"] = True
        event = stand.write("scan", d, read=read)
        self._batches.scanned(event, read)
        verdict = stand.judge.scan(event, text_of(read, ""), stand.place, earlier=stand.trail.wall)
        return self._pairing.scanned(event, verdict)

    def _names_last(self, read: Read) -> bool:
        """Whether a read is another code of the device that was scanned last, which stands where it stood."""
        last = self._stand.last_asset() if self.latching.counts else None
        if last is None:
            return False
        return [hit.key for hit in hits_of(self._identify(read), self._stand.register)] == [last.key]

    def _still(self) -> str:
        place = self._stand.place
        return "You stand in no place yet." if place is None else f"You still stand in {place}."

    def _labelled(self, asked: Entered, read: Read) -> Verdict:
        if asked.unit:
            return self._enter(on_side(asked.place, self.side), self.side, "label", read)
        self._batches.labelled(read)
        if self.latching.lost:
            return self.latching.carry(asked.place, None, read)
        return self._enter(asked.place, label_side(asked.place, read), "label", read)

    def _enter(self, place: Place, side: str | None, by: str, read: Read | None) -> Verdict:
        stand = self._stand
        event = self.latching.enter(place, side, by, read)
        self._pairing.forget()
        text = utf8(read.raw) if read is not None else f"LOC:{place}"
        sentence, tone = welcome(stand, place)
        return stand.judge.entered(event, text, sentence, place, tone)

    def _control(self, name: str, read: Read) -> Verdict:
        act = self._controls.get(name)
        if act is None:
            return self._stand.idle(name, read, f"There is no control code {name} here.")
        return act(read)

    def _undo(self, read: Read | None) -> Verdict:
        stand, last = self._stand, self._stand.trail.last()
        if last is None:
            return stand.idle("UNDO", read, "There is nothing left in this walk to take back.")
        self.latching.lost = False
        event = stand.write("void", {"reason": "undo"}, sup=stand.trail.step(last), read=read)
        if last.k == "place":
            stand.latch(stand.trail.place())
        return stand.judge.done(event, text_of(read, "UNDO"), f"Taken back: {self._told(last)}.", stand.place)

    def _told(self, event: Event) -> str:
        d = event.d
        if event.k == "place":
            here = f"you stand in {self.place} again" if self.place is not None else "you stand nowhere now"
            return f"the place {d['place']}; {here}"
        if event.k == "sweep":
            return f"{d['state']} {', '.join(cover['place'] for cover in d['covers'])}"
        if event.k == "note" and "photo" in event.d:
            return "the photograph"
        read = d.get("read", {})
        return _DOINGS.get(event.k, event.k) + (f" '{read['text']}'" if event.k == "scan" and "text" in read else "")

    def _next(self, read: Read | None) -> Verdict:
        stand, place = self._stand, self._sweeping.following()
        if place is None:
            return stand.idle("NEXT", read, "Every planned place is closed; there is no next one.")
        event = self.latching.enter(place, None, "next", read)
        self._pairing.forget()
        sentence, _tone = welcome(stand, place)
        return stand.judge.done(event, text_of(read, "NEXT"), sentence, place)

    def _unreadable(self, read: Read | None, position: Position | None = None, note: str = "") -> Verdict:
        stand = self._stand
        if stand.at is None:
            return stand.idle(
                "UNREADABLE", read, "Scan the place's label first, so that the device can be found again."
            )
        d: dict[str, Any] = stand.standing() | {"label": True}
        if position is not None:
            d["position"] = str(position)
        if note.strip():
            d["note"] = utf8(note.strip())
        event = stand.write("pick", d, read=read)
        return stand.judge.judged(event, text_of(read, "UNREADABLE"), stand.place)


_DOINGS = {
    "scan": "the scan",
    "pick": "the pick",
    "resolve": "the answer",
    "condition": "the condition",
    "note": "the note",
    "attest": "the statement",
}

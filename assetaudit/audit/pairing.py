"""Two codes of one device: joined by a deliberate step, or recognised and offered without holding anybody up.

An offer changes nothing by itself, for a fast walk scans neighbours one after the other: only a person joins codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assetaudit.audit.sorting import names_no_device
from assetaudit.audit.stand import Stand, text_of
from assetaudit.audit.verdicts import name_of
from assetaudit.model.event import Event
from assetaudit.model.finding import Outcome
from assetaudit.model.needs import Clock, Identify
from assetaudit.model.photo import NOTE_PREFIX
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone, Verdict

LASTS_MS = 60_000
"""A pair that was begun waits so long for its other code; then somebody has forgotten it."""
NEAR_MS = 8_000
"""Two codes scanned within this time may be on one device."""
_NONE = "Nothing has been scanned yet that the next code could belong to."
_NO_OFFER = "The last two codes were not recognised as one device's; to join two codes, PAIR stands between them."


@dataclass(frozen=True, slots=True)
class _Begun:
    note: str
    scan: str
    mono: int


@dataclass(frozen=True, slots=True)
class _Offer:
    first: str
    second: str


class Pairing:
    """What a walk knows of two codes that belong together."""

    def __init__(self, stand: Stand, identify: Identify, clock: Clock) -> None:
        self._stand = stand
        self._identify = identify
        self._clock = clock
        self._begun: _Begun | None = None
        self._offer: _Offer | None = None

    def begin(self, read: Read | None = None) -> Verdict:
        """The next code and the last belong to one device."""
        stand, last = self._stand, self._stand.trail.last_seen()
        if last is None or last.k != "scan":
            return stand.idle("PAIR", read, _NONE)
        event = stand.write("note", {"of": last.hash, "text": "pair"}, read=read)
        self._begun = _Begun(event.hash, last.hash, event.mono)
        sentence = f"Now scan the other code of the same device as {self._name(last)}."
        return stand.judge.done(event, text_of(read, "PAIR"), sentence, stand.place)

    def partner(self, read: Read) -> str | None:
        """The scan that this read belongs to; None where no pair was begun, or the read is of no device."""
        partner = self._waiting(self._clock.mono_ms())
        return None if partner is None or names_no_device(read, self._identify) else partner

    def _waiting(self, mono: int) -> str | None:
        """The scan that awaits its other half; None where there is none, it was undone, or is long ago."""
        begun = self._begun
        if begun is None or not all(self._stand.engine.live(known) for known in (begun.note, begun.scan)):
            return None
        return begun.scan if mono - begun.mono <= LASTS_MS else None

    def scanned(self, event: Event, verdict: Verdict) -> Verdict:
        """A scan was judged: it ends a pair that was begun, or may be offered as one with the scan before it."""
        if self._awaited(event):
            return verdict._replace(sentence=f"{verdict.sentence} The other code of the device is still awaited.")
        self._begun = None
        self._offer = None if "with" in event.d else self._recognised(event)
        return verdict if self._offer is None else self._offered(event, self._offer, verdict)

    def same(self, read: Read | None = None) -> Verdict:
        """The two codes that were offered are on one device."""
        stand, offer, last = self._stand, self._offer, self._stand.trail.last_seen()
        if offer is None or last is None or last.hash != offer.second or not stand.engine.live(offer.first):
            return stand.idle("SAME", read, _NO_OFFER)
        self._offer = None
        event = stand.write("note", {"of": offer.second, "text": "pair", "with": offer.first}, read=read)
        return self._confirmed(event, last, read)

    def forget(self) -> None:
        """A pair is not carried into another place."""
        self._begun = self._offer = None

    def _awaited(self, event: Event) -> bool:
        """Whether a pair was begun and this code, of a product or parcel, is not the device's other one."""
        begun = self._waiting(event.mono) is not None and "with" not in event.d
        return begun and self._stand.engine.meaning(event.hash).no_device is not None

    def _recognised(self, event: Event) -> _Offer | None:
        """The scan right before this one, where both name one record, or just one of them names any."""
        stand = self._stand
        before = stand.trail.before(event)
        if before is None or stand.judge.blind or not _beside(before, event):
            return None
        first, second = stand.engine.meaning(before.hash), stand.engine.meaning(event.hash)
        if first.assets and second.assets and first.assets != second.assets:
            return None
        again = first.repeat_of is not None or second.repeat_of not in (None, before.hash)
        if again or first.beside or first.no_device or second.no_device:
            return None
        if first.text.casefold() == second.text.casefold():
            return None
        named = first.assets or second.assets
        return _Offer(before.hash, event.hash) if len(named) == 1 else None

    def _offered(self, event: Event, offer: _Offer, verdict: Verdict) -> Verdict:
        stand = self._stand
        first, second = stand.engine.meaning(offer.first), stand.engine.meaning(event.hash)
        asset = stand.register.asset(next(iter((*first.assets, *second.assets))))
        name = name_of(asset) if asset is not None else "one record"
        if first.assets and second.assets:
            told = f"'{first.text}' and '{second.text}' both name {name}. SAME confirms that they are on one device."
            return verdict._replace(sentence=told)
        strange = first.text if not first.assets else second.text
        told = f"Is '{strange}' a second label of {name}? SAME says so; else just scan on."
        return verdict._replace(sentence=f"{verdict.sentence} {told}")

    def _confirmed(self, event: Event, scan: Event, read: Read | None) -> Verdict:
        stand = self._stand
        meaning = stand.engine.meaning(scan.hash)
        key = meaning.assets[0] if meaning.assets else None
        asset = None if key is None else stand.register.asset(key)
        name = name_of(asset) if asset is not None else "it"
        proposed = meaning.proposed or self._proposed(meaning.beside)
        sentence = f"{name} is confirmed by two codes that agree."
        if proposed is not None:
            sentence = f"'{proposed}' is proposed as a further label of {name}."
        told = stand.judge.answered(event, text_of(read, "SAME"), sentence, stand.place, key)
        if told.finding is not None and told.finding.outcome is Outcome.WRONG_DEVICE:
            return told._replace(verdict=Outcome.WRONG_DEVICE.value, tone=Tone.WRONG, sentence=told.finding.why)
        return told

    def _proposed(self, others: Sequence[str]) -> str | None:
        return next((name for other in others if (name := self._stand.engine.meaning(other).proposed)), None)

    def _name(self, event: Event) -> str:
        asset = self._stand.last_asset()
        if asset is not None and not self._stand.judge.blind:
            return name_of(asset)
        return f"'{self._stand.engine.meaning(event.hash).text}'"


def _beside(first: Event, second: Event) -> bool:
    """Whether two scans were made by hand, right after each other, in one place."""
    return (
        first.boot == second.boot
        and 0 <= second.mono - first.mono <= NEAR_MS
        and first.d.get("at") is not None
        and first.d.get("at") == second.d.get("at")
        and not _photographed(first)
        and not _photographed(second)
    )


def _photographed(scan: Event) -> bool:
    return str(scan.d["read"].get("note", "")).startswith(NOTE_PREFIX)

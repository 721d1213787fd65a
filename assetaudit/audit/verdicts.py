"""Verdicts in words: what a committed event came to, for the person who holds the scanner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assetaudit.audit.engine import Engine, Meaning
from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.model.verdict import Tone, Verdict

TONES = {
    Outcome.FOUND: Tone.RIGHT,
    Outcome.RETIRED_PRESENT: Tone.WRONG,
    Outcome.WRONG_DEVICE: Tone.WRONG,
    Outcome.CONTESTED: Tone.WRONG,
    Outcome.AMBIGUOUS: Tone.WRONG,
    Outcome.MISSING: Tone.WRONG,
    Outcome.UNKNOWN: Tone.WRONG,
    Outcome.NOT_SWEPT: Tone.NEUTRAL,
    Outcome.OFF_SITE: Tone.NEUTRAL,
}
"""Everything else asks for attention."""
_LOUDEST = (Tone.WRONG, Tone.ATTENTION, Tone.RIGHT, Tone.NEUTRAL)


class Judge:
    """Tells what an event that was just committed means now."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self._engine = engine
        self._register = register

    @property
    def blind(self) -> bool:
        """Whether nothing of what is expected may be told."""
        return self._engine.frame.blind

    def scan(self, event: Event, text: str, at: Place | None, *, earlier: Callable[[str], int | None]) -> Verdict:
        """The verdict on a scan; ``earlier`` tells the time of an event of this walk that the scan may repeat."""
        meaning = self._engine.meaning(event.hash)
        if meaning.repeat_of is not None:
            return self._repeat(event, text, at, self._ago(event, meaning, earlier(meaning.repeat_of)))
        if self.blind:
            return _verdict(event, text, "saved", Tone.NEUTRAL, "Saved.", at)
        if meaning.no_device is not None:
            kind = meaning.no_device.replace("_", " ")
            sentence = f"Wrong code: this is a {kind}, not a device. Scan the asset tag or the S/N."
            return _verdict(event, text, "saved", Tone.ATTENTION, sentence, at)
        return self.judged(event, text, at)

    def judged(self, event: Event, text: str, at: Place | None) -> Verdict:
        """The verdict on anything that was seen: the first finding that the event is evidence of."""
        if self.blind:
            return _verdict(event, text, "saved", Tone.NEUTRAL, "Saved.", at)
        finding = self._finding(event)
        asset = self._asset(event, finding)
        if finding is None:
            where = "it counts for no place" if at is not None else "no place yet: scan the place's label"
            told = _verdict(event, text, "saved", Tone.ATTENTION, f"Saved, but {where}.", at)
            return _about(told, asset, None)
        tone, word, why = TONES.get(finding.outcome, Tone.ATTENTION), finding.outcome.value, finding.why
        expected = _expected(asset, finding)
        return Verdict(event.hash, event.seq, text, word, tone, why, asset, finding, expected, _text(at))

    def tags(self, event: Event, text: str, at: Place | None) -> Verdict:
        """The verdict on tags that were read together: the loudest of what they came to."""
        findings = self._engine.about(event.hash, brief=True)
        if self.blind or len(findings) < 2:
            return self.judged(event, text, at)
        loudest = min(findings, key=lambda finding: _LOUDEST.index(TONES.get(finding.outcome, Tone.ATTENTION)))
        tone = TONES.get(loudest.outcome, Tone.ATTENTION)
        sentence = f"{len(findings)} things read together, this among them: {loudest.why}"
        asset = self._register.asset(loudest.asset) if loudest.asset else None
        return _about(_verdict(event, text, loudest.outcome.value, tone, sentence, at), asset, loudest)

    def done(self, event: Event, text: str, sentence: str, at: Place | None, tone: Tone = Tone.RIGHT) -> Verdict:
        """The answer to a command that wrote an event."""
        return _verdict(event, text, "command", tone, sentence, at)

    def answered(self, event: Event, text: str, sentence: str, at: Place | None, key: str | None) -> Verdict:
        """The answer to a command about an asset, with what the audit says of that asset now."""
        told = self.done(event, text, sentence, at)
        if self.blind or key is None:
            return told
        return _about(told, self._register.asset(key), self._engine.brief(key))

    def entered(self, event: Event, text: str, sentence: str, at: Place, tone: Tone) -> Verdict:
        """The answer to a place label."""
        return _verdict(event, text, "place", tone, sentence, at)

    def _repeat(self, event: Event, text: str, at: Place | None, ago_ms: int | None) -> Verdict:
        since = f", {spoken(ago_ms)} ago" if ago_ms is not None else ""
        told = _verdict(event, text, "repeat", Tone.NEUTRAL, f"Already{since}.", at)._replace(ago_ms=ago_ms)
        if self.blind:
            return told
        finding = self._finding(event)
        return _about(told, self._asset(event, finding), finding)

    def _ago(self, event: Event, meaning: Meaning, before: int | None) -> int | None:
        for key in meaning.assets:
            for seen in self._engine.sightings(key):
                if seen.event == meaning.repeat_of:
                    before = seen.wall
        return None if before is None else max(0, event.wall - before)

    def _finding(self, event: Event) -> Finding | None:
        return next(iter(self._engine.about(event.hash, brief=True)), None)

    def _asset(self, event: Event, finding: Finding | None) -> Asset | None:
        if finding is not None:
            return self._register.asset(finding.asset) if finding.asset else None
        keys = self._engine.meaning(event.hash).assets
        return self._register.asset(keys[0]) if len(keys) == 1 else None


def name_of(asset: Asset) -> str:
    """What people call an asset."""
    return asset.asset_tag or asset.serial or asset.name or asset.key


def spoken(milliseconds: int) -> str:
    """A time span as people say it: ``40 s``, ``4 min``, ``3 h``, ``2 days``."""
    seconds = milliseconds // 1000
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} days"


def named(assets: Sequence[Asset], most: int = 3) -> str:
    """The first few names of a list, and how many more there are."""
    names = ", ".join(name_of(asset) for asset in assets[:most])
    return f"{names} and {len(assets) - most} more" if len(assets) > most else names


def nothing_done(text: str, sentence: str, at: Place | None, event: Event | None = None) -> Verdict:
    """The answer to a command that changed nothing."""
    known, seq = (event.hash, event.seq) if event is not None else (None, None)
    return Verdict(known, seq, text, "command", Tone.ATTENTION, sentence, at=_text(at))


def _verdict(event: Event, text: str, verdict: str, tone: Tone, sentence: str, at: Place | None) -> Verdict:
    return Verdict(event.hash, event.seq, text, verdict, tone, sentence, at=_text(at))


def _about(verdict: Verdict, asset: Asset | None, finding: Finding | None) -> Verdict:
    return verdict._replace(asset=asset, finding=finding, expected=_expected(asset, finding))


def _expected(asset: Asset | None, finding: Finding | None) -> str | None:
    if finding is not None and finding.expected is not None:
        return finding.expected
    return str(asset.place) if asset is not None and asset.place is not None else None


def _text(place: Place | None) -> str | None:
    return None if place is None else str(place)

"""What a person says of the last scan: moved, wrong, two of them, damaged, or a note."""

from __future__ import annotations

from typing import Any

from assetaudit.audit.stand import Stand, text_of
from assetaudit.audit.verdicts import name_of
from assetaudit.model.event import Event
from assetaudit.model.payload import utf8
from assetaudit.model.read import Read
from assetaudit.model.verdict import Verdict

_NONE = "Nothing has been scanned yet that this could be about."

_NAMELESS = "the device without a label"


class Answers:
    """The commands about the last thing seen in a walk."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    def moved(self, read: Read | None = None) -> Verdict:
        """The last scanned asset was moved here: every sighting of it before gives way."""
        stand, last, asset = self._stand, self._stand.trail.last_seen(), self._stand.last_asset()
        if last is None or asset is None:
            return stand.idle("MOVED", read, "The last scan is not one asset of the register, so it cannot be moved.")
        if stand.at is None:
            return stand.idle("MOVED", read, "Scan the place's label first, so that it is known where it was moved to.")
        sup = sorted({last.hash, *(seen.event for seen in stand.engine.sightings(asset.key))})
        event = stand.write("resolve", {"how": "moved", "asset": asset.key, "at": stand.at}, sup=sup, read=read)
        sentence = f"{name_of(asset)} was moved and counts for {stand.place} now."
        return stand.judge.answered(event, text_of(read, "MOVED"), sentence, stand.place, asset.key)

    def wrong(self, read: Read | None = None) -> Verdict:
        """The last scan was a mistake: it counts for nothing."""
        return self._about_last("WRONG", "resolve", {"how": "wrong"}, read, "{} was a wrong scan and does not count.")

    def two(self, read: Read | None = None) -> Verdict:
        """The last label is on a second device: there are two with one code."""
        told = "{} is on a second device; it is kept as unrecorded until somebody decides."
        return self._about_last("TWO", "resolve", {"how": "two"}, read, told)

    def condition(self, word: str, read: Read | None = None) -> Verdict:
        """The condition of the last thing, or of its label."""
        word = utf8(" ".join(word.split()))
        return self._about_last(
            "DAMAGED", "condition", {"condition": word}, read, "{} is noted as " + _plain(word) + "."
        )

    def photo(self, sha256: str) -> Verdict:
        """A photograph of the last thing, named by the hash of its file."""
        stand, last = self._stand, self._stand.trail.last_seen()
        if last is None:
            return stand.idle("PHOTO", None, _NONE)
        event = stand.write("note", {"of": last.hash, "photo": sha256, "text": "photograph"})
        told = f"The photograph is kept with {self._name(last)}."
        return stand.judge.done(event, text_of(None, "PHOTO"), told, stand.place)

    def note(self, text: str, read: Read | None = None) -> Verdict:
        """A note on the last thing; on the audit as a whole where nothing was scanned yet."""
        stand, last = self._stand, self._stand.trail.last_seen()
        about = {} if last is None else {"of": last.hash}
        event = stand.write("note", about | {"text": utf8(text)}, read=read)
        what = "A note is asked for" if not text.strip() else "Noted"
        sentence = f"{what} on {self._name(last)}." if last is not None else f"{what}."
        return stand.judge.done(event, text_of(read, "NOTE"), sentence, stand.place)

    def _about_last(self, name: str, k: str, d: dict[str, Any], read: Read | None, told: str) -> Verdict:
        stand, last, asset = self._stand, self._stand.trail.last_seen(), self._stand.last_asset()
        if last is None:
            return stand.idle(name, read, _NONE)
        name = self._name(last)
        sentence = told.format(name.capitalize() if name is _NAMELESS else name)
        about, sup = ({}, (last.hash,)) if k == "resolve" else ({"of": last.hash}, ())
        event = stand.write(k, d | about, sup=sup, read=read)
        return stand.judge.answered(event, text_of(read, name), sentence, stand.place, asset.key if asset else None)

    def _name(self, event: Event | None) -> str:
        if event is None:
            return "it"
        asset = self._stand.last_asset()
        if asset is not None and not self._stand.judge.blind:
            return name_of(asset)
        text = self._stand.engine.meaning(event.hash).text
        return f"'{text}'" if text else _NAMELESS


def _plain(word: str) -> str:
    return word.replace("{", "(").replace("}", ")") or "noteworthy"

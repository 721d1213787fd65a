"""Codes that steer the walk: place labels (``LOC:``, ``LOC-``) and control codes (``CMD:``, ``CMD-``).

They act only as one complete read of a hand reader: never from an RFID tag, a picture, or a code that hid something.
"""

from __future__ import annotations

from assetaudit.identify.scanned import Answer, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate, Identification, Rejection
from assetaudit.model.place import Place, PlaceError

CONTROLS = {
    "UNDO": "takes back the last scan or step of this walk",
    "CLOSE": "closes the place you stand in",
    "NEXT": "goes on to the next place",
    "BLOCKED": "marks this place as one that cannot be looked at",
    "MOVED": "says that the last device was moved here",
    "WRONG": "says that the last scan was a mistake",
    "TWO": "says that the last label is on a second device",
    "DAMAGED": "says that the last label or device is damaged",
    "UNREADABLE": "records a device without a readable label",
    "NOTE": "asks for a note",
    "PAIR": "says that the last code and the next one are on one device",
    "SAME": "says that the last two codes, which were recognised as such, are on one device",
    "EMPTY": "says that the empty units of this rack were looked at",
    "FRONT": "goes on with the front of this rack",
    "REAR": "goes on with the rear of this rack",
    "HERE": "says that the place label was the wrong one: the next place label says where you are",
    "ADOPT": "takes the scans that were made before any place into this one",
    "LOCKED": "marks this place as blocked: it is locked",
    "LIVE": "marks this place as blocked: somebody works on live devices",
    "RESTRICTED": "marks this place as blocked: nobody may look at it",
    "NOESCORT": "marks this place as blocked: there is no escort",
    "LABEL": "says that the last device needs a new label",
    "OFF": "says that the last device is switched off",
    "LOOSE": "says that the last device is not mounted",
    "PARTS": "says that parts of the last device are missing",
    "GOOD": "says that the last device is in good condition",
}
"""Every control code and what it does; nothing that cannot be undone is one."""
LOCATION_PREFIXES = ("LOC:", "LOC-")
CONTROL_PREFIXES = ("CMD:", "CMD-")
PREFIXES = frozenset(LOCATION_PREFIXES + CONTROL_PREFIXES)
"""What begins so is never a device, even where it is refused as a place or control."""


_OURS = {"place": "place label", "control": "control code"}


def not_understood(meaning: Identification) -> str | None:
    """Why a place label or control code does nothing, in a sentence or two; None for any other code."""
    if any(candidate.kind in _OURS for candidate in meaning.candidates):
        return None
    refused = next((rejection for rejection in meaning.rejected if rejection.parser in _OURS), None)
    if refused is None:
        return None
    reason = refused.reason.partition(";")[0].rstrip(".")
    return f"This {_OURS[refused.parser]} is not understood. {reason}."


def parse(scanned: Scanned) -> Answer:
    """A place or a control, or the reason why it is neither."""
    prefix = scanned.text[:4].upper()
    rest = scanned.text[4:].strip()
    if prefix in CONTROL_PREFIXES:
        return [_control(scanned, rest)]
    if prefix in LOCATION_PREFIXES:
        return [_location(scanned, prefix, rest)]
    return ()


def _control(scanned: Scanned, name: str) -> tuple[Rank, Candidate] | Rejection:
    if not scanned.hand:
        return Rejection("control", "Control codes act only from a hand scanner, never from RFID or a picture.")
    if not scanned.intact:
        return Rejection("control", "The code hid characters that cannot be printed, so it does nothing.")
    meaning = CONTROLS.get(name.upper())
    if meaning is None:
        return Rejection("control", f"There is no control code '{name}'; known are {', '.join(CONTROLS)}.")
    return Rank.SURE, Candidate("control", name.upper(), f"The control code that {meaning}.")


def _location(scanned: Scanned, prefix: str, text: str) -> tuple[Rank, Candidate] | Rejection:
    if not scanned.hand:
        return Rejection("place", "Place labels move the walk only from a hand scanner, never from RFID or a picture.")
    if not text:
        return Rejection("place", f"Nothing stands behind {prefix} on it.")
    if prefix == "LOC-":
        return Rank.SURE, Candidate("place", text, "The short code of a place label.", {"form": "code"})
    try:
        place = Place.parse(text)
    except PlaceError as error:
        return Rejection("place", str(error))
    return Rank.SURE, Candidate("place", str(place), "A place label.", {"form": "place"})


PARSER = Parser("codes", parse, starts="LlCc", shape="(?i:LOC|CMD)[:-]")

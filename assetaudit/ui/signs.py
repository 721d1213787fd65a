"""What a state looks like: a sign, a word and a tone, so that colour never speaks alone."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.model.finding import Outcome
from assetaudit.model.verdict import Tone


@dataclass(frozen=True, slots=True)
class Sign:
    """How one state is shown."""

    char: str
    plain: str
    """The sign where the terminal has no Unicode."""
    word: str
    """What people read, small."""
    large: str
    """What people read from two metres: short, capitals."""
    tone: Tone


SIGNS: dict[str, Sign] = {
    Outcome.FOUND: Sign("✓", "+", "verified", "VERIFIED", Tone.RIGHT),
    Outcome.WRONG_POSITION: Sign("↔", "~", "wrong position", "WRONG POSITION", Tone.ATTENTION),
    Outcome.MISPLACED: Sign("↔", "~", "misplaced", "MISPLACED", Tone.ATTENTION),
    Outcome.OUT_OF_SCOPE: Sign("↔", "~", "out of scope", "OUT OF SCOPE", Tone.ATTENTION),
    Outcome.UNPLACED: Sign("↔", "~", "unplaced", "UNPLACED", Tone.ATTENTION),
    Outcome.RETIRED_PRESENT: Sign("!", "!", "retired but present", "RETIRED", Tone.WRONG),
    Outcome.FOREIGN: Sign("!", "!", "foreign", "FOREIGN", Tone.ATTENTION),
    Outcome.WRONG_DEVICE: Sign("!", "!", "wrong device", "WRONG DEVICE", Tone.WRONG),
    Outcome.MISMATCH: Sign("!", "!", "mismatch", "MISMATCH", Tone.ATTENTION),
    Outcome.CONTESTED: Sign("!", "!", "conflicting evidence", "CONFLICT", Tone.WRONG),
    Outcome.AMBIGUOUS: Sign("!", "!", "ambiguous", "AMBIGUOUS", Tone.WRONG),
    Outcome.MISSING: Sign("✗", "x", "not located", "NOT LOCATED", Tone.WRONG),
    Outcome.NOT_SWEPT: Sign("·", ".", "not examined", "NOT EXAMINED", Tone.NEUTRAL),
    Outcome.OFF_SITE: Sign("→", ">", "off site", "OFF SITE", Tone.NEUTRAL),
    Outcome.UNKNOWN: Sign("?", "?", "unrecorded", "UNRECORDED", Tone.WRONG),
    Outcome.UNREADABLE: Sign("?", "?", "unreadable", "UNREADABLE", Tone.ATTENTION),
    "place": Sign("⌂", "@", "place", "HERE", Tone.NEUTRAL),
    "command": Sign("»", ">", "done", "DONE", Tone.NEUTRAL),
    "repeat": Sign("✓", "+", "already", "ALREADY", Tone.NEUTRAL),
    "saved": Sign("●", "*", "saved", "SAVED", Tone.NEUTRAL),
    "left": Sign("·", ".", "not seen yet", "LEFT", Tone.NEUTRAL),
    "looked": Sign("▣", "_", "looked at, empty", "EMPTY", Tone.NEUTRAL),
    "empty": Sign("▢", "-", "empty", "EMPTY", Tone.NEUTRAL),
    "blocked": Sign("⊘", "#", "blocked", "BLOCKED", Tone.ATTENTION),
    "closed": Sign("■", "=", "closed", "CLOSED", Tone.NEUTRAL),
    "open": Sign("◧", "o", "open", "OPEN", Tone.NEUTRAL),
    "not visited": Sign("□", ".", "not visited", "NOT VISITED", Tone.NEUTRAL),
    "error": Sign("!", "!", "trouble", "TROUBLE", Tone.WRONG),
}
"""By outcome, by the other words of a verdict, and by the states of places and units."""

_OTHER = Sign("»", ">", "", "", Tone.NEUTRAL)


def sign(state: str) -> Sign:
    """The sign of a state; states that are not known here are shown by their own word."""
    known = SIGNS.get(state)
    if known is not None:
        return known
    word = state.replace("_", " ")
    return Sign(_OTHER.char, _OTHER.plain, word, word.upper(), Tone.NEUTRAL)

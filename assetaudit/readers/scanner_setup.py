"""What scans of the set-up sheet say about a scanner: its suffix, its keyboard layout, whether GS survives. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import permutations
from typing import Any

from assetaudit.identify import aim
from assetaudit.identify.setup_codes import GS, SETUP_CODES, SetupCode
from assetaudit.readers.correction import Correction
from assetaudit.readers.layouts import LAYOUTS, Layout, typed

SUFFIXES = {"\r": "cr", "\n": "lf", "\r\n": "crlf", "\t": "tab", "\x03": "etx", "": "none"}
ENDS = "\r\n\t\x03"
_SURE = 0.9
"""Likeness (0 to 1) from which a scan is taken for one of the sheet's codes under a layout: a host may drop accents."""
_KNOWN = {code.name: code for code in SETUP_CODES}


@dataclass(frozen=True, slots=True)
class Setup:
    """What was found out."""

    correction: Correction
    seen: tuple[str, ...]
    """Names of the sheet's codes that were recognised."""
    symbology: bool = False
    """Whether the scanner sends AIM identifiers."""
    capitals_swapped: bool = False
    """Caps Lock was on, or the scanner swaps capitals."""
    gs: str = "unknown"
    """``kept``, ``lost``, ``replaced`` or ``unknown``."""
    strange: tuple[str, ...] = ()
    """Scans that are none of the sheet's codes, as they came."""

    def to_dict(self) -> dict[str, Any]:
        """As ``readers calibrate --json`` prints it."""
        return {
            "layout": self.correction.layout,
            "letters": [list(pair) for pair in self.correction.letters],
            "suffix": self.correction.suffix,
            "gs": self.gs,
            "gs_arrives_as": self.correction.gs,
            "symbology": self.symbology,
            "seen": list(self.seen),
            "unknown": len(self.strange),
        }


@dataclass(frozen=True, slots=True)
class _Guess:
    """One way to read a scan: which code it is, typed with which layout on which."""

    code: SetupCode
    pair: tuple[Layout, Layout] | None
    swapped: bool
    aim: bool
    likeness: float


def split_ended(data: str) -> tuple[str, str]:
    """A scan's text and the suffix behind it."""
    text = data.rstrip(ENDS)
    return text, data[len(text) :]


def set_up(scans: Sequence[str]) -> Setup:
    """What these scans of the sheet say, each with its suffix as it arrived."""
    split = [split_ended(scan) for scan in scans if scan.strip()]
    texts = [text for text, _ in split]
    guesses = _explained(texts)
    named = {text: guess for text, guess in zip(texts, guesses, strict=True) if guess is not None}
    pair = next((guess.pair for guess in named.values() if guess.pair), None)
    strange = tuple(text for text, guess in zip(texts, guesses, strict=True) if guess is None)
    letters: dict[str, str] = {}
    if strange and pair is None:
        letters, strange = _learnt(strange, {guess.code.name for guess in named.values()})
    gs, instead = _separator(named)
    scanner, host = (pair[0].name, pair[1].name) if pair else ("", "")
    correction = Correction(scanner, host, tuple(sorted(letters.items())), instead, _suffix(split))
    return Setup(
        correction,
        tuple(dict.fromkeys(guess.code.name for guess in named.values())),
        any(guess.aim for guess in named.values()),
        any(guess.swapped for guess in named.values()),
        gs,
        strange,
    )


def _suffix(split: Sequence[tuple[str, str]]) -> str:
    """The suffix that came with most scans; empty where it is none that is known."""
    ends = [end for _, end in split]
    return SUFFIXES.get(max(ends, key=ends.count), "") if ends else ""


def _explained(texts: Sequence[str]) -> list[_Guess | None]:
    """The best reading of every scan under the one layout that explains most of them."""
    best: list[_Guess | None] = []
    best_score = -1.0
    for pair in (None, *permutations(LAYOUTS.values(), 2)):
        guesses = [_guess(text, pair) for text in texts]
        score = sum(guess.likeness for guess in guesses if guess is not None)
        if score > best_score + 1e-9:
            best, best_score = guesses, score
    return best


def _guess(text: str, pair: tuple[Layout, Layout] | None) -> _Guess | None:
    found = max(_guesses(text, pair), key=lambda guess: guess.likeness)
    return found if found.likeness >= _SURE else None


def _guesses(text: str, pair: tuple[Layout, Layout] | None) -> Iterator[_Guess]:
    for code in SETUP_CODES:
        for prefix in ("", "]C1" if code.gs1 else "]C0"):
            for swapped in (False, True):
                shown = _shown(prefix + code.text, pair)
                shown = shown.swapcase() if swapped else shown
                yield _Guess(code, pair, swapped, bool(prefix), _likeness(text, shown, code))


def _shown(text: str, pair: tuple[Layout, Layout] | None) -> str:
    return GS.join(typed(part, *pair) for part in text.split(GS)) if pair else text


def _likeness(text: str, shown: str, code: SetupCode) -> float:
    if text == shown:
        return 1.0
    if code.gs1:
        head, _, tail = shown.partition(GS)
        return 1.0 if len(text) >= len(head + tail) and text.startswith(head) and text.endswith(tail) else 0.0
    if abs(len(text) - len(shown)) > len(shown) // 5:
        return 0.0
    return SequenceMatcher(None, text, shown, autojunk=False).ratio() * 0.99


def _separator(named: dict[str, _Guess]) -> tuple[str, str]:
    """What became of GS, and what came instead of it."""
    for text, guess in named.items():
        if not guess.code.gs1:
            continue
        shown = _shown(guess.code.text, guess.pair)
        head, _, tail = (shown.swapcase() if guess.swapped else shown).partition(GS)
        body = text[3:] if guess.aim else text
        middle = body[len(head) : len(body) - len(tail)]
        if middle == GS:
            return "kept", ""
        return ("lost", "") if not middle else ("replaced", middle)
    return "unknown", ""


def _learnt(strange: Sequence[str], known: set[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Characters of a layout that has no name here, from scans as long as one of the sheet's codes."""
    letters: dict[str, str] = {}
    left = []
    for text in strange:
        body = aim.split(text)[1]
        code = next((c for c in SETUP_CODES if len(c.text) == len(body) and c.name not in known and not c.gs1), None)
        mapped = _mapped(body, code.text, letters) if code is not None else None
        if mapped is None:
            left.append(text)
        else:
            letters = mapped
    return {shown: meant for shown, meant in letters.items() if shown != meant}, tuple(left)


def _mapped(shown: str, meant: str, before: dict[str, str]) -> dict[str, str] | None:
    """One character for one, the same everywhere; None where the two texts do not go together so."""
    letters = dict(before)
    for came, wanted in zip(shown, meant, strict=True):
        if letters.setdefault(came, wanted) != wanted:
            return None
    return letters if len(set(letters.values())) == len(letters) else None


def sentences(setup: Setup) -> list[str]:
    """The same for people: what is well, and what to set where it is not."""
    if not setup.seen and not setup.correction.letters:
        return ["None of the sheet's codes was recognised.", *_strange(setup)]
    told = [_of_suffix(setup.correction.suffix), _of_layout(setup)]
    if setup.capitals_swapped:
        told.append("Capital and small letters are swapped: switch Caps Lock off, here and at the scanner.")
    told.append(_of_separator(setup))
    if setup.symbology:
        told.append("The scanner says what kind of code it read (AIM identifiers): good, leave it so.")
    missing = [code.title for name, code in _KNOWN.items() if name not in setup.seen]
    if missing and not setup.correction.letters:
        told.append(f"Not scanned or not recognised: {', '.join(missing)}.")
    return [*told, *_strange(setup)]


def _strange(setup: Setup) -> list[str]:
    many = len(setup.strange)
    return [f"{many} {'scan is' if many == 1 else 'scans are'} none of the sheet's codes."] if many else []


def _of_suffix(suffix: str) -> str:
    if suffix == "none":
        return "The scanner sends nothing after a code: it works, a moment later. Set the suffix CR to be faster."
    if not suffix:
        return "The scanner sends an unusual suffix after a code. Set it to CR (Enter)."
    return f"The scanner sends {suffix.upper()} after a code: good."


def _of_layout(setup: Setup) -> str:
    correction = setup.correction
    pair = correction.layouts
    if pair is not None:
        return (
            f"The scanner types as on a {pair[0].title} keyboard, this computer reads it as {pair[1].title}: "
            f"set the scanner's keyboard country to {pair[1].title}. Until then it is corrected here."
        )
    if correction.letters:
        shown, meant = correction.letters[0]
        return (
            f"The scanner types for another keyboard than this computer's ('{meant}' arrives as '{shown}'): set its "
            "keyboard country to this computer's. Until then the characters on the sheet are corrected here."
        )
    if {"letters", "signs"} & set(setup.seen):
        return "The keyboard layouts of scanner and computer agree."
    return "Scan the first codes of the sheet as well, so that the keyboard layout can be told."


def _of_separator(setup: Setup) -> str:
    return {
        "kept": "The separator GS survives: GS1 and UII codes arrive whole.",
        "lost": (
            "The separator GS is lost: GS1 and UII codes cannot be taken apart safely. Let the scanner send control "
            "characters (as Ctrl keys or ALT codes), or use it as a serial device."
        ),
        "replaced": f"The separator GS arrives as '{setup.correction.gs}'; it is corrected here.",
        "unknown": "Scan the code 'Separator' as well, so that it is known whether GS survives.",
    }[setup.gs]

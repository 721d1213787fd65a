"""What the terminal can draw: signs, rules and bars in Unicode, or what stands for them in ASCII."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass

_PLAIN_DRAWING = str.maketrans("─│┬┴┼█░▸↑↓●○…·—–▾→←✓↔✗⊘■□◧⌂»▣▢▀▄×↕▒◆", "-|+++#.>^v*o..--v><+~x#=.o@>_-'.xv:*")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Whether signs may be Unicode; asked wherever something is drawn."""

    unicode: bool = True

    def of(self, state: str) -> str:
        """The sign of a state as one character."""
        from assetaudit.ui.signs import sign

        found = sign(state)
        return found.char if self.unicode else found.plain

    def draw(self, text: str) -> str:
        """Rules, bars and arrows, or what stands for them."""
        return text if self.unicode else text.translate(_PLAIN_DRAWING)

    def bar(self, part: int, whole: int, width: int) -> str:
        """A bar of ``width`` characters, full where part equals whole."""
        full = 0 if whole <= 0 else min(width, part * width // whole)
        return self.draw("█" * full + "░" * (width - full))


def alphabet(wish: str) -> Alphabet:
    """The alphabet for a setting: ``unicode``, ``ascii``, or ``auto`` for what the terminal can show."""
    if wish in ("unicode", "ascii"):
        return Alphabet(unicode=wish == "unicode")
    coding = locale.getpreferredencoding(do_setlocale=False).casefold().replace("-", "")
    return Alphabet(unicode="utf8" in coding and os.environ.get("TERM") != "linux")

"""What a scanner that types meant, where its keyboard layout is not the host's. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assetaudit.config import Settings
from assetaudit.errors import ConfigError
from assetaudit.readers.layouts import LAYOUTS, Layout, restored

_COMMANDS = re.compile(r"(?:LOC|CMD)[:-]")
GS = "\x1d"


@dataclass(frozen=True, slots=True)
class Correction:
    """How a scanner's typing is put right; the default leaves everything as it is."""

    scanner: str = ""
    """The layout that the scanner believes in, such as ``us``; empty where it is the host's."""
    host: str = ""
    letters: tuple[tuple[str, str], ...] = ()
    """(as it arrives, as it was meant), one character each: for layouts that have no name here."""
    gs: str = ""
    """What arrives in place of the separator GS; empty where GS arrives or is lost."""
    suffix: str = ""
    """``cr``, ``lf``, ``crlf``, ``tab``, ``none``, or empty where it is not known."""

    @classmethod
    def of(cls, settings: Settings) -> Correction:
        """As the settings say; ConfigError where they name a layout that is not known."""
        scanner, _, host = settings.scanner_layout.partition("-on-")
        if settings.scanner_layout and not {scanner, host} <= LAYOUTS.keys():
            raise ConfigError(
                f"scanner_layout '{settings.scanner_layout}' in the settings is not known.",
                hint=f"Write SCANNER-on-HOST with two of: {', '.join(LAYOUTS)}.",
            )
        letters = tuple(pair for pair in settings.scanner_letters if len(pair[0]) == 1)
        return cls(scanner, host, letters, settings.scanner_gs, settings.scanner_suffix)

    def kept_in(self, settings: Settings) -> Settings:
        """The settings with this correction in them."""
        return replace(
            settings,
            scanner_layout=self.layout,
            scanner_letters=self.letters,
            scanner_gs=self.gs,
            scanner_suffix=self.suffix,
        )

    @property
    def layout(self) -> str:
        """As the settings write it."""
        return f"{self.scanner}-on-{self.host}" if self.scanner else ""

    @property
    def layouts(self) -> tuple[Layout, Layout] | None:
        """The scanner's and the host's, where they are two known ones."""
        return (LAYOUTS[self.scanner], LAYOUTS[self.host]) if self.scanner else None

    def corrected(self, text: str) -> str:
        """What the scanner meant. A place label or control code that arrived whole needs no correction."""
        if not self or _COMMANDS.match(text):
            return text
        if self.gs:
            text = text.replace(self.gs, GS)
        if self.letters:
            return text.translate({ord(shown): meant for shown, meant in self.letters})
        pair = self.layouts
        return text if pair is None else GS.join(restored(part, *pair) for part in text.split(GS))

    def __bool__(self) -> bool:
        return bool(self.scanner or self.letters or self.gs)


NO_CORRECTION = Correction()

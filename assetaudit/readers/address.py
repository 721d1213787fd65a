"""Addresses of readers: ``scheme://target?name=value``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from assetaudit.errors import UsageError

COMMON = ("baud", "protocol", "speed")
"""Options of the link or of a replay, which every protocol leaves alone."""
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://([^?]*)(?:\?(.*))?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """One address, taken apart."""

    text: str
    scheme: str
    target: str
    """What stands between ``://`` and ``?``: a device, a host and port, a file."""
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address; UsageError says what is wrong with it."""
        match = _ADDRESS.fullmatch(text.strip())
        if match is None:
            raise UsageError(
                f"'{text}' is no reader address.",
                hint="Write serial:///dev/ttyACM0, tcp://HOST:PORT?protocol=line or replay://FILE.",
            )
        return cls(text.strip(), match[1].lower(), unquote(match[2]), _options(text, match[3] or ""))

    @property
    def protocol(self) -> str:
        """The protocol spoken over it; ``line`` where none is named."""
        return self.options.get("protocol", "line")

    def only(self, known: tuple[str, ...]) -> None:
        """UsageError for an option that is none of these and none that every address may have."""
        for name in self.options:
            if name not in (*known, *COMMON):
                raise UsageError(f"{self.text}: there is no option '{name}'.", hint=f"Known are: {', '.join(known)}.")

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """An option that is a number within limits; UsageError otherwise."""
        text = self.options.get(name)
        if text is None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise UsageError(f"{self.text}: {name} must be a number from {low:g} to {high:g}, not '{text}'.")
        return value

    def choice(self, name: str, default: str, known: tuple[str, ...]) -> str:
        """An option that is one of several words; UsageError otherwise."""
        value = self.options.get(name, default).lower()
        if value not in known:
            raise UsageError(f"{self.text}: {name} must be one of {', '.join(known)}, not '{value}'.")
        return value


def _options(text: str, query: str) -> dict[str, str]:
    """An empty value is kept, so that whoever reads the option can say what is missing."""
    pairs = parse_qsl(query, keep_blank_values=True)
    options = dict(pairs)
    if len(options) < len(pairs):
        twice = next(name for name in options if [other for other, _ in pairs].count(name) > 1)
        raise UsageError(f"{text}: the option '{twice}' is given twice.", hint="Several values are written as 1,2.")
    return options

"""Settings in an address, such as ``power=20dBm&antenna=1,2&region=eu``: each says itself what it accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from assetaudit.errors import UsageError
from assetaudit.readers.address import Address

Value = TypeVar("Value")
Default = TypeVar("Default")


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One setting of a driver."""

    name: str
    accepts: str
    """What may stand behind the ``=``, in words that follow "must be"."""
    value: Callable[[str], Value]
    """The value of a text; ValueError or KeyError where it is none."""

    def of(self, address: Address, default: Default) -> Value | Default:
        """The value in an address, or the default where it is left out; UsageError says what is accepted."""
        text = address.options.get(self.name)
        if text is None:
            return default
        try:
            return self.value(text.strip())
        except (ValueError, KeyError):
            raise UsageError(f"{address.text}: {self.name} must be {self.accepts}, not '{text}'.") from None


def power(low: float, high: float) -> Setting[float]:
    """Transmit power in dBm, with or without the unit."""

    def value(text: str) -> float:
        return _within(float(text.lower().removesuffix("dbm")), low, high)

    return Setting("power", f"dBm from {low:g} to {high:g}, such as {(low + high) // 2:g}dBm", value)


def antennas(highest: int) -> Setting[tuple[int, ...]]:
    """Antenna ports, counted from 1, in the order in which they take turns."""

    def value(text: str) -> tuple[int, ...]:
        numbers = tuple(int(_within(int(part), 1, highest)) for part in text.split(","))
        if len(set(numbers)) < len(numbers):
            raise ValueError
        return numbers

    return Setting("antenna", f"antenna ports from 1 to {highest}, such as 1 or 1,2", value)


def whole(name: str, low: int, high: int, unit: str = "") -> Setting[int]:
    """A whole number within limits."""
    words = f"a whole number{' of ' + unit if unit else ''} from {low} to {high}"
    return Setting(name, words, lambda text: int(_within(int(text), low, high)))


def choice(name: str, known: Mapping[str, Value]) -> Setting[Value]:
    """One of several words, each with what it stands for."""
    return Setting(name, f"one of {', '.join(known)}", lambda text: known[text.lower()])


def region(known: Mapping[str, Value]) -> Setting[Value]:
    """The radio region by its short name, such as ``eu`` or ``us``."""
    return choice("region", known)


def _within(number: float, low: float, high: float) -> float:
    if not low <= number <= high:
        raise ValueError
    return number

"""How many of what and how much of all, as people say and write it: every sentence and every field alike."""

from __future__ import annotations

from decimal import Decimal


def counted(number: int, one: str, many: str) -> str:
    """``1 device`` or ``3,000 devices``."""
    return f"{number:,} {one if number == 1 else many}"


def percent(text: str) -> int:
    """A percentage, with a point or a comma, in hundredths of a percent; ValueError where it is none from 0 to 100."""
    number = text.strip().removesuffix("%").strip().replace(",", ".")
    if not number.replace(".", "", 1).isascii() or not number.replace(".", "", 1).isdigit():
        raise ValueError(text)
    value = Decimal(number) * 100
    if value > 10_000 or value != int(value):
        raise ValueError(text)
    return int(value)

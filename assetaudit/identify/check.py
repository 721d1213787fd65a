"""Check digits: of GS1 keys, of IMEIs and tags (Luhn), and of ISO 7064 MOD 97-10."""

from __future__ import annotations

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def gs1_digit(body: str) -> str:
    """The check digit that a GS1 key needs after these digits (weights 3 and 1 from the right)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def gs1_ok(key: str) -> bool:
    """Whether a GS1 key's last digit is its check digit."""
    return key.isascii() and key.isdigit() and len(key) > 1 and gs1_digit(key[:-1]) == key[-1]


def luhn_ok(text: str) -> bool:
    """Whether the digits in a text end in their Luhn check digit (mod 10)."""
    digits = [int(char) for char in text if char in "0123456789"]
    if len(digits) < 2:
        return False
    total = sum(digit if place % 2 == 0 else _DOUBLED[digit] for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def mod97_ok(text: str) -> bool:
    """Whether letters (A is 10) and digits end in their two check digits by ISO 7064 MOD 97-10."""
    rest = 0
    count = 0
    for char in text.upper():
        if not char.isascii() or not char.isalnum():
            continue
        value = int(char, 36)
        rest = (rest * (100 if value > 9 else 10) + value) % 97
        count += 1
    return count > 2 and rest == 1


RULES = {"mod10": luhn_ok, "mod97": mod97_ok}
"""Rules that the patterns of an organisation's tags may name."""

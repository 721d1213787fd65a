"""Near matches for what a person typed: offered in order, never taken by themselves."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import NamedTuple

CONFUSED = ("0OQD", "1IL|", "5S", "8B", "2Z", "6G", "VU", "MN")
"""Characters that eyes and hands take for each other on labels."""
_FOLD = str.maketrans({char: group[0] for group in CONFUSED for char in group})
MAX_TYPED = 64
"""Characters; nobody types more by hand."""
MAX_EDITS = 2
_CONFUSED_COST = 1
_EDIT_COST = 4
"""Costs of a confused character and of one that is wrong, missing, added or exchanged with its neighbour."""
TAIL = 4
"""Typed characters from which the end of an identifier counts as a match (a serial's last four)."""


class Near(NamedTuple):
    """One asset that may be meant."""

    key: str
    identifier: str
    """The identifier that comes near, as the register has it."""
    cost: int
    """0 is the same; smaller is nearer."""
    reason: str


def folded(text: str) -> str:
    """The text with every confusable character replaced by the first of its group, without blanks and dashes."""
    return "".join(text.upper().split()).replace("-", "").replace("_", "").translate(_FOLD)


def near(text: str, expected: Iterable[tuple[str, Iterable[str]]], limit: int = 8) -> list[Near]:
    """Assets whose identifiers come near the typed text; what is expected first ranks first among equals.

    ``expected`` holds (asset key, identifiers) in the order of expectation: this rack's assets, then the room's, ...
    """
    typed = "".join(text.upper().split())[:MAX_TYPED]
    if not typed:
        return []
    found: list[tuple[int, int, Near]] = []
    for place, (key, identifiers) in enumerate(expected):
        best = min((each for name in identifiers if (each := _compare(typed, key, name))), key=_cost, default=None)
        if best is not None:
            found.append((best.cost, place, best))
    return [each[2] for each in heapq.nsmallest(limit, found, key=lambda each: each[:2])]


def _cost(found: Near) -> int:
    return found.cost


def _compare(typed: str, key: str, identifier: str) -> Near | None:
    name = "".join(identifier.upper().split())
    if name == typed:
        return Near(key, identifier, 0, "the same")
    ours, theirs = folded(typed), folded(name)
    if ours == theirs:
        confused = sum(a != b for a, b in zip(typed, name, strict=False)) or 1
        return Near(key, identifier, confused * _CONFUSED_COST, "characters that look alike")
    if len(ours) >= TAIL and theirs.endswith(ours):
        return Near(key, identifier, _EDIT_COST, f"it ends in {typed}")
    allowed = MAX_EDITS if len(ours) > 5 else 1
    if len(ours) < 3 or abs(len(ours) - len(theirs)) > allowed or len(theirs) > MAX_TYPED:
        return None
    edits = _distance(ours, theirs, allowed)
    return None if edits > allowed else Near(key, identifier, edits * _EDIT_COST, _said(edits))


def _said(edits: int) -> str:
    return "one character differs" if edits == 1 else f"{edits} characters differ"


def _distance(one: str, two: str, limit: int) -> int:
    """Edits between two texts (Damerau: neighbours exchanged are one); above the limit any larger number."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for number, char in enumerate(one, 1):
        previous, row, before = before, [number], row
        for place, other in enumerate(two, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (char != other))
            if number > 1 and place > 1 and char == two[place - 2] and one[number - 2] == other:
                cost = min(cost, previous[place - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]

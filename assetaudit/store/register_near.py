"""What was meant by a search that found next to nothing: words of the register that differ in one character.

Every text that one slip of a finger may have come from is looked up in an index: some hundred look-ups of a few
microseconds each, however large the register.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import product

from assetaudit.identify.near import CONFUSED
from assetaudit.model.register import normal
from assetaudit.store.register_search import beginnings, search
from assetaudit.store.register_search_index import SearchIndex

SHORTEST = 4
"""Typed characters from which slips are looked for: of fewer, anything comes near."""
LONGEST = 24
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-"
_ALIKE = {char.casefold(): group.casefold() for group in CONFUSED for char in group}
_MOST_ALIKE = 6
"""Confusable characters of one word that are all tried in each other's place."""
_TERMS = 4
"""Words that are taken of each slip, and in all."""


def near(connection: sqlite3.Connection, index: SearchIndex, text: str, limit: int) -> list[str]:
    """Keys of assets that a text with one wrong, missing, added or exchanged character may mean, best first."""
    wanted = normal(text)
    found: dict[str, None] = {}
    for meant in _meanings(connection, index, wanted):
        found.update(dict.fromkeys(search(connection, index, meant, limit)))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _meanings(connection: sqlite3.Connection, index: SearchIndex, wanted: str) -> Iterator[str]:
    """The text put right, in every way that the register knows."""
    if SHORTEST <= len(wanted) <= LONGEST:
        yield from (
            slip for slip in slips(wanted) if next(beginnings(connection, index.capitals, slip, 1), None) is not None
        )
    words = wanted.split()
    for number, word in enumerate(words):
        if SHORTEST <= len(word) <= LONGEST and not search(connection, index, word, 1):
            for term in _terms(word, index.terms):
                yield " ".join((*words[:number], term, *words[number + 1 :]))


def _terms(word: str, terms: Callable[[str, int], list[str]]) -> list[str]:
    found: dict[str, None] = {}
    for slip in slips(word):
        found.update(dict.fromkeys(terms(slip, _TERMS)))
        if len(found) >= _TERMS:
            break
    return list(found)[:_TERMS]


def slips(word: str) -> Iterator[str]:
    """Texts from which the word may have come, the likelier first: look-alikes, then one character otherwise."""
    seen = {word}
    for slip in (*_alike(word), *_otherwise(word)):
        if slip not in seen:
            seen.add(slip)
            yield slip


def _alike(word: str) -> Iterator[str]:
    confusable = [number for number, char in enumerate(word) if char in _ALIKE][:_MOST_ALIKE]
    for chars in product(*(_ALIKE[word[number]] for number in confusable)):
        letters = list(word)
        for number, char in zip(confusable, chars, strict=True):
            letters[number] = char
        yield "".join(letters)


def _otherwise(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield from (word[:at] + char + word[at + 1 :] for char in _ALPHABET)
        yield from (word[:at] + char + word[at:] for char in _ALPHABET)

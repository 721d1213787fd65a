"""Every text that people read, in their own language: gettext's way of working over catalogues that are data files.

The English text is the key. A catalogue ``texts/<language>.po`` holds translations of whole texts, and of the core's
sentences as patterns: ``{name} was moved and counts for {place} now.`` fits what the core says, and its pieces are
put into the translation. What has no translation is shown in English.
"""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")
SENTENCE = "sentence"
"""Context of texts that the core composes: patterns, not whole texts."""
_PIECE = re.compile(r"\{(\w+)\}")
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+)?(".*")')
_NEXT_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z0-9'])")


@dataclass
class Catalogue:
    """The texts of one language."""

    name: str = "en"
    texts: dict[str, str] = field(default_factory=dict)
    """Translations by the English text, or by :func:`_within` of it and a context."""
    plurals: dict[str, str] = field(default_factory=dict)
    """Translations for any number but one, by the English text for many."""
    patterns: list[tuple[str, str]] = field(default_factory=list)
    """English sentences of the core with ``{places}``, and what they are; those with most words of their own first."""


class _Spoken:
    """The one language of this process, as gettext has it: a program speaks to one person at a time."""

    catalogue = Catalogue()


def use(wish: str) -> str:
    """Speak a language (``auto``: the system's) from now on; returns the one that is spoken."""
    name = _system() if wish == "auto" else wish
    _Spoken.catalogue = load(name) if name in languages() and name != "en" else Catalogue()
    _translated.cache_clear()
    return _Spoken.catalogue.name


def languages() -> tuple[str, ...]:
    """Languages that are shipped."""
    return ("en", *sorted(file.stem for file in FOLDER.glob("*.po")))


def say(text: str, /, **values: object) -> str:
    """A text in the language that is spoken, with values in its places."""
    told = _Spoken.catalogue.texts.get(text, text)
    return told.format(**values) if values else told


def say_as(context: str, word: str) -> str:
    """A word of a table (``kind`` of place, ``field`` of a register, ``setting``), which means that only there."""
    return _Spoken.catalogue.texts.get(_within(context, word), word)


def say_many(one: str, many: str, number: int, /, **values: object) -> str:
    """A text that depends on a number, which it may name as ``{n}``."""
    catalogue = _Spoken.catalogue
    told = catalogue.texts.get(one, one) if number == 1 else catalogue.plurals.get(many, many)
    return told.format(n=number, **values)


def sentence(text: str) -> str:
    """What the core said in English, in the language that is spoken; each sentence by itself where they are several."""
    return _translated(text) if _Spoken.catalogue.patterns or _Spoken.catalogue.texts else text


@lru_cache(maxsize=2048)
def _translated(text: str) -> str:
    parts = [_fitted(part) for part in _NEXT_SENTENCE.split(text)]
    told = [part for part in parts if part is not None]
    if len(told) == len(parts):
        return " ".join(told)
    return _fitted(text) or " ".join(_fitted(part) or part for part in _NEXT_SENTENCE.split(text))


def _fitted(text: str) -> str | None:
    catalogue = _Spoken.catalogue
    if text in catalogue.texts:
        return catalogue.texts[text]
    for pattern, told in catalogue.patterns:
        if not text.startswith(pattern.partition("{")[0]):
            continue
        match = _pattern(pattern).fullmatch(text)
        if match is not None:
            found = match.groupdict().items()
            return told.format(**{name: part if f"'{{{name}}}'" in pattern else _piece(part) for name, part in found})
    return None


def _piece(text: str) -> str:
    """A piece of a sentence may be a text of its own, such as ``seen at DC1/R2/A/07 by tag``; a quoted one is data."""
    return _fitted(text) or text


@lru_cache(maxsize=8)
def load(name: str) -> Catalogue:
    """The catalogue of a language."""
    catalogue = Catalogue(name)
    for entry in read_po((FOLDER / f"{name}.po").read_text("utf-8")):
        text, told = entry.get("msgid", ""), entry.get("msgstr", "") or entry.get("msgstr[0]", "")
        if not text or not told:
            continue
        if entry.get("msgctxt") == SENTENCE:
            catalogue.patterns.append((text, told))
            continue
        context = entry.get("msgctxt")
        catalogue.texts[_within(context, text) if context else text] = told
        if entry.get("msgstr[1]"):
            catalogue.plurals[entry["msgid_plural"]] = entry["msgstr[1]"]
    catalogue.patterns.sort(key=lambda pair: -len(_PIECE.sub("", pair[0])))
    return catalogue


def _within(context: str, text: str) -> str:
    """The key of a text that means something in a context only, as gettext writes it."""
    return f"{context}\4{text}"


def read_po(text: str) -> Iterator[dict[str, str]]:
    """The entries of a catalogue in gettext's PO form; comments are passed over."""
    import json

    entry: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            continue
        if found[1] and (found[1] in ("msgctxt", "msgid")) and "msgid" in entry:
            yield entry
            entry = {}
        key = found[1] or key
        entry[key] = entry.get(key, "") + json.loads(found[2])
    if entry:
        yield entry


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Made on first use: most of what the core can say is never said."""
    parts = _PIECE.split(text)
    seen: set[str] = set()
    built = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            built += re.escape(part)
        else:
            built += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(built, re.DOTALL)


def _system() -> str:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wish = os.environ.get(name, "").partition(":")[0]
        if wish:
            return wish.partition("_")[0].partition(".")[0].casefold()
    return (locale.getlocale()[0] or "en").partition("_")[0].casefold()

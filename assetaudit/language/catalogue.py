"""Catalogues: translations of whole texts, and of composed sentences as patterns, read from gettext's PO files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")
SENTENCE = "sentence"
"""Context of texts that the core composes: patterns, not whole texts."""
FORM = "form"
"""Context of the marks of numbers and the order of a date, whose English forms are the keys."""
_PIECE = re.compile(r"\{(\w+)\}")
_LITERAL = re.compile(r"\{\w+\}")
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+)?(".*")')
_NUMBER = re.compile(r"\d+(\.\d+)? %|\d{1,3}(,\d{3})+(\.\d+)?( %)?")
"""A number that is no name: one with a percent sign, or with its thousands apart. A room may be called 1.05."""
_NEXT_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z0-9'])")
_Patterns = list[tuple[str, str]]


@dataclass(eq=False)
class Catalogue:
    """The texts of one language."""

    name: str = "en"
    texts: dict[str, str] = field(default_factory=dict)
    """Translations by the English text, or by :func:`within` of it and a context."""
    plurals: dict[str, str] = field(default_factory=dict)
    """Translations for any number but one, by the English text for many."""
    patterns: _Patterns = field(default_factory=list)
    """English sentences of the core with ``{places}``, and what they are; those with most words of their own first."""
    words: dict[str, str] = field(default_factory=dict)
    """Single words that the core puts into its sentences."""
    _by_word: dict[str, list[int]] = field(default_factory=dict)
    """Places of the patterns that a text with a word may fit, by their rarest word; found when first asked for."""

    def sentence(self, text: str) -> str:
        """What the core said, each sentence by itself where they are several; what fits nothing stays as it is."""
        return _translated(self, text) if self.patterns or self.texts else text

    def fitted(self, text: str) -> str | None:
        """The translation of one text or sentence; None where it fits nothing."""
        if text in self.texts:
            return self.texts[text]
        for pattern, told in self._candidates(text):
            if not all(piece in text for piece in _literals(pattern)):
                continue
            match = _regular(pattern).fullmatch(text)
            if match is not None:
                found = match.groupdict().items()
                return told.format(**{name: self._piece(pattern, name, part) for name, part in found})
        return None

    def _candidates(self, text: str) -> Iterator[tuple[str, str]]:
        """The patterns whose rarest word a text has, in their order: hundreds would be tried in vain."""
        if not self._by_word:
            self._by_word = _by_rarest_word([pattern for pattern, _ in self.patterns])
        places = {place for word in {"", *text.split(" ")} for place in self._by_word.get(word, ())}
        return (self.patterns[place] for place in sorted(places))

    def _piece(self, pattern: str, name: str, text: str) -> str:
        """A piece may be a text of its own, such as ``seen at DC1/R2/A/07 by tag``; a quoted one is data."""
        if f"'{{{name}}}'" in pattern:
            return text
        if _NUMBER.fullmatch(text):
            return self.marked(text)
        return self.fitted(text) or text if " " in text else self.texts.get(text) or self.words.get(text, text)

    def form(self, english: str) -> str:
        """A mark of numbers or the order of a date, by its English form."""
        return self.texts.get(within(FORM, english), english)

    def marked(self, number: str) -> str:
        """English marks of thousands and decimals exchanged for the language's."""
        return number.translate({ord(mark): self.form(mark) for mark in ",."})


def languages() -> tuple[str, ...]:
    """Languages that are shipped."""
    return ("en", *sorted(file.stem for file in FOLDER.glob("*.po")))


@lru_cache(maxsize=8)
def load(name: str) -> Catalogue:
    """The catalogue of a language."""
    catalogue = Catalogue(name)
    for entry in read_po((FOLDER / f"{name}.po").read_text("utf-8")):
        _enter(catalogue, entry)
    catalogue.patterns.sort(key=lambda pair: -len(_PIECE.sub("", pair[0])))
    return catalogue


def _enter(catalogue: Catalogue, entry: Mapping[str, str]) -> None:
    text, told = entry.get("msgid", ""), entry.get("msgstr", "") or entry.get("msgstr[0]", "")
    context = entry.get("msgctxt")
    if not text or not told:
        return
    if context == SENTENCE:
        catalogue.patterns.append((text, told))
        if " " not in text and "{" not in text:
            catalogue.words[text] = told
        return
    catalogue.texts[within(context, text) if context else text] = told
    if entry.get("msgstr[1]"):
        catalogue.plurals[entry["msgid_plural"]] = entry["msgstr[1]"]


def within(context: str, text: str) -> str:
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


@lru_cache(maxsize=2048)
def _translated(catalogue: Catalogue, text: str) -> str:
    parts = _NEXT_SENTENCE.split(text)
    told = [catalogue.fitted(part) for part in parts]
    known = [part for part in told if part is not None]
    if len(known) == len(parts):
        return " ".join(known)
    return catalogue.fitted(text) or " ".join(part or told for part, told in zip(told, parts, strict=True))


def _by_rarest_word(patterns: Sequence[str]) -> dict[str, list[int]]:
    """Word to the places of the patterns that have it and no rarer one; the empty word to those that have none."""
    words = [[word for word in pattern.split(" ") if word and "{" not in word] for pattern in patterns]
    often = Counter(word for each in words for word in set(each))
    found: dict[str, list[int]] = {"": []}
    for place, each in enumerate(words):
        found.setdefault(min(each, key=lambda word: (often[word], word), default=""), []).append(place)
    return found


@cache
def _literals(pattern: str) -> tuple[str, ...]:
    """What every text that fits holds, the longest first: looked for before a regular expression is asked."""
    return tuple(sorted(filter(None, _LITERAL.split(pattern)), key=len, reverse=True))


@cache
def _regular(text: str) -> re.Pattern[str]:
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

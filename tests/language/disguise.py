"""A catalogue whose letters are disguised, so that a word in Latin letters is one that came past it."""

from __future__ import annotations

import re
import string

from assetaudit.language import Catalogue

_LETTER = re.compile(r"[^\W\d_]")


def in_disguise(catalogue: Catalogue) -> Catalogue:
    """The catalogue, recognisable wherever it speaks."""
    return Catalogue(
        catalogue.name,
        {text: disguised(told) if "{" in text else _LETTER.sub("ж", told) for text, told in catalogue.texts.items()},
        {text: disguised(told) for text, told in catalogue.plurals.items()},
        [(pattern, disguised(told)) for pattern, told in catalogue.patterns],
        {word: _LETTER.sub("ж", told) for word, told in catalogue.words.items()},
    )


def disguised(text: str) -> str:
    """The text with all letters disguised, and its places as they are."""
    told = ""
    for part, field, _, _ in string.Formatter().parse(text):
        told += _LETTER.sub("ж", part).replace("{", "{{").replace("}", "}}")
        told += "" if field is None else f"{{{field}}}"
    return told

"""Every text that people read, in their own language: gettext's way of working over catalogues that are data files.

The English text is the key. A catalogue ``texts/<language>.po`` holds translations of whole texts, and of the core's
sentences as patterns: ``{name} was moved and counts for {place} now.`` fits what the core says, and its pieces are
put into the translation. What has no translation is shown in English.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from assetaudit.language.catalogue import Catalogue, languages, load, within

__all__ = [
    "Catalogue",
    "day_form",
    "languages",
    "load",
    "marked",
    "say",
    "say_as",
    "say_many",
    "sentence",
    "speaking",
    "spoken",
    "use",
]


class _Spoken:
    """The language of this process, as gettext has it: a program speaks to one person at a time."""

    catalogue = Catalogue()


_here: ContextVar[Catalogue | None] = ContextVar("catalogue", default=None)
"""The language of what is being written here, such as a report for somebody else."""


def use(wish: str) -> str:
    """Speak a language (``auto``: the system's) from now on; returns the one that is spoken."""
    _Spoken.catalogue = _wished(wish)
    return _Spoken.catalogue.name


@contextmanager
def speaking(wish: str) -> Iterator[str]:
    """Speak a language (``auto``: the system's) inside of a block; only what runs in it hears that."""
    token = _here.set(_wished(wish))
    try:
        yield spoken()
    finally:
        _here.reset(token)


def spoken() -> str:
    """The name of the language that is spoken: ``en``, ``de``."""
    return _catalogue().name


def say(text: str, /, **values: object) -> str:
    """A text in the language that is spoken, with values in its places."""
    told = _catalogue().texts.get(text, text)
    return told.format(**values) if values else told


def say_as(context: str, word: str) -> str:
    """A word of a table (``kind`` of place, ``field`` of a register, ``setting``), which means that only there."""
    return _catalogue().texts.get(within(context, word), word)


def say_many(one: str, many: str, number: int, /, **values: object) -> str:
    """A text that depends on a number, which it may name as ``{n}``."""
    catalogue = _catalogue()
    told = catalogue.texts.get(one, one) if number == 1 else catalogue.plurals.get(many, many)
    return told.format(**{"n": number, **values})


def sentence(text: str) -> str:
    """What the core said in English, in the language that is spoken; each sentence by itself where they are several."""
    return _catalogue().sentence(text)


def marked(number: str) -> str:
    """A number as programs write it, with the marks of thousands and decimals of the language that is spoken."""
    return _catalogue().marked(number)


def day_form() -> str:
    """The order of a date, with the places ``year``, ``month`` and ``day``."""
    return _catalogue().form("{year}-{month}-{day}")


def _catalogue() -> Catalogue:
    return _here.get() or _Spoken.catalogue


def _wished(wish: str) -> Catalogue:
    name = _system() if wish == "auto" else wish
    return load(name) if name in languages() and name != "en" else Catalogue()


def _system() -> str:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wish = os.environ.get(name, "").partition(":")[0]
        if wish:
            return wish.partition("_")[0].partition(".")[0].casefold()
    return (locale.getlocale()[0] or "en").partition("_")[0].casefold()

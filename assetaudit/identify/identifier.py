"""The one question of this package, answered: what may this read mean? Every parser is asked, the register decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from assetaudit import plugins
from assetaudit.identify import (
    addresses,
    aim,
    codes,
    data_identifiers,
    digital_link,
    epc,
    gs1,
    iso15434,
    labels,
    links,
    tags,
    vendors,
)
from assetaudit.identify.clean import clean
from assetaudit.identify.house import House
from assetaudit.identify.scanned import Meaning, Names, Parser, Rank, Scanned
from assetaudit.model.frame import Patterns
from assetaudit.model.identification import AsItStands, Candidate, Identification, Rejection
from assetaudit.model.read import Read

BUILT_IN = (
    codes.PARSER,
    iso15434.PARSER,
    digital_link.PARSER,
    links.PARSER,
    epc.PARSER,
    labels.PARSER,
    addresses.PARSER,
    tags.PARSER,
    vendors.PARSER,
    data_identifiers.PARSER,
    gs1.PARSER,
)
"""In the order in which their meanings are listed where nothing else decides."""
_TAG_OR_SERIAL, _SERIAL = ("asset_tag", "serial"), ("serial",)
CACHE = 65536
"""Reads remembered: a replay and a sweep see the same codes again and again."""
MAX_REMEMBERED = 512
"""Characters; longer reads are worked out each time, so that the memory for them stays bounded."""


def _broken_symbol(symbology: str) -> Rejection:
    if symbology in aim.GS1:
        return Rejection("gs1", "There is no data behind the symbology identifier.")
    return Rejection("clean", "There is nothing to read.")


_CLEAN = re.compile(r"[!-~]{1,64}").fullmatch
"""What codes look like that ``clean`` leaves as they are, as nearly all do."""


class _From(Enum):
    """Where a read comes from, as far as its meaning depends on it."""

    HAND = 0
    AFAR = 1
    MEMORY = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """The parsers that may say anything of codes with one first character."""

    every: tuple[Parser, ...]
    shapeless: tuple[Parser, ...]
    """Those that have to be asked, whatever the code looks like."""
    special: re.Pattern[str]
    """What codes look like of which any of the others says something."""
    plain: re.Pattern[str]
    """What codes look like, to their end, that are tags or serial numbers and nothing else."""
    wordy: re.Pattern[str]
    """What codes look like of which some parser can only speak at length."""
    brief: tuple[Callable[[str], Names | None], ...]
    """What the others say in short."""


class Identifier:
    """The Identify protocol over an ordered row of parsers; pure, and it never raises."""

    def __init__(self, patterns: Patterns, parsers: Sequence[Parser] = BUILT_IN) -> None:
        self._house = House.of(patterns)
        self._parsers = tuple(parsers)
        self._by_first: dict[str, _Row] = {}
        self._of_memory = tuple(parser for parser in parsers if parser.rfid)
        self._identified = lru_cache(maxsize=CACHE)(self._identify)
        self._told: tuple[str, AsItStands | None] = ("", None)
        """The last plain code and what it is: a walk asks twice for each."""

    def __call__(self, read: Read) -> Identification:
        """Every candidate, best first, and every reason for no."""
        if read.kind == "tag" and read.epc:
            return self._identified(read.epc[:MAX_REMEMBERED], "", _From.MEMORY)
        hand = by_hand(read)
        raw = read.raw
        ask = self._identified if len(raw) <= MAX_REMEMBERED else self._identify
        return ask(raw, read.symbology or "", _From.HAND if hand else _From.AFAR)

    def as_it_stands(self, raw: str) -> AsItStands | None:
        """What a code is that can be a tag or a serial number and nothing else; None for all others.

        The same, in short, as is said of a read of this text without a symbology identifier.
        """
        told = self._told
        if told[0] != raw:
            told = self._told = (raw, self._as_it_stands(raw))
        return told[1]

    def _as_it_stands(self, raw: str) -> AsItStands | None:
        text, data, _ = (raw, raw, False) if _CLEAN(raw) else clean(raw)
        kinds = self.kinds(text) if data == text else None
        return None if kinds is None else AsItStands(text, kinds)

    def kinds(self, text: str) -> tuple[str, ...] | None:
        """The kinds of a clean code that can be a tag or a serial number and nothing else; None for all others."""
        row = self._by_first.get(text[:1]) or self._row(text[:1])
        if row.plain.fullmatch(text) is None:
            return None
        return _TAG_OR_SERIAL if not self._house.shapes or tags.fault(text, self._house) is None else _SERIAL

    def names(self, raw: str) -> Names | None:
        """Kinds and values of every candidate of a read of this text, in no order; None where that takes the whole way.

        The same, without any reason, as is said of a read without a symbology identifier, in a fraction of the time;
        an EPC has its hex beside its URI.
        """
        text, data, _ = (raw, raw, False) if _CLEAN(raw) else clean(raw)
        row = self._by_first.get(text[:1]) or self._row(text[:1])
        if data != text or not text.isascii() or row.wordy.match(text):
            return None
        tag = () if tags.fault(text, self._house) else (("asset_tag", text),)
        found: list[tuple[str, str]] = [*tag, ("serial", text)]
        for brief in row.brief:
            said = brief(text)
            if said is None:
                return None
            found.extend(said)
        return found

    def _identify(self, raw: str, symbology: str, source: _From) -> Identification:
        text, data, cleaned = clean(raw)
        if not symbology and text[:1] == "]":
            found, text = aim.split(text)
            symbology, text, data = found or "", text.lstrip(), aim.split(data)[1]
        if not text:
            return Identification(raw, text, cleaned, (), (_broken_symbol(symbology),), symbology)
        scanned = Scanned(text, data, symbology, source is _From.MEMORY, source is _From.HAND, not cleaned, self._house)
        meanings, rejected = _ask(self._parsers_for(scanned), scanned)
        return Identification(raw, text, cleaned, _best_first(meanings), tuple(rejected), symbology)

    def _parsers_for(self, scanned: Scanned) -> tuple[Parser, ...]:
        text = scanned.text
        if scanned.rfid:
            return self._of_memory
        row = self._row(text[0])
        told = scanned.symbology in aim.GS1 or scanned.symbology in aim.RETAIL
        if told or scanned.data != text or not text.isascii() or row.special.match(text):
            return row.every
        return row.shapeless

    def _row(self, first: str) -> _Row:
        row = self._by_first.get(first)
        if row is None:
            every = tuple(parser for parser in self._parsers if not parser.starts or first in parser.starts)
            row = _row(every, first)
            if len(self._by_first) < 256:
                self._by_first[first] = row
        return row


_NEVER = "(?!)"


def _row(every: tuple[Parser, ...], first: str) -> _Row:
    shapeless = tuple(parser for parser in every if not parser.shape)
    short = shapeless == (tags.PARSER,) and first not in ("", "]")
    special = _any_shape([parser for parser in every if parser.shape])
    plain = rf"(?!{special})[!-~]{{1,{tags.MAX_TAG}}}" if short else _NEVER
    wordy = _any_shape([parser for parser in every if parser.shape and parser.names is None]) if short else ""
    brief = tuple(parser.names for parser in every if parser.names is not None)
    return _Row(every, shapeless, re.compile(special), re.compile(plain), re.compile(wordy), brief)


def _any_shape(parsers: Sequence[Parser]) -> str:
    return "|".join(f"(?:{parser.shape})" for parser in parsers) or _NEVER


def _ask(parsers: Sequence[Parser], scanned: Scanned) -> tuple[list[Meaning], list[Rejection]]:
    meanings: list[Meaning] = []
    rejected: list[Rejection] = []
    for parser in parsers:
        for each in parser.parse(scanned):
            if isinstance(each, Rejection):
                rejected.append(each)
            else:
                meanings.append(each)
    return meanings, rejected


def _best_first(meanings: list[Meaning]) -> tuple[Candidate, ...]:
    meanings.sort(key=_rank)
    if meanings and meanings[0][0] is Rank.SURE:
        meanings = [meaning for meaning in meanings if meaning[0] is Rank.SURE]
    seen: set[tuple[str, str]] = set()
    kept: list[Candidate] = []
    for _, candidate in meanings:
        slot = (candidate.kind, candidate.value)
        if slot not in seen and candidate.value:
            seen.add(slot)
            kept.append(candidate)
    return tuple(kept)


def _rank(meaning: Meaning) -> Rank:
    return meaning[0]


def _guarded(parser: Parser) -> Parser:
    """A third party's parser that cannot take a walk down with it."""

    def parse(scanned: Scanned) -> list[Meaning | Rejection]:
        try:
            return list(parser.parse(scanned))
        except Exception as error:  # noqa: BLE001 - somebody else's code at our border
            return [Rejection(parser.name, f"This parser failed: {type(error).__name__}.")]

    return Parser(parser.name, parse, parser.starts, parser.rfid, parser.shape)


def by_hand(read: Read) -> bool:
    """Whether a code came from a reader that a hand points: not from RFID, not from a picture."""
    return read.kind == "code" and not read.reader.startswith(("camera:", "camera+"))


def identifier(patterns: Patterns) -> Identifier:
    """What the organisation's patterns and every installed parser make of reads; ConfigError names a bad pattern."""
    own = {name for name, target in plugins.names("identifiers").items() if target.startswith("assetaudit.identify.")}
    others = sorted(plugins.names("identifiers").keys() - own)
    added = tuple(_guarded(plugins.load("identifiers", name)) for name in others)
    return Identifier(patterns, BUILT_IN + added)

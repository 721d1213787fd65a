"""The frame of an audit: everything that was fixed before the first scan, frozen and hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assetaudit.model.place import Place, PlaceError
from assetaudit.model.terms import ReviewTerms


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What an auditor asks of one source of the register version."""

    source: str
    file: str = ""
    sha256: str = ""
    extracted: str = ""
    """UTC time of the import, RFC 3339."""
    rows_read: int = 0
    rejected: int = 0
    filtered: int = 0
    records: int = 0
    cost_cents: int = 0
    control_cents: int | None = None
    """The control total that the user entered, if any."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """What this organisation's own labels look like (regular expressions over the cleaned text)."""

    asset_tag: tuple[str, ...] = ()
    """Shapes of asset tags; none means that any code may be one."""
    check_digit: str = ""
    """``mod10`` or ``mod97`` where tags carry one; empty where not."""
    foreign: tuple[tuple[str, str], ...] = ()
    """(shape, owner): codes of other people's things."""
    link_bases: tuple[str, ...] = ()
    """Base addresses of the organisation's own asset systems; empty means any."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers that rules use, fixed before the first scan."""

    rfid_margin_ddb: int = 60
    """A place wins among bulk reads with at least this much more RSSI (tenths of dB) ..."""
    rfid_count_factor: int = 2
    """... and at least this many times the reads."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An audit's fixed terms; its hash stands in the report."""

    name: str
    scope: tuple[Place, ...]
    """Places whose whole subtrees are audited."""
    register: str
    """Version of the register: the SHA-256 of its content, in hex."""
    where: str = ""
    """Filter over records, such as ``category = server and cost > 500``; empty for all."""
    blind: bool = False
    created: str = ""
    """UTC time, RFC 3339."""
    sources: tuple[SourceInfo, ...] = ()
    status_map: tuple[tuple[str, str], ...] = ()
    """(source's word, status class): as used when the register was read."""
    aliases: tuple[tuple[str, str], ...] = ()
    """(text of a place, place it means)."""
    patterns: Patterns = field(default_factory=Patterns)
    rules: tuple[tuple[str, int], ...] = ()
    """(rule, its version)."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    people: tuple[tuple[str, str], ...] = ()
    """(opaque user id, role)."""
    review: ReviewTerms = field(default_factory=ReviewTerms)
    """Who may decide and approve, what is tolerable, what is recounted."""

    def to_dict(self) -> dict[str, Any]:
        """The frame as events carry it: JSON types only, no floats; terms of the review only where they are set."""
        review = self.review.to_dict()
        return ({"review": review} if review else {}) | {
            "aliases": [list(pair) for pair in self.aliases],
            "blind": self.blind,
            "created": self.created,
            "name": self.name,
            "patterns": {
                "asset_tag": list(self.patterns.asset_tag),
                "check_digit": self.patterns.check_digit,
                "foreign": [list(pair) for pair in self.patterns.foreign],
                "link_bases": list(self.patterns.link_bases),
            },
            "people": [list(pair) for pair in self.people],
            "register": self.register,
            "rules": [list(pair) for pair in self.rules],
            "scope": [str(place) for place in self.scope],
            "sources": [_source_dict(source) for source in self.sources],
            "status_map": [list(pair) for pair in self.status_map],
            "thresholds": {
                "rfid_count_factor": self.thresholds.rfid_count_factor,
                "rfid_margin_ddb": self.thresholds.rfid_margin_ddb,
            },
            "where": self.where,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Frame:
        """The frame that ``to_dict`` wrote; unknown keys of a newer version are ignored."""
        patterns = data.get("patterns", {})
        return cls(
            name=data["name"],
            scope=tuple(Place.parse(text) for text in data["scope"]),
            register=data["register"],
            where=data.get("where", ""),
            blind=bool(data.get("blind", False)),
            created=data.get("created", ""),
            sources=tuple(SourceInfo(**source) for source in data.get("sources", ())),
            status_map=_pairs(data.get("status_map", ())),
            aliases=_pairs(data.get("aliases", ())),
            patterns=Patterns(
                tuple(patterns.get("asset_tag", ())),
                patterns.get("check_digit", ""),
                _pairs(patterns.get("foreign", ())),
                tuple(patterns.get("link_bases", ())),
            ),
            rules=tuple((rule, int(version)) for rule, version in data.get("rules", ())),
            thresholds=Thresholds(**data.get("thresholds", {})),
            people=_pairs(data.get("people", ())),
            review=ReviewTerms.from_dict(data.get("review", {})),
        )

    def in_scope(self, place: Place) -> bool:
        """Whether a place lies in the audited subtrees."""
        return any(top.holds(place) for top in self.scope)

    def meaning(self, text: str) -> Place | None:
        """The place that a text means, by alias or by its own words; None where it is none."""
        for alias, place in self.aliases:
            if alias.casefold() == text.strip().casefold():
                text = place
                break
        try:
            return Place.parse(text)
        except PlaceError:
            return None


def _source_dict(source: SourceInfo) -> dict[str, Any]:
    values = {name: getattr(source, name) for name in source.__dataclass_fields__}
    return {name: value for name, value in values.items() if value is not None}


def _pairs(data: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - JSON
    return tuple((str(first), str(second)) for first, second in data)

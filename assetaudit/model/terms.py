"""Terms of the review, fixed in the frame before the first scan: who may do what, and what is tolerable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a person may do in an audit."""

    COUNTER = "counter"
    """Walks and scans."""
    MANAGER = "manager"
    """Decides what findings mean."""
    APPROVER = "approver"
    """Approves decisions of other people; has not counted."""


SEARCHED = ("neighbours", "stock", "disposal", "network")
"""Where a second search looks before anything is written off; ``network`` is the last network contact."""


@dataclass(frozen=True, slots=True)
class ReviewTerms:
    """Numbers and rules of the review; changes after the start are events with reasons."""

    two_persons: bool = True
    """Whether a decision counts only when another person, who did not count, has approved it."""
    second_search: bool = True
    """Whether nothing is written off before another person has searched for it."""
    value_limit_cents: int | None = None
    """From this book value a write-off needs two approvers; None for no limit."""
    recount: str = ""
    """Filter over records whose findings are recounted before they are written off; empty for none."""
    tolerable: tuple[tuple[str, int], ...] = ()
    """(measure, tolerable rate of deviation in hundredths of a percent)."""
    confidence: int = 9500
    """Confidence of samples, in hundredths of a percent."""
    attributes: tuple[str, ...] = ("existence", "place")
    """What is checked of each asset."""
    pace: bool = False
    """Whether the pace of single people is looked at."""
    keys: tuple[tuple[str, str], ...] = ()
    """(opaque user id, Ed25519 public key in hex) of people who sign."""

    def to_dict(self) -> dict[str, Any]:
        """As the frame carries it: what differs from the defaults, JSON types only."""
        return {
            field.name: _plain(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != getattr(DEFAULT_TERMS, field.name)
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReviewTerms:
        """The terms that ``to_dict`` wrote; unknown names of a newer version are passed over."""
        return DEFAULT_TERMS.changed(data)

    def changed(self, data: Mapping[str, Any]) -> ReviewTerms:
        """These terms with some of them set anew; TypeError or ValueError where a value is no such term."""
        known = {name: _read(name, value) for name, value in data.items() if name in _READ}
        return replace(self, **known)


def _pairs(value: Any) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401 - JSON
    return tuple((str(name), one) for name, one in value)


def _rates(value: Any) -> tuple[tuple[str, int], ...]:  # noqa: ANN401 - JSON
    return tuple((name, int(one)) for name, one in _pairs(value))


_READ: dict[str, Any] = {
    "two_persons": bool,
    "second_search": bool,
    "value_limit_cents": lambda value: None if value is None else int(value),
    "recount": str,
    "tolerable": _rates,
    "confidence": int,
    "pace": bool,
    "attributes": lambda value: tuple(map(str, value)),
    "keys": _pairs,
}


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    return _READ[name](value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


DEFAULT_TERMS = ReviewTerms()
TERM_NAMES = tuple(_READ)

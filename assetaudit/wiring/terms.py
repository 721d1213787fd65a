"""Terms of the review as people write them: percentages, sums of money, yes and no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetaudit.errors import UsageError
from assetaudit.model.amount import percent
from assetaudit.model.finding import MEASURES
from assetaudit.model.terms import DEFAULT_TERMS, TERM_NAMES, ReviewTerms, Role
from assetaudit.reconcile.where import compile_where

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReviewStart:
    """What the frame fixes for the review."""

    people: tuple[tuple[str, str], ...] = ()
    """(opaque user id, role)."""
    terms: ReviewTerms = DEFAULT_TERMS


def review_start(space: Workspace, roles: Sequence[str], terms: Sequence[str]) -> ReviewStart:
    """People and terms as a person writes them: ``ana=counter``, ``value_limit_cents=500000``."""
    from assetaudit.store.review_keys import Keys

    people = []
    for person, role in read_pairs(roles):
        if role not in list(Role):
            raise UsageError(f"There is no role '{role}'.", hint=f"Choose one of {', '.join(Role)}.")
        people.append((space.user(person), role))
    keys = Keys(space.home)
    own = [[user, keys.public(user)] for user, _ in people if keys.has(user)]
    fixed = read_terms(dict(read_pairs(terms))) | ({"keys": own} if own else {})
    return ReviewStart(tuple(people), DEFAULT_TERMS.changed(fixed))


def read_pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """``name=value`` texts; UsageError names one that is none."""
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        raise UsageError(f"'{wrong[0]}' sets nothing.", hint="Write it like name=value.")
    return [(name.strip(), value.strip()) for name, _, value in (text.partition("=") for text in texts)]


def read_terms(texts: Mapping[str, str]) -> dict[str, Any]:
    """Terms by name, in the form in which events carry them; UsageError says which cannot be understood."""
    return {name: _read(name, text) for name, text in texts.items()}


def _read(name: str, text: str) -> Any:  # noqa: ANN401 - JSON
    reader = _READERS.get(name)
    if reader is None:
        raise UsageError(f"There is no term '{name}'.", hint=f"Terms are {', '.join(TERM_NAMES)}.")
    try:
        return reader(text)
    except ValueError:
        raise UsageError(f"The term {name} cannot be '{text}'.", hint=_HINTS[name]) from None


def _rates(text: str) -> list[list[Any]]:
    pairs = [part.partition(":") for part in text.split(",") if part.strip()]
    found = [[name.strip(), percent(rate)] for name, _, rate in pairs]
    if any(name not in MEASURES for name, _ in found):
        raise ValueError(text)
    return found


def _yes(text: str) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}
    return words[text.strip().casefold()] if text.strip().casefold() in words else bool(int(text))


def _where(text: str) -> str:
    compile_where(text)
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "two_persons": _yes,
    "second_search": _yes,
    "value_limit_cents": lambda text: None if text in ("", "none") else int(text),
    "recount": _where,
    "tolerable": _rates,
    "confidence": percent,
    "pace": _yes,
    "attributes": lambda text: [part.strip() for part in text.split(",") if part.strip()],
}
_HINTS = {
    "two_persons": "Say yes or no.",
    "second_search": "Say yes or no.",
    "value_limit_cents": "Write hundredths of the currency, such as 500000.",
    "recount": "Write a filter such as: cost > 5000.",
    "tolerable": f"Write it like existence:2,place_rack:5 (percent); measures are {', '.join(MEASURES)}.",
    "confidence": "Write a percentage such as 95.",
    "pace": "Say yes or no.",
    "attributes": "Write them with commas between.",
}

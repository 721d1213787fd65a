"""Terms of the review as people write them, and back: percentages, sums, filters, yes and no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assetaudit.errors import UsageError
from assetaudit.model.amount import percent
from assetaudit.model.finding import MEASURES
from assetaudit.model.terms import TERM_NAMES, Role
from assetaudit.reconcile.where import compile_where


def read_pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """``name=value`` texts; UsageError names one that is none."""
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        raise UsageError(f"'{wrong[0]}' sets nothing.", hint="Write it like name=value.")
    return [(name.strip(), value.strip()) for name, _, value in (text.partition("=") for text in texts)]


def read_role(text: str) -> Role:
    """The role of a word; UsageError says which there are."""
    if text not in list(Role):
        raise UsageError(f"There is no role '{text}'.", hint=f"Choose one of {', '.join(Role)}.")
    return Role(text)


def read_terms(texts: Mapping[str, str]) -> dict[str, Any]:
    """Terms by name, in the form in which events carry them; UsageError says which cannot be understood."""
    return {name: _read(name, text) for name, text in texts.items()}


def written(name: str, value: object) -> str:
    """A term's value as ``read_terms`` understands it."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case int() if name == "confidence":
            return _percentage(value)
        case tuple() if name == "tolerable":
            return ", ".join(f"{measure}:{_percentage(rate)}" for measure, rate in value)
        case tuple():
            return ", ".join(map(str, value))
    return str(value)


def _percentage(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


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
    return text.strip()


def _cents(text: str) -> int | None:
    value = None if text.strip() in ("", "none") else int(text)
    if value is not None and value < 0:
        raise ValueError(text)
    return value


_READERS: dict[str, Callable[[str], Any]] = {
    "two_persons": _yes,
    "second_search": _yes,
    "value_limit_cents": _cents,
    "recount": _where,
    "tolerable": _rates,
    "confidence": percent,
    "attributes": lambda text: [part.strip() for part in text.split(",") if part.strip()],
    "pace": _yes,
}
WRITTEN_TERMS = tuple(_READERS)
"""Terms that people write, in the order in which they are listed; keys come by themselves."""
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

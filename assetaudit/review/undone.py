"""What somebody took back, in words: one event of the review and how much it was about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assetaudit.model.event import Event
from assetaudit.review.decision import Decide, decisions_in
from assetaudit.review.touched import mappings


def undone(event: Event | None) -> str:
    """What an event of the review did, as the object of a sentence."""
    if event is None:
        return "an event that is not here"
    tell = _TOLD.get(event.k)
    return tell(event) if tell is not None else event.k


def _decided(event: Event) -> str:
    found = decisions_in(event)
    word = found[0].decide if found else Decide.INVESTIGATE
    return f"{word.printed} ({_many(len(found))})"


def _approved(event: Event) -> str:
    count = sum(len(_list(one, "things")) or 1 for one in mappings(event.d.get("of")))
    return f"{'refusal' if event.d.get('verdict') == 'refused' else 'approval'} ({_many(count)})"


def _followed(event: Event) -> str:
    return f"note ({_many(len(_list(event.d, 'of')))})"


def _list(d: Mapping[str, Any], name: str) -> list[Any]:
    found = d.get(name)
    return list(found) if isinstance(found, list | tuple) else []


def _many(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"


_TOLD: dict[str, Callable[[Event], str]] = {
    "decision": _decided,
    "approval": _approved,
    "follow": _followed,
    "search": lambda _event: "second search",
    "terms": lambda _event: "change of terms",
    "sample": lambda _event: "entry of a sample",
    "change": lambda _event: "note of what was written to a register",
}

"""What somebody took back, in words: each kind of event of the review, and how much it was about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assetaudit.model.amount import counted
from assetaudit.model.event import Event
from assetaudit.review.decision import Decide, decisions_in
from assetaudit.review.touched import mappings


def undone(events: Iterable[Event | None]) -> Iterator[str]:
    """What events of the review did, each as the object of a sentence; those that did the same told once."""
    found: Counter[tuple[str, str, str]] = Counter()
    for event in events:
        tell = _TOLD.get(event.k) if event is not None else None
        what, count = tell(event) if tell is not None and event is not None else (_word(event), 0)
        found[(what, *_OF.get(event.k if event is not None else "", _FINDINGS))] += count
    for (what, one, many), count in found.items():
        yield f"{what} ({counted(count, one, many)})" if count else what


def _word(event: Event | None) -> str:
    return "an event that is not here" if event is None else event.k


def _decided(event: Event) -> tuple[str, int]:
    found = decisions_in(event)
    word = found[0].decide if found else Decide.INVESTIGATE
    return word.printed, len(found)


def _approved(event: Event) -> tuple[str, int]:
    count = sum(len(_list(one, "things")) or 1 for one in mappings(event.d.get("of")))
    return "refusal" if event.d.get("verdict") == "refused" else "approval", count


def _list(d: Mapping[str, Any], name: str) -> list[Any]:
    found = d.get(name)
    return list(found) if isinstance(found, list | tuple) else []


_FINDINGS = ("finding", "findings")
_OF = {"resolve": ("code", "codes")}
_TOLD: dict[str, Callable[[Event], tuple[str, int]]] = {
    "decision": _decided,
    "approval": _approved,
    "follow": lambda event: ("note", len(_list(event.d, "of"))),
    "search": lambda _event: ("second search", 0),
    "terms": lambda _event: ("change of terms", 0),
    "sample": lambda _event: ("entry of a sample", 0),
    "tickets": lambda event: (f"change tickets of {event.d.get('file')}", 0),
    "change": lambda _event: ("note of what was written to a register", 0),
    "alias": lambda event: (f"that {event.d.get('place')} means {event.d.get('is')}", 0),
    "resolve": lambda event: ("what codes without a record belong to", len(event.sup)),
}

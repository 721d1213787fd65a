"""Which things an event of the review is about, so that only where they stand is worked out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assetaudit.model.event import ALSO, Event
from assetaudit.review.decision import decisions_in

_ASIDE = frozenset({"log.open", "log.close", "audit.close", "sample", "tickets"})
"""Kinds that change where nothing stands."""


def touched(event: Event, known: Mapping[str, Event]) -> frozenset[str] | None:
    """The things whose standing an event may change; None for any of them. ``known`` has the review's events."""
    if event.k in _ASIDE:
        return frozenset()
    if event.k == "void":
        return _together(event.sup, known)
    if event.k == "signature":
        signed = known.get(str(event.d.get("of")))
        return touched(signed, known) if signed is not None and signed.k != "signature" else None
    about = _ABOUT.get(event.k)
    if about is None or event.d.get(ALSO):
        return None
    return frozenset(about(event.d, known))


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects of what should be a list of them."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _together(names: Iterable[str], known: Mapping[str, Event]) -> frozenset[str] | None:
    found: set[str] = set()
    for name in names:
        things = touched(known[name], known) if name in known else None
        if things is None:
            return None
        found |= things
    return frozenset(found)


def _decided(d: Mapping[str, Any], _known: Mapping[str, Event]) -> Iterator[str]:
    return (str(one.get("thing")) for one in mappings(d.get("of")))


def _approved(d: Mapping[str, Any], known: Mapping[str, Event]) -> Iterator[str]:
    decisions = (known.get(str(one.get("decision"))) for one in mappings(d.get("of")))
    return (one.thing for event in decisions if event is not None for one in decisions_in(event))


def _followed(d: Mapping[str, Any], _known: Mapping[str, Event]) -> Iterator[str]:
    return iter(map(str, d["of"] if isinstance(d.get("of"), list | tuple) else ()))


def _changed(d: Mapping[str, Any], _known: Mapping[str, Event]) -> Iterator[str]:
    return (str(line.get("thing")) for line in mappings(d.get("lines")))


_ABOUT: dict[str, Callable[[Mapping[str, Any], Mapping[str, Event]], Iterator[str]]] = {
    "decision": _decided,
    "approval": _approved,
    "follow": _followed,
    "change": _changed,
    "search": lambda d, _known: iter((str(d.get("thing")),)),
}

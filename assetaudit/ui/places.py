"""Places in few letters: as seen from where one stands, what both have in common is left out."""

from __future__ import annotations

from assetaudit.model.place import Place, PlaceError


def place_of(text: str | None) -> Place | None:
    """The place that a text means; None where it is none."""
    try:
        return None if text is None else Place.parse(text)
    except PlaceError:
        return None


def short(text: str, here: Place | None) -> str:
    """``U14`` for another position of the same rack, ``A/09:U14`` for a rack of the same room, or the whole place."""
    place = place_of(text)
    if place is None or here is None:
        return text
    if place.node == here.node and place.position is not None:
        return str(place.position)
    shared = 0
    for mine, other in zip(place.nodes[:-1], here.nodes, strict=False):
        if mine.casefold() != other.casefold():
            break
        shared += 1
    kept = max(0, min(shared, len(place.nodes) - 2))
    return str(Place(place.nodes[kept:], place.position))


def node_key(text: str) -> str:
    """What is compared: the node of a place, or the text itself where it is no place."""
    place = place_of(text)
    return text.casefold() if place is None else place.node_key

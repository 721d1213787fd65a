"""The order in which places are walked: up one row and down the next, so that nobody walks an aisle for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from assetaudit.model.place import Place


def serpentine(planned: Iterable[Place]) -> list[Place]:
    """Places that come in walking order, with every second row of a room turned round."""
    turned: dict[Place | None, bool] = defaultdict(bool)
    route: list[Place] = []
    for row, inside in groupby(planned, key=lambda place: place.parent):
        places = list(inside)
        room = None if row is None else row.parent
        if len(places) > 1:
            route += reversed(places) if turned[room] else places
            turned[room] = not turned[room]
        else:
            route += places
    return route

"""Positions on the earth, and which site one is at: proposed to a person, never decided."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from assetaudit.model.place import Place, PlaceError

EARTH = 6_371_000.0
"""Mean radius in metres."""
RADIUS = 300.0
"""Metres around a site's coordinates that belong to it, where nothing else is said."""
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,9})?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*(?:[,;]\s*([0-9]{{1,6}})\s*m?\s*)?")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """WGS 84, in degrees; north and east are positive."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.6f},{self.longitude:.6f}"


@dataclass(frozen=True, slots=True)
class Site:
    """A place whose coordinates are known."""

    place: Place
    position: Coordinates
    radius: float = RADIUS
    """Metres."""


def coordinates_of(text: str) -> tuple[Coordinates, float | None] | None:
    """``latitude, longitude[, radius in metres]``; None where it is none, and for 0/0, which is nobody's site."""
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return Coordinates(latitude, longitude), float(match[3]) if match[3] else None


def sites_of(pairs: Iterable[tuple[str, str]]) -> tuple[Site, ...]:
    """Sites from (place, coordinates) pairs; those that are not understood are left out."""
    found = []
    for name, text in pairs:
        where = coordinates_of(text)
        try:
            place = Place.parse(name)
        except PlaceError:
            continue
        if where is not None:
            found.append(Site(place, where[0], where[1] or RADIUS))
    return tuple(found)


def metres(one: Coordinates, other: Coordinates) -> float:
    """The way between two positions over the earth's surface (haversine)."""
    north = math.radians(other.latitude - one.latitude)
    east = math.radians(other.longitude - one.longitude)
    shrink = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    half = math.sin(north / 2) ** 2 + shrink * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def nearest_site(position: Coordinates, sites: Iterable[Site]) -> tuple[Site, float] | None:
    """The nearest site within whose radius the position lies, and its distance in metres; None where there is none."""
    near = [(metres(position, site.position), str(site.place), site) for site in sites]
    inside = [each for each in near if each[0] <= each[2].radius]
    if not inside:
        return None
    distance, _, site = min(inside, key=lambda each: each[:2])
    return site, distance

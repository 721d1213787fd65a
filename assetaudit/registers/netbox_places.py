"""NetBox's sites, locations and racks as places: whole paths, heights, codes on labels, and ids that links carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assetaudit.model.asset import PlaceInfo
from assetaudit.model.place import Place, PlaceError
from assetaudit.model.register import normal
from assetaudit.registers import cells
from assetaudit.registers.pull import cell, within
from assetaudit.store.register_problem import Problem

_DEEPEST = 16
_SHORTEST_CODE = 4
"""Characters of a rack's code; shorter ones cannot be told from other numbers on the floor."""
Record = Mapping[str, Any]
Names = tuple[str, str, str]
"""Site, path of the location, rack: the cells of a row; empty where there is none."""


class Tree:
    """Where each site, location and rack lies."""

    def __init__(self, sites: Iterable[Record], locations: Iterable[Record], racks: Iterable[Record]) -> None:
        self._sites = {one["id"]: one for one in sites}
        self._locations = {one["id"]: one for one in locations}
        self._racks = {one["id"]: one for one in racks}
        self.told = f"{len(self._sites)} sites, {len(self._locations)} locations, {len(self._racks)} racks"
        """How many there are, in words."""

    def names(self, holder: Record) -> Names:
        """The cells of what stands in a rack, a location or a site; a rack knows best where it stands itself."""
        number = within(holder, "rack", "id")
        rack = self._racks.get(number, holder.get("rack")) if number is not None else None
        stands = rack if rack is not None and number in self._racks else holder
        site = within(stands, "site", "id")
        name = within(self._sites.get(site, {}), "name") or within(stands, "site", "name")
        return _node(name), self._path(within(stands, "location", "id"), stands), _node(within(rack, "name"))

    def _path(self, number: object, holder: Record) -> str:
        if number is not None and number not in self._locations:
            return _node(within(holder, "location", "name"))
        parts: list[str] = []
        while number is not None and number in self._locations and len(parts) < _DEEPEST:
            parts.insert(0, _node(self._locations[number].get("name")))
            number = within(self._locations[number], "parent", "id")
        return " / ".join(parts)

    def ids(self, kind: str, number: int) -> dict[str, int | None]:
        """Site, location and rack as NetBox wants them together where something is moved to one of them."""
        if kind == "sites":
            return {"site": number, "location": None, "rack": None}
        above = (self._racks if kind == "racks" else self._locations).get(number, {})
        location = within(above, "location", "id") if kind == "racks" else number
        site = within(above, "site", "id")
        return {
            "site": site if isinstance(site, int) else None,
            "location": location if isinstance(location, int) else None,
            "rack": number if kind == "racks" else None,
        }

    def slugs(self, holder: Record) -> set[str]:
        """Slugs of the location that something stands in, and of all above it."""
        number, found = within(holder, "location", "id"), {cell(within(holder, "location", "slug"))}
        for _ in range(_DEEPEST):
            location = self._locations.get(number, {})
            found.add(cell(location.get("slug")))
            number = within(location, "parent", "id")
        return found

    def listed(
        self, in_use: set[int], taken: set[str]
    ) -> tuple[list[tuple[str, PlaceInfo, Sequence[str]]], list[Problem]]:
        """(every place as a pull tells it, what is odd about them).

        ``in_use`` are racks that something stands in, ``taken`` the devices' tags and serials (in normal form).
        """
        shared = Counter(code for rack in self._racks.values() for code in map(normal, _codes(rack)))
        found = _Found(taken, {code for code, times in shared.items() if times > 1})
        for number, site in self._sites.items():
            found.add((_node(site.get("name")), "", ""), f"netbox:sites:{number}", "site")
        for number, location in self._locations.items():
            names = self.names({"site": location.get("site"), "location": location})
            found.add(names, f"netbox:locations:{number}", "location")
        for number, rack in self._racks.items():
            found.add_rack(self.names({"rack": rack}), rack, used=number in in_use)
        return found.places, found.problems


class _Found:
    """Places as they are listed, each text once."""

    def __init__(self, taken: set[str], shared: set[str]) -> None:
        self.places: list[tuple[str, PlaceInfo, Sequence[str]]] = []
        self.problems: list[Problem] = []
        self._taken = taken
        self._shared = shared
        self._seen: dict[str, str] = {}

    def add(self, names: Names, link: str, kind: str, height: int | None = None, codes: tuple[str, ...] = ()) -> None:
        """Take a place; one that cannot be told from another, or cannot be said, is reported."""
        text = place_text(names)
        try:
            place = Place.parse(text.replace(" / ", "/"))
        except PlaceError as error:
            self.problems.append(Problem(0, "place", f"{link} is left out of the places: {error}"))
            return
        other = self._seen.setdefault(place.key, link)
        if other != link:
            reason = f"{other} and {link} are both called {place}: what stands in them cannot be told apart."
            self.problems.append(Problem(0, "duplicate_place", reason))
        self.places.append((text, PlaceInfo(place, kind, height, codes=codes), (link,)))

    def add_rack(self, names: Names, rack: Record, *, used: bool) -> None:
        """Take a rack; a planned one is no place to visit until something stands in it."""
        link, planned = f"netbox:racks:{rack['id']}", within(rack, "status", "value") == "planned"
        codes = []
        for code in _codes(rack):
            if normal(code) in self._taken or normal(code) in self._shared:
                whose = "a device" if normal(code) in self._taken else "another rack"
                reason = f"the code '{code}' of {link} is {whose}'s as well: it does not move the walk."
                self.problems.append(Problem(0, "place_code", reason))
            else:
                codes.append(code)
        if rack.get("desc_units"):
            reason = f"{link} counts its units from the top; positions keep the numbers on its rails."
            self.problems.append(Problem(0, "unit", reason))
        self.add(names, link, "" if planned and not used else "rack", _highest(rack), tuple(codes))


def place_text(names: Names) -> str:
    """The text under which a row's cells are looked up."""
    return " / ".join(name for name in names if name)


def _node(name: object) -> str:
    """A name as one node: a slash in it is no border between two."""
    return str(Place((cells.clean(cell(name)),))) if cell(name).strip() else ""


def _codes(rack: Record) -> list[str]:
    """What a rack's own label may carry: its facility number and its asset tag."""
    found = (cells.clean(cell(rack.get(name))) for name in ("facility_id", "asset_tag"))
    return list(dict.fromkeys(code for code in found if len(code) >= _SHORTEST_CODE and not cells.is_junk(code)))


def _highest(rack: Record) -> int | None:
    height, first = rack.get("u_height"), rack.get("starting_unit") or 1
    return height + first - 1 if isinstance(height, int) and isinstance(first, int) else None

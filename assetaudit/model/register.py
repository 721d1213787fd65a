"""A register held in memory: what stories, small imports and tests ask the core's questions of."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assetaudit.model.asset import Asset, Hit, Outline, PlaceInfo
from assetaudit.model.place import Place


def normal(value: str) -> str:
    """The form in which identifiers are compared: trimmed, inner blanks single, without case."""
    return " ".join(value.split()).casefold()


def normal_all(values: Sequence[str]) -> list[str]:
    """The same of many, in a fraction of the time where none of them has a blank or a letter beyond ASCII."""
    together = "".join(values)
    if together.isascii() and together.isprintable() and " " not in together and values:
        return "\n".join(values).lower().split("\n")
    return [normal(value) for value in values]


class MemoryRegister:
    """The Register protocol over plain objects; every answer is worked out once."""

    def __init__(self, assets: Iterable[Asset], places: Iterable[PlaceInfo] = ()) -> None:
        self._assets = {asset.key: asset for asset in sorted(assets, key=lambda asset: asset.key)}
        self._joined = {joined: asset.key for asset in self._assets.values() for joined in asset.joined}
        self._index: dict[tuple[str, str], list[Hit]] = defaultdict(list)
        self._children: dict[str, list[str]] = defaultdict(list)
        for asset in self._assets.values():
            self._learn(asset)
        self._places = _all_places(places, self._assets.values())
        self._codes = {code.casefold(): info.place for info in self._places.values() for code in info.codes}
        self.version = hashlib.sha256(repr((list(self._assets.values()), sorted(self._places))).encode()).hexdigest()

    def _learn(self, asset: Asset) -> None:
        names: dict[tuple[str, str], bool] = {}
        for identifier in asset.identifiers:
            slot = (identifier.kind, normal(identifier.value))
            names[slot] = names.get(slot, False) or identifier.current
        for kind, value in (("asset_tag", asset.asset_tag), ("serial", asset.serial)):
            if value:  # a record that its source no longer has names its tag as former
                names.setdefault((kind, normal(value)), True)
        for slot, current in names.items():
            self._index[slot].append(Hit(asset.key, current))
        if asset.parent:
            self._children[asset.parent].append(asset.key)

    def asset(self, key: str) -> Asset | None:
        """The asset of a key, or of a joined record's key."""
        return self._assets.get(self._joined.get(key, key))

    def find(self, kind: str, value: str) -> Sequence[Hit]:
        """Assets that an identifier points at."""
        return self._index.get((kind, normal(value)), [])

    def find_all(self, kind: str, values: Iterable[str]) -> Mapping[str, Sequence[Hit]]:
        """Assets that each of many identifiers points at."""
        return {value: self.find(kind, value) for value in values}

    def sole(self, kinds: Sequence[str], values: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """The one asset at which each of many values points under some kinds, and the kind."""
        found: dict[str, tuple[str, str]] = {}
        for value in values:
            hits = [(hit.key, kind) for kind in kinds for hit in self.find(kind, value)]
            if len(hits) == 1:
                found[value] = hits[0]
        return found

    def children(self, key: str) -> Sequence[str]:
        """Keys of the assets that this one carries."""
        return self._children.get(key, [])

    def assets(self) -> Iterator[Asset]:
        """Every asset, by key."""
        return iter(self._assets.values())

    def outlines(self) -> Iterator[Outline]:
        """Every asset in outline, by key."""
        for key, asset in self._assets.items():
            node, position = (asset.place.node, asset.place.position) if asset.place is not None else (None, None)
            yield Outline(key, node, position, asset.status_class, asset.cost_cents, asset.parent)

    def assets_in(self, place: Place) -> Iterator[Asset]:
        """Assets at a place or below it."""
        return (asset for asset in self._assets.values() if asset.place is not None and place.holds(asset.place))

    def assets_at(self, place: Place) -> Iterator[Asset]:
        """Assets at exactly this node or a position in it."""
        key = place.node_key
        return (asset for asset in self._assets.values() if asset.place is not None and asset.place.node_key == key)

    def unplaced(self) -> Iterator[Asset]:
        """Assets without a place that is understood."""
        return (asset for asset in self._assets.values() if asset.place is None)

    def place(self, place: Place) -> PlaceInfo | None:
        """What the register says of a node."""
        return self._places.get(place.node_key)

    def place_by_code(self, code: str) -> Place | None:
        """The place that a label's code means."""
        return self._codes.get(code.strip().casefold())

    def places_in(self, place: Place) -> Iterator[PlaceInfo]:
        """Known nodes at a place and below, by key."""
        return (info for info in self._places.values() if place.holds(info.place))

    def tops(self) -> Sequence[PlaceInfo]:
        """The uppermost known nodes."""
        return [info for info in self._places.values() if info.place.parent is None]

    def count_in(self, place: Place) -> int:
        """How many assets are registered at a place or below it."""
        return sum(1 for _ in self.assets_in(place))


def _all_places(listed: Iterable[PlaceInfo], assets: Iterable[Asset]) -> dict[str, PlaceInfo]:
    places = {info.place.key: info for info in listed}
    wanted = [info.place for info in places.values()] + [asset.place.node for asset in assets if asset.place]
    for start in wanted:
        place: Place | None = start
        while place is not None:
            places.setdefault(place.key, PlaceInfo(place))
            place = place.parent
    return dict(sorted(places.items()))

"""Snipe-IT through its interface: every asset, archived and deleted ones among them, and locations with whole paths.

Archived and deleted assets are hidden unless they are asked for, and a retired device that still stands there could not
be told then. Errors come with status 200; a list is asked in the order of ids, for its own order moves while others
edit.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from assetaudit.errors import RegisterError
from assetaudit.model.asset import PlaceInfo
from assetaudit.registers.json_file import flat
from assetaudit.registers.placing import read_node
from assetaudit.registers.pull import Pull, Pulled, Told, cell, within
from assetaudit.registers.snipeit import SYSTEM
from assetaudit.registers.statuses import class_of
from assetaudit.registers.web import Query, Web
from assetaudit.store.register_problem import Problem

if TYPE_CHECKING:
    from assetaudit.model.place import Place
    from assetaudit.registers.sending import Target

PAGE = 500
"""Records of a page: a server gives no more unless it is set up to."""
_HIDDEN = ("", "Archived", "Deleted")
"""What has to be asked for one after the other to see every asset."""
_MOST_PAGES = 100_000
_DEEPEST = 16
_KEPT = ("id", "asset_tag", "serial", "name", "model_number", "order_number", "purchase_cost", "book_value")
_NAMED = ("model", "category", "manufacturer", "company", "supplier", "assigned_to")
Record = dict[str, Any]


class SnipeIt:
    """One Snipe-IT, as it answers."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def ask(self, path: str, query: Query = ()) -> Record:
        """One answer; RegisterError says why Snipe-IT refuses."""
        answer = self.web.get(f"api/v1/{path}", query)
        if answer.status in (401, 403):
            raise RegisterError(
                f"Snipe-IT at {self.web.base} refuses the token for {path}: {answer.said()}.",
                hint="It needs the permission to view assets and locations.",
            )
        if answer.status != 200 or not isinstance(answer.data, dict):
            raise RegisterError(
                f"What answers at {self.web.base}/api/v1 is no Snipe-IT: {answer.said()}.",
                hint="Name the address that people open in the browser.",
            )
        if answer.data.get("status") == "error":
            raise RegisterError(f"Snipe-IT at {self.web.base} refuses {path}: {answer.said()}.")
        return answer.data

    def all(self, path: str, query: Query, told: Told = lambda *_: None) -> list[Record]:
        """Every record once, by id; RegisterError where fewer come than the server counts, twice over."""
        total = 0
        for _ in range(2):
            found: dict[int, Record] = {}
            for total, rows in self._pages(path, query):
                found.update((one["id"], one) for one in rows if isinstance(one.get("id"), int))
                told(len(found), max(total, len(found)))
            if len(found) >= total:
                return [found[number] for number in sorted(found)]
        raise RegisterError(
            f"Snipe-IT at {self.web.base} counts {total} records in {path} and gives {len(found)}.",
            hint="Nothing was changed: try again when nobody changes much there.",
        )

    def _pages(self, path: str, query: Query) -> Iterable[tuple[int, list[Record]]]:
        offset = 0
        for _ in range(_MOST_PAGES):
            page = [("limit", str(PAGE)), ("offset", str(offset)), ("sort", "id"), ("order", "asc")]
            data = self.ask(path, [*query, *page])
            rows, total = data.get("rows"), data.get("total")
            if not isinstance(rows, list) or not isinstance(total, int):
                raise RegisterError(f"What answers at {self.web.base}/api/v1/{path} gives no list.")
            yield total, [one for one in rows if isinstance(one, dict)]
            offset += len(rows)
            if not rows or offset >= total:
                return


def read(web: Web, filters: Query, told: Told) -> Pulled:
    """Every asset that the filters ask for, and all locations."""
    snipe = SnipeIt(web)
    locations = {one["id"]: one for one in snipe.all("locations", ())}
    assets: dict[int, Record] = {}
    every = 0
    for hidden in _HIDDEN:
        asked = [("status", hidden)] if hidden else []
        for asset in snipe.all("hardware", [*filters, *asked], told):
            assets.setdefault(asset["id"], asset)
        every += _count(snipe, asked) if filters else 0
    _check_filters(web, assets.values(), filters)
    found = Pulled(
        about=f"Snipe-IT {_version(snipe)}: {len(locations)} locations, {len(assets)} assets",
        query=f"api/v1/hardware?{urlencode(list(filters))}".rstrip("?"),
        records_at="hardware/",
        filtered=max(0, every - len(assets)) if filters else 0,
    )
    for number in sorted(assets):
        found.numbers.append(number)
        found.rows.append(row_of(assets[number], locations))
    _add_places(found, locations)
    return found


def _count(snipe: SnipeIt, asked: Query) -> int:
    """How many assets there are in all."""
    total = snipe.ask("hardware", [*asked, ("limit", "1"), ("offset", "0")]).get("total")
    return total if isinstance(total, int) else 0


def _version(snipe: SnipeIt) -> str:
    answer = snipe.web.get("api/v1/version")
    return cell(within(answer.data, "version")) if answer.status == 200 else "of unknown version"


def row_of(asset: Record, locations: Mapping[int, Record]) -> dict[str, str]:
    """An asset as a row of a table, column by column."""
    row = {name: cell(asset.get(name)) for name in _KEPT}
    row |= {f"{name}.name": cell(within(asset, name, "name")) for name in _NAMED}
    row |= {f"{name}.name": path_of(asset.get(name), locations) for name in ("location", "rtd_location")}
    row["status_label.name"] = status_of(asset)
    own = asset.get("custom_fields")
    return row | dict(sorted(flat({"custom_fields": own if isinstance(own, dict) else {}})))


def status_of(asset: Record) -> str:
    """The label; of one whose meaning is not known by its name, its kind as well: an archived thing is not expected."""
    if asset.get("deleted_at"):
        return "Deleted"
    name, kind = cell(within(asset, "status_label", "name")), cell(within(asset, "status_label", "status_type"))
    known = class_of(html.unescape(name), SYSTEM.statuses) is not None
    return name if known or not kind else f"{name} ({kind})"


def path_of(location: object, locations: Mapping[int, Record]) -> str:
    """A location with everything above it."""
    number = within(location if isinstance(location, dict) else None, "id")
    names: list[str] = []
    while isinstance(number, int) and number in locations and len(names) < _DEEPEST:
        names.insert(0, cell(locations[number].get("name")))
        number = within(locations[number], "parent", "id")
    return " / ".join(names) or cell(within(location if isinstance(location, dict) else None, "name"))


def _add_places(found: Pulled, locations: Mapping[int, Record]) -> None:
    for number, location in locations.items():
        text = html.unescape(path_of(location, locations))
        node = read_node({"location": text})
        if node.place is None or node.place.position is not None:
            why = node.trouble or "it names no place of its own."
            found.problems.append(Problem(0, "place", f"snipe-it:location:{number} is left out of the places: {why}"))
            continue
        found.places.append((node.text, PlaceInfo(node.place, "location"), (f"snipe-it:location:{number}",)))


_PATHS = {"location_id": "location", "company_id": "company", "category_id": "category"}


def _check_filters(web: Web, assets: Iterable[Record], filters: Query) -> None:
    """RegisterError where an asset came that was not asked for."""
    for asset in assets:
        for name, value in filters:
            if cell(within(asset, _PATHS[name], "id")) != value:
                said = f"Snipe-IT at {web.base} ignores the filter '{name}': asset {asset['id']} came as well."
                raise RegisterError(said, hint="Nothing was changed: leave the filter out.")


def _open_target(web: Web, aliases: Mapping[str, Place]) -> Target:
    from assetaudit.registers.snipeit_write import SnipeItTarget

    return SnipeItTarget(web, aliases)


PULL = Pull(
    title="Snipe-IT",
    token_name="SNIPEIT_TOKEN",  # noqa: S106 - the name of a variable
    record="asset",
    filters=tuple(_PATHS),
    headers=lambda token: {"authorization": f"Bearer {token}"},
    read=read,
    target=_open_target,
)

"""NetBox through its interface: every device with its whole place, the racks, and what the user must know of both.

Measured against NetBox 4.7: a thousand devices a page with only the fields that are used, by cursor where the server
has one (4.6), else in the order of ids. Unknown parameters are ignored there and everything comes, so filters are
checked on what came; and as many records must come as the server counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from assetaudit.errors import RegisterError
from assetaudit.model.register import normal
from assetaudit.registers.json_file import flat
from assetaudit.registers.netbox_places import Tree
from assetaudit.registers.pull import Pull, Pulled, Told, cell, within
from assetaudit.registers.web import Answer, Query, Web
from assetaudit.store.register_problem import Problem

if TYPE_CHECKING:
    from assetaudit.model.place import Place
    from assetaudit.registers.sending import Target

PAGE = 1000
"""Records of a page; servers cut it where they allow fewer."""
_DEVICE = (
    "id,name,asset_tag,serial,status,role,device_role,device_type,tenant,site,location,rack,position,face,parent_device,"
    "custom_fields"
)
_RACK = "id,name,site,location,status,facility_id,asset_tag,u_height,starting_unit,desc_units"
_NEEDED = "sites, locations, racks, device types, manufacturers, device roles, tenants and devices"
_CURSOR = (4, 6)
_MOST_PAGES = 100_000
Record = dict[str, Any]


class NetBox:
    """One NetBox, as it answers."""

    def __init__(self, web: Web) -> None:
        self.web = web
        status = self.ask("status/")
        self.version = cell(within(status.data, "netbox-version"))
        if not self.version:
            raise _no_netbox(web)
        self._cursor = _numbers(status.headers.get("api-version", "")) >= _CURSOR

    def ask(self, path: str, query: Query = ()) -> Answer:
        """One answer; RegisterError says why NetBox refuses."""
        answer = self.web.get(f"api/{path}", query)
        if answer.status in (401, 403):
            raise RegisterError(
                f"NetBox at {self.web.base} refuses the token for {path}: {answer.said()}.",
                hint=f"It needs the permission to view {_NEEDED}.",
            )
        if answer.status == 404:
            raise _no_netbox(self.web)
        if answer.status != 200 or not isinstance(answer.data, dict):
            raise RegisterError(f"NetBox at {self.web.base} refuses {path}: {answer.said()}.")
        return answer

    def count(self, path: str, query: Query = ()) -> int:
        """How many records there are."""
        found = within(self.ask(path, [*query, ("limit", "1"), ("fields", "id")]).data, "count")
        if not isinstance(found, int):
            raise _no_netbox(self.web)
        return found

    def all(self, path: str, fields: str, query: Query = (), told: Told = lambda *_: None) -> list[Record]:
        """Every record once, by id; RegisterError where fewer come than the server counts, twice over."""
        for _ in range(2):
            before = self.count(path, query)
            found: dict[int, Record] = {}
            for page in self._pages(path, fields, query):
                found.update((one["id"], one) for one in page if isinstance(one.get("id"), int))
                told(len(found), max(before, len(found)))
            if len(found) >= before or len(found) >= self.count(path, query):
                return [found[number] for number in sorted(found)]
        raise RegisterError(
            f"NetBox at {self.web.base} counts {before} records in {path} and gives {len(found)}.",
            hint="Nothing was changed: try again when nobody changes much there.",
        )

    def _pages(self, path: str, fields: str, query: Query) -> Iterator[list[Record]]:
        start = [("start", "0")] if self._cursor else [("ordering", "id"), ("offset", "0")]
        mark = -1
        for _ in range(_MOST_PAGES):
            data = self.ask(path, [*query, ("limit", str(PAGE)), ("fields", fields), *start]).data
            if not isinstance(data.get("results"), list):
                raise _no_netbox(self.web)
            yield [one for one in data["results"] if isinstance(one, dict)]
            if not data.get("next"):
                return
            start, mark = _next(cell(data["next"]), start, mark, self.web)


def _next(address: str, start: Query, mark: int, web: Web) -> tuple[list[tuple[str, str]], int]:
    """Where the next page begins: only that is taken from the address, which may name a host behind a proxy."""
    told = dict(parse_qsl(urlsplit(address).query))
    name = start[-1][0]
    if not told.get(name, "").isdecimal() or int(told[name]) <= mark:
        raise RegisterError(f"NetBox at {web.base} gives pages without an end.")
    return [*start[:-1], (name, told[name])], int(told[name])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _no_netbox(web: Web) -> RegisterError:
    return RegisterError(
        f"What answers at {web.base}/api is no NetBox.", hint="Name the address that people open in the browser."
    )


def read_tree(netbox: NetBox) -> tuple[Tree, dict[int, object]]:
    """All sites, locations and racks, and the heights of device types."""
    sites, locations = netbox.all("dcim/sites/", "id,name"), netbox.all("dcim/locations/", "id,name,slug,site,parent")
    racks = netbox.all("dcim/racks/", _RACK)
    heights = {one["id"]: one.get("u_height") for one in netbox.all("dcim/device-types/", "id,u_height")}
    return Tree(sites, locations, racks), heights


def read(web: Web, filters: Query, told: Told) -> Pulled:
    """Every device that the filters ask for, and all sites, locations and racks."""
    netbox = NetBox(web)
    tree, heights = read_tree(netbox)
    devices = netbox.all("dcim/devices/", _DEVICE, filters, told)
    _check_filters(netbox, devices, tree, filters)
    every = netbox.count("dcim/devices/") if filters else len(devices)
    found = Pulled(
        about=f"NetBox {netbox.version}: {tree.told}, {len(devices)} devices",
        query=f"api/dcim/devices/?{urlencode(list(filters))}".rstrip("?"),
        records_at="dcim/devices/",
        filtered=max(0, every - len(devices)),
    )
    _add_rows(found, devices, tree, heights)
    _add_places(found, devices, tree)
    return found


def _add_rows(found: Pulled, devices: list[Record], tree: Tree, heights: Mapping[int, object]) -> None:
    by_id = {one["id"]: one for one in devices}
    for device in devices:
        found.numbers.append(device["id"])
        found.rows.append(row_of(device, _carrier(device, by_id), tree, heights))
        if not device.get("asset_tag") and not device.get("serial"):
            reason = "it has neither asset tag nor serial: no scan can find it, only a pick from the list."
            found.problems.append(Problem(device["id"], "no_identifier", reason))


def _add_places(found: Pulled, devices: list[Record], tree: Tree) -> None:
    in_use = {number for one in devices if isinstance(number := within(one, "rack", "id"), int)}
    taken = {normal(cell(one.get(name))) for one in devices for name in ("asset_tag", "serial") if one.get(name)}
    found.places, problems = tree.listed(in_use, taken)
    found.problems += problems


def _carrier(device: Record, by_id: Mapping[int, Record]) -> Record:
    """The device whose units a device takes: its chassis', where it stands in one and that is known, else its own."""
    seen = {device["id"]}
    while (above := by_id.get(within(device, "parent_device", "id"))) is not None:  # type: ignore[call-overload]
        if above["id"] in seen:
            break
        seen.add(above["id"])
        device = above
    return device


def row_of(device: Record, carrier: Record, tree: Tree, heights: Mapping[int, object]) -> dict[str, str]:
    """A device as a row; ``carrier`` is what it stands in, or itself."""
    site, location, rack = tree.names(carrier)
    kind = device.get("device_type")
    row = {
        "id": device["id"],
        "name": device.get("name"),
        "asset_tag": device.get("asset_tag"),
        "serial": device.get("serial"),
        "status": within(device, "status", "label") or within(device, "status", "value"),
        "role.name": within(device, "role", "name") or within(device, "device_role", "name"),
        "device_type.manufacturer.name": within(kind, "manufacturer", "name"),
        "device_type.model": within(kind, "model"),
        "device_type.u_height": _number(heights.get(within(kind, "id"))),  # type: ignore[call-overload]
        "tenant.name": within(device, "tenant", "name"),
        "site.name": site,
        "location.name": location,
        "rack.name": rack,
        "position": _number(carrier.get("position")),
        "face": within(carrier, "face", "value"),
        "parent_device.id": within(device, "parent_device", "id"),
        "parent_device.name": within(device, "parent_device", "name"),
        "parent_device.device_bay.name": within(device, "parent_device", "device_bay", "name"),
    }
    own = dict(flat({"custom_fields": device.get("custom_fields") or {}}))
    return {name: cell(value) for name, value in row.items()} | dict(sorted(own.items()))


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


_PATHS = {
    "site": ("site", "slug"),
    "status": ("status", "value"),
    "tenant": ("tenant", "slug"),
    "role": ("role", "slug"),
    "manufacturer": ("device_type", "manufacturer", "slug"),
}


def _check_filters(netbox: NetBox, devices: list[Record], tree: Tree, filters: Query) -> None:
    """RegisterError where a device came that was not asked for: the server ignores what it does not know."""
    wanted: dict[str, set[str]] = {}
    for name, value in filters:
        wanted.setdefault(name, set()).add(value)
    for device in devices:
        for name, values in wanted.items():
            has = tree.slugs(device) if name == "location" else {cell(within(device, *_PATHS[name]))}
            if values.isdisjoint(has):
                said = f"NetBox at {netbox.web.base} ignores the filter '{name}': device {device['id']} came as well."
                raise RegisterError(said, hint="Nothing was changed: leave the filter out.")


def _headers(token: str) -> dict[str, str]:
    """Tokens of the second version (4.5 and later) are bearers'; the older ones have a word of their own."""
    return {"authorization": f"{'Bearer' if token.startswith('nbt_') else 'Token'} {token}"}


def _open_target(web: Web, aliases: Mapping[str, Place]) -> Target:
    from assetaudit.registers.netbox_write import NetBoxTarget

    return NetBoxTarget(web, aliases)


PULL = Pull(
    title="NetBox",
    token_name="NETBOX_TOKEN",  # noqa: S106 - the name of a variable
    record="device",
    filters=("site", "location", "status", "role", "tenant", "manufacturer"),
    headers=_headers,
    read=read,
    target=_open_target,
)

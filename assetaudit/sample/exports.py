"""The same register as its three systems would export it: each with its own columns, for its own records only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from assetaudit.model.place import Place
from assetaudit.sample.catalogue import NETBOX, SERVICENOW, SNIPE_IT
from assetaudit.sample.records import Record
from assetaudit.sample.rows import csv_text

_SYS_ID = "5f1e{:028x}"
_META = {"Archived": "archived", "Ordered": "pending", "Out for Repair": "undeployable", "Lost/Stolen": "archived"}


def exports(records: Iterable[Record]) -> dict[str, str]:
    """CSV texts by file name."""
    every = list(records)
    return {
        f"exports/{name}": csv_text([row(record) for record in every if record.model.system == system])
        for name, (system, row) in _EXPORTS.items()
    }


def _snipe_it(record: Record) -> dict[str, str]:
    """Snipe-IT's custom asset report, with custom fields for rack unit, chassis, height and RFID."""
    return {
        "ID": str(record.number),
        "Company": record.owner,
        "Asset Name": record.name,
        "Asset Tag": record.tag,
        "Model": record.model.name,
        "Model No.": record.model.part,
        "Category": record.model.category,
        "Manufacturer": record.model.maker,
        "Serial": record.serial,
        "Purchased": record.bought,
        "Cost": _cost(record),
        "Location": _node(record),
        "Status": f"{record.status} ({_META.get(record.status, 'deployed')})",
        "Rack Unit": _position(record),
        "Height (U)": f"{record.model.half_units / 2:g}",
        "Chassis": record.parent,
        "EPC": record.epc,
        "MAC Address": record.mac,
    }


def _netbox(record: Record) -> dict[str, str]:
    """NetBox's table of devices: site, location and rack apart, a position with a face."""
    nodes = record.place.nodes if record.place is not None else ()
    unit, _, slot = _position(record).partition("#")
    broken = record.place is None and bool(record.place_text)
    return {
        "id": str(record.number),
        "name": record.name,
        "role": record.model.category,
        "manufacturer": record.model.maker,
        "device_type": record.model.name,
        "tenant": record.owner,
        "serial": record.serial,
        "asset_tag": record.tag,
        "status": record.status.lower(),
        "site": nodes[0] if nodes else record.place_text if broken else "",
        "location": " / ".join(nodes[1:3]),
        "rack": "/".join(nodes[3:]),
        "position": unit.strip("UR").removeprefix("0"),
        "face": "rear" if unit.endswith("R") else "front" if unit else "",
        "cf_slot": slot,
        "u_height": f"{record.model.half_units / 2:.1f}",
        "EPC": record.epc,
    }


def _servicenow(record: Record) -> dict[str, str]:
    """ServiceNow's list of hardware assets (alm_hardware), with columns of its own for unit, height and RFID."""
    return {
        "sys_id": _SYS_ID.format(record.number),
        "asset_tag": record.tag,
        "display_name": record.name,
        "serial_number": record.serial,
        "model": f"{record.model.maker} {record.model.name}",
        "model_category": record.model.category,
        "install_status": record.status,
        "location": _node(record),
        "u_rack_unit": _position(record),
        "owned_by": record.owner,
        "U height": f"{record.model.half_units / 2:g}",
        "RFID tag": record.epc,
        "cost": _cost(record),
        "purchase_date": record.bought,
    }


_EXPORTS: Mapping[str, tuple[str, Callable[[Record], dict[str, str]]]] = {
    "snipe-it.csv": (SNIPE_IT, _snipe_it),
    "netbox.csv": (NETBOX, _netbox),
    "servicenow.csv": (SERVICENOW, _servicenow),
}


def _node(record: Record) -> str:
    return record.place_text if record.place is None else str(Place(record.place.nodes))


def _position(record: Record) -> str:
    return str(record.place.position or "") if record.place is not None else ""


def _cost(record: Record) -> str:
    return f"{record.cost_cents / 100:.2f}" if record.cost_cents else ""

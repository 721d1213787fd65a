"""Snipe-IT takes changes: one asset at a time, only the fields that change, read again by whoever asks.

A refusal comes with status 200, and there is nothing by which a write could name the state that was read: it goes out
right after the reading. What a person or a device has checked out stands where that is; only they are changed there.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from assetaudit.errors import RegisterError
from assetaudit.model.place import Place, PlaceError
from assetaudit.registers import cells
from assetaudit.registers.mapping import ColumnMap, guess, systems
from assetaudit.registers.placing import read_mounting, read_node
from assetaudit.registers.pull import cell, within
from assetaudit.registers.sending import Became, Now
from assetaudit.registers.snipeit_api import Record, SnipeIt, path_of, row_of, status_of
from assetaudit.registers.web import Answer, Web

_FIELDS = ("asset_tag", "serial", "status", "name", "manufacturer", "model", "category", "owner")
_PLAIN = ("asset_tag", "serial", "name")
_WHY = {
    "owner": "who has it is custody: check it out in Snipe-IT.",
    "category": "its category belongs to the model: choose another model in Snipe-IT.",
    "manufacturer": "its manufacturer belongs to the model: choose another model in Snipe-IT.",
    "model": "its model decides more than its name: choose another one in Snipe-IT.",
}
_CUSTOM = "custom_fields."
_NO_LONGER = ("Asset does not exist.", "Asset not found")


class _Unsaid(Exception):  # noqa: N818 - never leaves this file
    """A change that cannot be said to Snipe-IT, and why."""


class SnipeItTarget:
    """One Snipe-IT that takes changes."""

    def __init__(self, web: Web, aliases: Mapping[str, Place]) -> None:
        self._snipe = SnipeIt(web)
        self._aliases = aliases
        self._locations = {one["id"]: one for one in self._snipe.all("locations", ())}
        self._ids: dict[str, list[int]] = {}
        for number, location in self._locations.items():
            node = read_node({"location": html.unescape(path_of(location, self._locations))}, aliases).place
            if node is not None:
                self._ids.setdefault(node.node_key, []).append(number)
        self._read: dict[str, Record] = {}
        """The asset that was read last."""
        self._labels: list[Record] | None = None
        self._maps: dict[tuple[str, ...], ColumnMap] = {}

    def now(self, number: str) -> Now | None:
        """An asset as it is."""
        asset = self._asset(number)
        if asset is None:
            return None
        self._read = {number: asset}
        told = self._by_field(asset)
        values = {field: told.get(field, "") for field in _FIELDS} | {"place": self._place(told)}
        return Now(values, "")

    def _asset(self, number: str) -> Record | None:
        """The record; None where it is gone or deleted."""
        if not number.isdecimal():
            return None
        answer = self._snipe.web.get(f"api/v1/hardware/{number}")
        data = answer.data if isinstance(answer.data, dict) else {}
        if answer.status == 404 or data.get("messages") in _NO_LONGER or data.get("deleted_at"):
            return None
        if answer.status != 200 or not isinstance(data.get("id"), int):
            raise RegisterError(f"Snipe-IT at {self._snipe.web.base} refuses asset {number}: {answer.said()}.")
        return data

    def _by_field(self, asset: Record) -> dict[str, str]:
        """Field to what a pull reads of it."""
        row = row_of(asset, self._locations)
        offsets, columns = self._map(row).offsets(), list(row)
        texts = {column: cells.clean(html.unescape(text)) for column, text in row.items()}
        return {
            field: next((texts[columns[at]] for at in found if texts[columns[at]]), "")
            for field, found in offsets.items()
        }

    def _map(self, row: Mapping[str, str]) -> ColumnMap:
        columns = tuple(row)
        if columns not in self._maps:
            self._maps[columns] = guess(columns, systems())
        return self._maps[columns]

    def _place(self, told: Mapping[str, str]) -> str:
        node = read_node({"location": told.get("location", "")}, self._aliases)
        if node.place is None:
            return node.text
        mounting = read_mounting({name: told[name] for name in ("unit", "face", "slot") if told.get(name)})
        return str(node.place.node.at(mounting.position)) if mounting.position is not None else str(node.place)

    def write(self, number: str, values: Mapping[str, str], _now: Now, _message: str) -> tuple[Became, str]:
        """Change an asset that was read just before; Snipe-IT's own log says who did, and takes no message."""
        asset = self._read[number]
        try:
            body = {name: told for field, after in values.items() for name, told in self._said(field, after, asset)}
        except _Unsaid as why:
            return Became.REFUSED, str(why)
        return _became(self._snipe.web.send("PATCH", f"api/v1/hardware/{number}", body))

    def park(self, _number: str, _now: Now, _message: str) -> Now | None:
        """Nothing is ever in the way: Snipe-IT knows no units that are taken."""
        return None

    def _said(self, field: str, after: str, asset: Record) -> list[tuple[str, Any]]:
        if field == "place":
            return self._said_place(after, asset)
        if field == "status":
            return [("status_id", self._label(after))]
        if field in _PLAIN:
            return [(field, after)]
        raise _Unsaid(_WHY.get(field, f"Snipe-IT has no {field} that is written here."))

    def _label(self, word: str) -> int:
        if self._labels is None:
            self._labels = self._snipe.all("statuslabels", ())
        for one in self._labels:
            as_shown = {"status_label": {"name": one.get("name"), "status_type": one.get("type")}}
            if word.casefold() in (html.unescape(name).casefold() for name in (_name(one), status_of(as_shown))):
                return int(one["id"])
        there = ", ".join(sorted(html.unescape(_name(one)) for one in self._labels))
        msg = (
            f"Snipe-IT has no status label '{word}'; decide with --set status=LABEL, of {there or 'none that is seen'}."
        )
        raise _Unsaid(msg)

    def _said_place(self, after: str, asset: Record) -> list[tuple[str, Any]]:
        place = _parsed(after)
        found = self._ids.get(place.node_key, [])
        if len(found) != 1:
            msg = f"Snipe-IT has {'several locations' if found else 'no location'} {place.node}."
            raise _Unsaid(msg)
        if found[0] == within(asset, "location", "id"):
            return self._mounted(place, asset)
        return [(_carrier(asset), found[0]), *self._mounted(place, asset)]

    def _mounted(self, place: Place, asset: Record) -> list[tuple[str, Any]]:
        position, column = place.position, self._unit_column(asset)
        if position is None:
            return [(column, "")] if column else []
        if position.half_units is None or position.half_units % 2 or position.rear or position.slot:
            msg = f"{place} is no whole unit at the front of a rack, and Snipe-IT has a field for nothing else."
            raise _Unsaid(msg)
        if not column:
            msg = f"its model has no field for the unit in Snipe-IT, which {place} needs."
            raise _Unsaid(msg)
        return [(column, str(position.half_units // 2))]

    def _unit_column(self, asset: Record) -> str:
        """The field in which an asset's unit is kept, by Snipe-IT's own name; empty where its model has none."""
        row = row_of(asset, self._locations)
        columns = list(row)
        for at in self._map(row).offsets().get("unit", ()):
            own = within(asset, "custom_fields", columns[at].removeprefix(_CUSTOM), "field")
            if columns[at].startswith(_CUSTOM) and own:
                return cell(own)
        return ""


def _name(record: Record) -> str:
    return cell(record.get("name"))


def _carrier(asset: Record) -> str:
    """What is written to move an asset: its location, or the location that it is checked out to."""
    holder = within(asset, "assigned_to", "type")
    if holder is None or not within(asset, "assigned_to", "id"):
        return "location_id"
    if holder == "location":
        return "assigned_location"
    name = html.unescape(cell(within(asset, "assigned_to", "name")))
    msg = f"{name} ({holder}) has it checked out, and it stands where that is: check it in in Snipe-IT first."
    raise _Unsaid(msg)


def _parsed(text: str) -> Place:
    try:
        return Place.parse(text)
    except PlaceError as error:
        raise _Unsaid(str(error)) from error


def _became(answer: Answer | None) -> tuple[Became, str]:
    if answer is None or answer.status in (502, 503, 504):
        return Became.UNCLEAR, "no answer came."
    good = answer.status == 200 and isinstance(answer.data, dict) and answer.data.get("status") == "success"
    return (Became.DONE, "") if good else (Became.REFUSED, f"Snipe-IT refuses it: {answer.said()}.")

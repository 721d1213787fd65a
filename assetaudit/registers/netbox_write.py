"""NetBox takes changes: one device at a time, only the fields that change, refused where somebody wrote meanwhile.

A PATCH names the state that was read (``If-Match``, NetBox 4.6); the answer 200 alone proves nothing, for unknown
fields are ignored: the device is read again by whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assetaudit.errors import RegisterError
from assetaudit.model.place import Place, PlaceError
from assetaudit.registers.netbox_api import NetBox, read_tree, row_of
from assetaudit.registers.netbox_places import place_text
from assetaudit.registers.placing import read_mounting
from assetaudit.registers.pull import cell, within
from assetaudit.registers.sending import Became, Now
from assetaudit.registers.web import Answer, Web

_FIELDS = {
    "asset_tag": "asset_tag",
    "serial": "serial",
    "status": "status",
    "name": "name",
    "manufacturer": "device_type.manufacturer.name",
    "model": "device_type.model",
    "category": "role.name",
    "owner": "tenant.name",
}
"""Field to the column that a pull gives it."""
_STATUSES = ("offline", "active", "planned", "staged", "failed", "inventory", "decommissioning")
_LONGEST_MESSAGE = 200
"""Characters; more of them answer with an error of the server (NetBox 4.7)."""


class _Unsaid(Exception):  # noqa: N818 - never leaves this file
    """A change that cannot be said to NetBox, and why."""


class NetBoxTarget:
    """One NetBox that takes changes."""

    def __init__(self, web: Web, aliases: Mapping[str, Place]) -> None:
        self._netbox = NetBox(web)
        self._tree, self._heights = read_tree(self._netbox)
        listed, _ = self._tree.listed(set(), set())
        self._places = {text.casefold(): info.place for text, info, _ in listed} | dict(aliases)
        self._ids: dict[str, list[str]] = {}
        for text, _, (link,) in listed:
            self._ids.setdefault(self._places[text.casefold()].node_key, []).append(link)
        self._words: dict[str, str] | None = None

    def now(self, number: str) -> Now | None:
        """A device as it is."""
        answer = self._device(number)
        if answer is None:
            return None
        device = answer.data
        above = within(device, "parent_device", "id")
        carrier = self._device(cell(above)) if above is not None else None
        row = row_of(device, device if carrier is None else carrier.data, self._tree, self._heights)
        values = {field: row[column] for field, column in _FIELDS.items()} | {"place": self._place(row)}
        return Now(values, answer.headers.get("etag", ""), above is not None, row["device_type.u_height"] == "0")

    def _device(self, number: str) -> Answer | None:
        if not number.isdecimal():
            return None
        answer = self._netbox.web.get(f"api/dcim/devices/{number}/")
        if answer.status == 404:
            return None
        if answer.status != 200 or not isinstance(answer.data, dict):
            raise RegisterError(f"NetBox at {self._netbox.web.base} refuses device {number}: {answer.said()}.")
        return answer

    def _place(self, row: Mapping[str, str]) -> str:
        text = place_text((row["site.name"], row["location.name"], row["rack.name"]))
        node = self._places.get(text.casefold())
        slot = row["parent_device.device_bay.name"]
        mounting = read_mounting({"unit": row["position"], "face": row["face"], "slot": slot})
        return text if node is None else str(node.node.at(mounting.position))

    def write(self, number: str, values: Mapping[str, str], now: Now, message: str) -> tuple[Became, str]:
        """Change a device that was read just before."""
        try:
            body = {name: value for field, after in values.items() for name, value in self._said(field, after, now)}
        except _Unsaid as why:
            return Became.REFUSED, str(why)
        marked = {"if-match": now.mark} if now.mark else {}
        body["changelog_message"] = message[:_LONGEST_MESSAGE]
        return _became(self._netbox.web.send("PATCH", f"api/dcim/devices/{number}/", body, marked))

    def park(self, number: str, now: Now, message: str) -> Now | None:
        """Take a device out of its units: NetBox exchanges two only by way of a third state."""
        body = {"position": None, "face": None, "changelog_message": message[:_LONGEST_MESSAGE]}
        marked = {"if-match": now.mark} if now.mark else {}
        became, _ = _became(self._netbox.web.send("PATCH", f"api/dcim/devices/{number}/", body, marked))
        return self.now(number) if became is Became.DONE else None

    def _said(self, field: str, after: str, now: Now) -> list[tuple[str, Any]]:
        if field == "place":
            return self._said_place(after, now)
        if field == "status":
            return [("status", self._status(after))]
        if field in ("category", "owner"):
            return [("role" if field == "category" else "tenant", {"name": after})]
        if field in ("asset_tag", "serial", "name"):
            return [(field, after or (None if field == "asset_tag" else ""))]
        msg = f"the {field} belongs to the device type: choose another type in NetBox."
        raise _Unsaid(msg)

    def _status(self, word: str) -> str:
        if self._words is None:
            self._words = {value: value for value in _STATUSES} | self._own_statuses()
        known = self._words.get(word.casefold())
        if known is None:
            msg = f"NetBox has no status '{word}'; it has {', '.join(sorted(set(self._words.values())))}."
            raise _Unsaid(msg)
        return known

    def _own_statuses(self) -> dict[str, str]:
        """Words for a status, in small letters, to what NetBox calls it; a site may have its own."""
        answer = self._netbox.web.send("OPTIONS", "api/dcim/devices/", {})
        data = answer.data if answer is not None and answer.status == 200 else None
        choices = within(data, "actions", "POST", "status", "choices")
        found: dict[str, str] = {}
        for choice in choices if isinstance(choices, list) else []:
            found |= {
                cell(choice.get(name)).casefold(): cell(choice.get("value")) for name in ("value", "display_name")
            }
        return found

    def _said_place(self, after: str, now: Now) -> list[tuple[str, Any]]:
        if now.carried:
            msg = "it stands in a chassis: move it between device bays in NetBox, or move the chassis."
            raise _Unsaid(msg)
        place = _parsed(after)
        links = self._ids.get(place.node_key, [])
        if len(links) != 1:
            said = "no place" if not links else "several places"
            msg = f"NetBox has {said} {place.node}."
            raise _Unsaid(msg)
        _, kind, number = links[0].split(":")
        return [*self._tree.ids(kind, int(number)).items(), *_mounted(place, kind, now)]


def _parsed(text: str) -> Place:
    try:
        place = Place.parse(text)
    except PlaceError as error:
        raise _Unsaid(str(error)) from error
    if place.position is not None and place.position.slot:
        msg = f"{place} is a bay or a side of the rack, which NetBox has no position for."
        raise _Unsaid(msg)
    return place


def _mounted(place: Place, kind: str, now: Now) -> list[tuple[str, Any]]:
    position = place.position
    if position is None or position.half_units is None:
        return [("position", None), ("face", None)]
    if kind != "racks" or now.flat:
        msg = (
            f"{place} is no position in a rack of NetBox." if kind != "racks" else "its type takes no units in NetBox."
        )
        raise _Unsaid(msg)
    return [("position", position.half_units / 2), ("face", "rear" if position.rear else "front")]


def _became(answer: Answer | None) -> tuple[Became, str]:
    if answer is None or answer.status in (502, 503, 504):
        return Became.UNCLEAR, "no answer came."
    if answer.status == 200:
        return Became.DONE, ""
    said = f"NetBox refuses it: {answer.said()}."
    if answer.status == 412:
        return Became.OVERTAKEN, "somebody else changed it in NetBox at this moment."
    taken = answer.status == 400 and "occupied" in cell(within(answer.data, "position"))
    return Became.OCCUPIED if taken else Became.REFUSED, said

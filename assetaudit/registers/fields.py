"""What a column of any system may hold: the names by which files are mapped, and how a header is compared."""

from __future__ import annotations

import re

ASSET_FIELDS = {
    "id": "the source's own number of the record",
    "asset_tag": "what the asset label carries",
    "serial": "serial number",
    "epc": "RFID tag, hex or URI",
    "mac": "MAC addresses",
    "name": "name or host name",
    "manufacturer": "maker",
    "model": "model",
    "category": "kind of device",
    "owner": "person or department",
    "status": "status word",
    "cost": "book value",
    "height": "height in U",
    "parent": "the chassis that carries it",
}
PLACE_FIELDS = {
    "place": "whole place, such as DC1/R2/A/07:U12",
    "site": "site",
    "building": "building",
    "floor": "floor",
    "location": "location, perhaps a path",
    "room": "room",
    "row": "row",
    "rack": "rack",
    "unit": "lowest unit occupied",
    "face": "front or rear",
    "slot": "bay of a chassis, or side of a 0U mounting",
}
NODE_FIELDS = ("place", "site", "building", "floor", "location", "room", "row", "rack")
"""From the top down: the order in which they make up a place."""
LIST_FIELDS = {
    "kind": "kind of place: site, room, rack ...",
    "foreign_owner": "whose place it is",
    "disposal": "whether retired things stand there",
    "no_photos": "whether photographs are forbidden",
    "code": "code on the place's label",
}
IGNORE = "ignore"
"""Keep a column's values beside the record, but take no meaning from them."""
FIELDS = (*ASSET_FIELDS, *PLACE_FIELDS, *LIST_FIELDS, IGNORE)

_NO_LETTERS = re.compile(r"[^\w.]+|_")


def folded(header: str) -> str:
    """A header as it is compared: letters and digits, without case."""
    return _NO_LETTERS.sub("", header.casefold()).rstrip(".")

"""Links of asset systems on labels: which system, and which of its records. Data only; nothing is ever fetched."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from assetaudit.identify.clean import clean
from assetaudit.identify.scanned import Answer, Meaning, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate, Rejection


class Form(NamedTuple):
    """One row: how a system writes the address of one of its things; named groups become fields."""

    system: str
    pattern: str
    points_at: str = ""
    """What it points at where the address itself does not say so."""


FORMS = (
    Form("snipe-it", r"/hardware/(?P<id>\d+)(?:/(?:edit|view|checkin|checkout|audit|label))?", "asset"),
    Form("snipe-it", r"/(?:ht|hardware/bytag)/(?P<tag>[^/]+)", "asset"),
    Form("snipe-it", r"/hardware/bytag", "asset"),
    Form("snipe-it", r"/hardware/byserial/(?P<serial>[^/]+)", "asset"),
    Form("netbox", r"/dcim/(?P<type>[a-z-]+)/(?P<id>\d+)"),
    Form("netbox", r"/plugins/(?:netbox[_-])?inventory/(?P<type>[a-z-]+)/(?P<id>\d+)"),
    Form("netbox", r"/virtualization/(?P<type>[a-z-]+)/(?P<id>\d+)"),
    Form("snipe-it", r"/locations/(?P<id>\d+)", "location"),
    Form("glpi", r"/front/(?P<type>[a-z_]+)\.form\.php"),
    Form("glpi", r"/(?:plugins|marketplace)/[a-z_]+/front/(?P<type>[a-z_]+)\.form\.php"),
    Form("shelf", r"/qr/(?P<id>[0-9A-Za-z]{8,32})", "code"),
    Form("shelf", r"/assets/(?P<id>[0-9a-z]{20,32})(?:/[a-z-]+)?", "asset"),
    Form("homebox", r"/a/(?P<tag>\d{3}-\d{3}|\d{1,9})", "asset"),
    Form("homebox", r"/(?P<type>item|location)/(?P<id>[0-9a-fA-F-]{36})"),
)
"""Addresses as the systems write them on their labels (their sources and label generators)."""
_FORMS = [(form, re.compile(r"(?P<base>.*?)" + form.pattern + r"/?")) for form in FORMS]
_LINK = re.compile(r"https?://(?P<host>[^/?#\s]+)(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#.*)?", re.IGNORECASE)
_WORDS = {
    "serial": ("sn", "serial", "serialnumber", "serial_number", "s", "servicetag", "service_tag"),
    "tag": ("assettag", "asset_tag", "tag", "asset"),
    "id": ("id",),
}
_KIND_OF = {name: kind for kind, names in _WORDS.items() for name in names}
MAX_LINK = 2048


def parse(scanned: Scanned) -> Answer:
    """A link as a candidate, and the tag or serial that it carries as candidates of their own."""
    text = scanned.text
    if text[:7].lower() != "http://" and text[:8].lower() != "https://":
        return ()
    found = _LINK.fullmatch(text) if len(text) <= MAX_LINK else None
    if found is None:
        return [Rejection("links", "It begins like a link, but is none that can be read.")]
    system, fields = _understood(unquote(found["path"] or ""), found["query"] or "")
    address = f"{found['host']}{found['path'] or ''}".casefold()
    if not scanned.house.own_link(address.rpartition("@")[2]):
        return [
            Rejection("links", "The link leads to none of your own systems."),
            (Rank.SURE, Candidate("link", text, "A link to somebody else's system.", {"system": ""}, weak=True)),
        ]
    return _meanings(text, system, fields)


def _understood(path: str, query: str) -> tuple[str, dict[str, str]]:
    values = {
        _KIND_OF[name.casefold()]: clean(value).text
        for name, value in parse_qsl(query)[:50]
        if name.casefold() in _KIND_OF and value
    }
    for form, pattern in _FORMS:
        match = pattern.fullmatch(path)
        if match is None:
            continue
        named = {name: clean(value).text for name, value in match.groupdict().items() if value and name != "base"}
        points_at = {"type": form.points_at} if form.points_at else {}
        if form.system == "glpi" and "id" not in values:
            continue
        return form.system, points_at | values | named
    values.pop("id", None)
    return "", values


def _meanings(text: str, system: str, fields: dict[str, str]) -> list[Meaning]:
    told = f"A link of {system}." if system else "A link of no system that is known here."
    link = Candidate("link", text, told, {"system": system} | fields, weak=not system)
    meanings: list[Meaning] = [(Rank.SURE, link)]
    for name, kind in (("tag", "asset_tag"), ("serial", "serial")):
        if name in fields:
            meanings.append(
                (Rank.SURE, Candidate(kind, fields[name], f"The {name} that the link carries.", link.fields))
            )
    return meanings


PARSER = Parser("links", parse, starts="hH", shape="(?i:https?://)")

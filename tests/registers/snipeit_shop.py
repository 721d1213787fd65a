"""A Snipe-IT on this machine alone, that answers as its documentation and source say: refusals come with status 200."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.loopback import loopback

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.signature"
LABELS = (
    (1, "Deployed", "deployable"),
    (2, "Ready to Deploy", "deployable"),
    (3, "Lost/Stolen", "archived"),
    (4, "Weg &amp; fort", "archived"),
)
UNIT = "_snipeit_rack_u_4"
_OWN = ("asset_tag", "serial", "name", "status_id", "location_id", "rtd_location_id", "assigned_location", UNIT)
Reply = tuple[int, object] | None


def location(number: int, name: str, parent: int | None) -> dict[str, Any]:
    """A location row."""
    return {"id": number, "name": name, "parent": {"id": parent, "name": ""} if parent else None}


def asset(number: int, where: int, unit: str | None, **more: Any) -> dict[str, Any]:
    """An asset as the database has it: what the interface shows follows from it."""
    return {
        "id": number,
        "asset_tag": f"AT-{number:04}",
        "serial": f"7LDDH{number}J",
        "name": f"db{number:02} & co",
        "status_id": 1,
        "location_id": where,
        "rtd_location_id": 1,
        "assigned": None,
        "deleted_at": None,
        UNIT: unit,
    } | more


@dataclass
class Shop:
    """The records of a Snipe-IT, and what goes wrong on the way to them."""

    assets: list[dict[str, Any]] = field(default_factory=list)
    locations: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[str, Reply]] = field(default_factory=list)
    """(method, what is answered to it once); None closes the connection without a word, after the change was made."""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def reply(self, method: str, target: str, authorization: str, body: dict[str, Any]) -> Reply:
        """One answer."""
        self.asked.append(f"{method} {target}")
        parts = urlsplit(target)
        if authorization != f"Bearer {TOKEN}":
            return 401, {"error": "Unauthorized or unauthenticated."}
        fault = next((one for one in self.faults if one[0] == method), None)
        if fault is not None:
            self.faults.remove(fault)
            if fault[1] is not None:
                return fault[1]
            self._answer(method, parts.path, body, {})
            return None
        return self._answer(method, parts.path, body, dict(parse_qsl(parts.query)))

    def _answer(self, method: str, path: str, body: dict[str, Any], query: dict[str, str]) -> Reply:
        lists: dict[str, Any] = {
            "/api/v1/locations": self.locations,
            "/api/v1/statuslabels": [dict(zip(("id", "name", "type"), one, strict=True)) for one in LABELS],
            "/api/v1/hardware": [self.shown(one) for one in self.assets if self._listed(one, query)],
        }
        if path in lists and method == "GET":
            return 200, {"total": len(lists[path]), "rows": lists[path][int(query.get("offset", 0)) :]}
        if path == "/api/v1/version":
            return 200, {"version": "v8.1.4"}
        number = path.removeprefix("/api/v1/hardware/")
        found = next((one for one in self.assets if str(one["id"]) == number), None)
        if found is None:
            words = "Asset not found" if method == "PATCH" else "Asset does not exist."
            return 200, {"status": "error", "messages": words, "payload": None}
        return self._patch(found, body) if method == "PATCH" else (200, self.shown(found))

    def _listed(self, one: dict[str, Any], query: dict[str, str]) -> bool:
        kind = next(kind for number, _, kind in LABELS if number == one["status_id"])
        hidden = "Deleted" if one["deleted_at"] else "Archived" if kind == "archived" else ""
        return hidden == query.get("status", "")

    def _patch(self, one: dict[str, Any], body: dict[str, Any]) -> Reply:
        wrong = self._wrong(one, body)
        if wrong:
            return 200, {"status": "error", "messages": wrong, "payload": None}
        body = dict(body)
        to = body.pop("assigned_location", None)
        if to is not None:
            one.update(assigned=("location", to), location_id=to)
        if "rtd_location_id" in body and "location_id" not in body:
            body["location_id"] = body["rtd_location_id"]
        one.update(body)
        return 200, {"status": "success", "messages": "Asset updated successfully.", "payload": one}

    def _wrong(self, one: dict[str, Any], body: dict[str, Any]) -> dict[str, list[str]]:
        known = {place["id"] for place in self.locations}
        wrong = {name: ["The field is unknown."] for name in body if name not in _OWN}
        if body.get("location_id", 1) not in known:
            wrong["location_id"] = ["The selected location id is invalid."]
        if any(other is not one and other["asset_tag"] == body.get("asset_tag") for other in self.assets):
            wrong["asset_tag"] = ["The asset tag must be unique."]
        return wrong

    def shown(self, one: dict[str, Any]) -> dict[str, Any]:
        """An asset as the interface shows it: text escaped, related things by id and name."""
        number, name, kind = next(label for label in LABELS if label[0] == one["status_id"])
        return {
            "id": one["id"],
            "name": html.escape(one["name"]),
            "asset_tag": one["asset_tag"],
            "serial": one["serial"],
            "model": {"id": 3, "name": "R740"},
            "status_label": {"id": number, "name": name, "status_type": kind, "status_meta": kind},
            "category": {"id": 1, "name": "Server"},
            "manufacturer": {"id": 1, "name": "Dell"},
            "location": self._related(one["location_id"]),
            "rtd_location": self._related(one["rtd_location_id"]),
            "assigned_to": self._holder(one["assigned"]),
            "purchase_cost": "2,266.13",
            "deleted_at": one["deleted_at"],
            "custom_fields": {"Rack U": {"field": UNIT, "value": one[UNIT], "field_format": "NUMERIC"}}
            if one[UNIT] is not None
            else {},
        }

    def _related(self, number: int | None) -> dict[str, Any] | None:
        return next(({"id": one["id"], "name": one["name"]} for one in self.locations if one["id"] == number), None)

    def _holder(self, assigned: tuple[str, int] | None) -> dict[str, Any] | None:
        if assigned is None:
            return None
        kind, number = assigned
        return {"id": number, "name": "Ann O&#039;Hara" if kind == "user" else "there", "type": kind}


@contextmanager
def serving(shop: Shop) -> Iterator[Shop]:
    """The server at a port of its own; the shop knows its address."""

    class Handler(BaseHTTPRequestHandler):
        wbufsize = 1 << 16  # head and body in one packet: apart, the second waits for an answer to the first
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer({})

        def do_PATCH(self) -> None:
            self.answer(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def answer(self, body: dict[str, Any]) -> None:
            reply = shop.reply(self.command, self.path, self.headers.get("authorization", ""), body)
            if reply is None:
                self.close_connection = True
                return
            data = json.dumps(reply[1]).encode()
            self.send_response(reply[0])
            self.send_header("content-type", "application/json")
            self.send_header("retry-after", "0")  # newer versions send it with every answer
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    with loopback(Handler) as shop.url:
        yield shop

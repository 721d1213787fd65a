"""A loopback server that answers as NetBox 4.7.3 does, from records that a real one gave (``netbox_lab.json``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.loopback import loopback

LAB = Path(__file__).with_name("netbox_lab.json")
TOKEN = "nbt_0123456789ab.0123456789abcdefghijklmnopqrstuvwxyzABCD"
Reply = tuple[int, dict[str, str], bytes]
_FILTERS = {"site": ("site", "slug"), "status": ("status", "value"), "role": ("role", "slug")}


@dataclass(frozen=True, slots=True)
class Change:
    """A request that changes something."""

    method: str
    body: dict[str, Any]
    if_match: str


@dataclass(slots=True)
class Lab:
    """The records, and what goes wrong on the way to them."""

    records: dict[str, Any] = field(default_factory=lambda: json.loads(LAB.read_text("utf-8")))
    api_version: str = "4.7"
    largest_page: int = 1000
    ignores: frozenset[str] = frozenset()
    """Parameters that this server does not know."""
    faults: list[tuple[str, Callable[[], Reply | None]]] = field(default_factory=list)
    """(part of an address, what is answered to it once); None closes the connection without a word."""
    asked: list[str] = field(default_factory=list)
    url: str = ""
    messages: list[str] = field(default_factory=list)
    """What came with changes for the log of changes."""
    clock: int = 0

    def reply(self, target: str, authorization: str, change: Change | None = None) -> Reply | None:
        self.asked.append(target)
        for fault in self.faults:
            if fault[0] in target:
                self.faults.remove(fault)
                return fault[1]()
        if authorization != f"Bearer {TOKEN}":
            return self._json(403, {"detail": "Invalid v2 token"})
        parts = urlsplit(target)
        path, query = parts.path.removeprefix("/api/"), parse_qsl(parts.query)
        if change is not None or path.removeprefix("dcim/devices/").rstrip("/").isdecimal():
            return self._device(path, change)
        if path == "status/":
            return self._json(200, self.records["status"])
        if path not in self.records:
            return 404, {"content-type": "text/html"}, b"<!DOCTYPE html><title>Not found</title>"
        return self._list(path, query)

    def _json(self, status: int, data: object) -> Reply:
        return status, {"content-type": "application/json", "api-version": self.api_version}, json.dumps(data).encode()

    def _device(self, path: str, change: Change | None) -> Reply:
        if change is not None and change.method == "OPTIONS":
            choices = [{"value": word, "display_name": word.title()} for word in ("active", "offline", "burn-in")]
            return self._json(200, {"actions": {"POST": {"status": {"choices": choices}}}})
        number = int(path.removeprefix("dcim/devices/").rstrip("/"))
        device = next((one for one in self.records["dcim/devices/"] if one["id"] == number), None)
        if device is None:
            return self._json(404, {"detail": "No Device matches the given query."})
        if change is not None:
            if change.if_match and change.if_match != _etag(device):
                return self._json(412, {"detail": "Precondition failed."})
            wrong = self._write(device, change.body)
            if wrong:
                return self._json(400, wrong)
        status, headers, body = self._json(200, device)
        return status, headers | {"etag": _etag(device)}, body

    def _write(self, device: dict[str, Any], body: dict[str, Any]) -> dict[str, list[str]]:
        body = dict(body)
        self.messages.append(body.pop("changelog_message", ""))
        new = device | {name: self._related(name, value) for name, value in body.items()}
        unit, rack = new["position"], (new["rack"] or {}).get("id")
        for other in self.records["dcim/devices/"]:
            same = unit is not None and (other["rack"] or {}).get("id") == rack and other["position"] == unit
            if same and other["id"] != device["id"] and other["face"] == new["face"]:
                return {"position": [f"U{unit} is already occupied or does not have sufficient space."]}
        self.clock += 1
        device.update(new | {"last_updated": f"2026-11-24T09:00:{self.clock:02d}.000000Z"})
        return {}

    def _related(self, name: str, value: Any) -> Any:
        if name in ("site", "location", "rack") and value is not None:
            return next(one for one in self.records[f"dcim/{name}s/"] if one["id"] == value)
        if name in ("status", "face") and value is not None:
            return {"value": value, "label": value.title()}
        return value

    def _list(self, path: str, query: list[tuple[str, str]]) -> Reply:
        asked = {name: value for name, value in query if name not in self.ignores}
        rows = self.records[path]
        if "start" in asked or asked.get("ordering") == "id":
            rows = sorted(rows, key=lambda row: row["id"])  # else by name
        for name in asked.keys() & _FILTERS.keys():
            known = {_at(row, _FILTERS[name]) for row in self.records["dcim/devices/"]}
            if asked[name] not in known and name == "site":
                why = f"Select a valid choice. {asked[name]} is not one of the available choices."
                return self._json(400, {name: [why]})
            rows = [row for row in rows if _at(row, _FILTERS[name]) == asked[name]]
        return self._page(path, rows, asked)

    def _page(self, path: str, rows: list[dict[str, Any]], asked: dict[str, str]) -> Reply:
        limit = min(int(asked.get("limit", 50)), self.largest_page)
        if "start" in asked:  # by cursor: ids, no count
            later = [row for row in rows if row["id"] >= int(asked["start"])]
            page, more = later[:limit], later[limit:]
            onward: int | None = more[0]["id"] if more else None
            name, count = "start", None
        else:
            offset, count = int(asked.get("offset", 0)), len(rows)
            page, name = rows[offset : offset + limit], "offset"
            onward = offset + limit if offset + limit < count else None
        wanted = asked.get("fields", "").split(",") if "fields" in asked else None
        page = [{key: value for key, value in row.items() if wanted is None or key in wanted} for row in page]
        following = None if onward is None else f"http://behind.proxy/api/{path}?{urlencode(asked | {name: onward})}"
        return self._json(200, {"count": count, "next": following, "previous": None, "results": page})


def _etag(device: dict[str, Any]) -> str:
    return f'W/"{device["last_updated"].replace("Z", "+00:00")}"'


def _at(row: dict[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = row
    for name in path:
        found = (found or {}).get(name)
    return found


@contextmanager
def serving(lab: Lab) -> Iterator[Lab]:
    """The server at a port of its own; the laboratory knows its address."""

    class Handler(BaseHTTPRequestHandler):
        wbufsize = 1 << 16  # head and body in one packet: apart, the second waits for an answer to the first
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(lab.reply(self.path, self.headers.get("authorization", "")))

        def do_PATCH(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            change = Change(self.command, body, self.headers.get("if-match", ""))
            self.answer(lab.reply(self.path, self.headers.get("authorization", ""), change))

        def do_OPTIONS(self) -> None:
            self.do_PATCH()

        def answer(self, reply: Reply | None) -> None:
            if reply is None:
                self.close_connection = True
                return
            status, headers, body = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with loopback(Handler) as lab.url:
        yield lab

"""Snipe-IT pulled through its interface, against a loopback server that answers as its documentation and source say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from assetaudit.errors import RegisterError
from assetaudit.model.asset import StatusClass
from assetaudit.registers.importing import ImportReport, Wishes
from assetaudit.registers.pull import Asked, pull
from assetaudit.registers.web import Patience
from tests.loopback import loopback
from tests.registers.desk import Desk, at, place_of

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.signature"
LOCATIONS = [
    {"id": 1, "name": "DC1", "parent": None},
    {"id": 2, "name": "Room &amp; more", "parent": {"id": 1, "name": "DC1"}},
    {"id": 3, "name": "Rack R-12", "parent": {"id": 2, "name": "Room &amp; more"}},
    {"id": 4, "name": "DC2/R1/A07", "parent": None},
]


def asset(number: int, location: int, label: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A row in the shape of Snipe-IT's AssetsTransformer."""
    name, kind = label
    return {
        "id": number,
        "name": f"db{number:02}",
        "asset_tag": f"AT-{number:04}",
        "serial": f"7LDDH{number}J",
        "model": {"id": 3, "name": "R740"},
        "model_number": "R740",
        "status_label": {"id": number, "name": name, "status_type": kind, "status_meta": kind},
        "category": {"id": 1, "name": "Server"},
        "manufacturer": {"id": 1, "name": "Dell"},
        "supplier": None,
        "company": None,
        "location": {"id": location, "name": next(one["name"] for one in LOCATIONS if one["id"] == location)},
        "rtd_location": {"id": 1, "name": "DC1"},
        "assigned_to": {"id": 12, "name": "Ann O&#039;Hara", "type": "user"},
        "purchase_cost": "2,266.13",
        "book_value": "1,000.00",
        "deleted_at": None,
        "custom_fields": {"Rack U": {"field": "_snipeit_rack_u_4", "value": "17", "field_format": "NUMERIC"}},
    } | more


class Shop:
    """The records of a Snipe-IT, and what goes wrong on the way to them."""

    def __init__(self) -> None:
        self.assets = [
            asset(1, 3, ("Deployed", "deployable")),
            asset(2, 4, ("Ready to Deploy", "deployable"), custom_fields={}),
            asset(3, 3, ("Weg damit", "archived")),
            asset(4, 3, ("Deployed", "deployable"), deleted_at={"datetime": "2026-01-02 03:04:05", "formatted": "x"}),
            asset(5, 2, ("In Klärung", "pending"), rtd_location=None, custom_fields={}),
        ]
        self.largest_page = 500
        self.faults: list[tuple[int, object]] = []
        self.asked: list[str] = []
        self.url = ""

    def reply(self, target: str, authorization: str) -> tuple[int, object]:
        self.asked.append(target)
        parts = urlsplit(target)
        if authorization != f"Bearer {TOKEN}":
            return 401, {"error": "Unauthorized or unauthenticated."}
        if self.faults and "hardware" in target:
            return self.faults.pop(0)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/api/v1/version":
            return 200, {"version": "v8.1.4"}
        if parts.path == "/api/v1/locations":
            return 200, self._page(LOCATIONS, query)
        if parts.path == "/api/v1/hardware":
            return 200, self._page([one for one in self.assets if self._shown(one, query)], query)
        return 404, {"status": "error", "messages": "404 endpoint not found", "payload": None}

    def _shown(self, one: dict[str, Any], query: dict[str, str]) -> bool:
        kind = (
            "Deleted" if one["deleted_at"] else "Archived" if one["status_label"]["status_type"] == "archived" else ""
        )
        here = query.get("location_id", str(one["location"]["id"])) == str(one["location"]["id"])
        return here and kind == query.get("status", "")

    def _page(self, rows: list[dict[str, Any]], query: dict[str, str]) -> dict[str, object]:
        rows = sorted(rows, key=lambda row: row["id"], reverse=(query.get("sort"), query.get("order")) != ("id", "asc"))
        limit = min(int(query.get("limit", 500)), self.largest_page)
        offset = min(int(query.get("offset", 0)), len(rows))
        return {"total": len(rows), "rows": rows[offset : offset + limit]}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("SNIPEIT_TOKEN", TOKEN)
    shop = Shop()

    class Handler(BaseHTTPRequestHandler):
        wbufsize = 1 << 16  # head and body in one packet: apart, the second waits for an answer to the first

        def do_GET(self) -> None:
            status, data = shop.reply(self.path, self.headers.get("authorization", ""))
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("retry-after", "3")  # newer versions send it with every answer
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with loopback(Handler) as shop.url:
        yield shop


def take(desk: Desk, shop: Shop, *filters: tuple[str, str], slept: list[float] | None = None) -> ImportReport:
    pauses: list[float] = [] if slept is None else slept
    asked = Asked("snipe-it", shop.url, filters, patience=Patience(wait=5.0, sleep=pauses.append))
    return pull(desk.store, asked, desk.clock, Wishes())


def test_every_asset_stands_where_snipe_it_has_it(desk: Desk, shop: Shop) -> None:
    report = take(desk, shop)
    assert (report.rows, report.source, report.places) == (5, "snipe-it", 4)
    assert {one.key: place_of(one) for one in desk.register.assets()} == {
        "snipe-it:1": "DC1/Room & more/Rack R-12:U17",
        "snipe-it:2": "DC2/R1/A07",
        "snipe-it:3": "DC1/Room & more/Rack R-12:U17",
        "snipe-it:4": "DC1/Room & more/Rack R-12:U17",
        "snipe-it:5": "DC1/Room & more",
    }
    first = desk.asset("AT-0001")
    assert (first.owner, first.cost_cents, first.model, first.manufacturer) == ("Ann O'Hara", 100000, "R740", "Dell")
    assert desk.register.place_by_code("snipe-it:location:3") == at("DC1/Room & more/Rack R-12")


def test_archived_and_deleted_assets_come_as_gone(desk: Desk, shop: Shop) -> None:
    take(desk, shop)
    classes = {one.asset_tag: one.status_class for one in desk.register.assets()}
    assert classes == {
        "AT-0001": StatusClass.EXPECTED,
        "AT-0002": StatusClass.EXPECTED,
        "AT-0003": StatusClass.GONE,  # by what kind of label it is
        "AT-0004": StatusClass.GONE,
        "AT-0005": StatusClass.PLANNED,
    }
    desk.store.set_status("Weg damit", StatusClass.EXPECTED)  # the user's own word goes first
    take(desk, shop)
    assert desk.asset("AT-0003").status_class is StatusClass.EXPECTED


@pytest.mark.parametrize("largest", [1, 2])
def test_pages_of_any_size_give_the_same_version(desk: Desk, shop: Shop, largest: int) -> None:
    whole = take(desk, shop).version
    shop.largest_page = largest
    assert take(Desk(desk.folder / "again"), shop).version == whole


def test_too_many_requests_wait_as_they_are_told(desk: Desk, shop: Shop) -> None:
    slept: list[float] = []
    shop.faults = [(429, {"status": "error", "messages": "Too many requests", "payload": None})]
    assert take(desk, shop, slept=slept).rows == 5
    assert slept == [3.0]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ((200, {"status": "error", "messages": "No such thing", "payload": None}), "refuses hardware: .*No such thing"),
        ((403, {"message": "This action is unauthorized."}), "refuses the token for hardware"),
        ((404, {"status": "error", "messages": "404 endpoint not found"}), "is no Snipe-IT"),
        ((200, {"total": 9, "rows": "none"}), "gives no list"),
    ],
)
def test_an_error_in_any_dress_changes_nothing(desk: Desk, shop: Shop, fault: tuple[int, object], told: str) -> None:
    version = take(desk, shop).version
    shop.assets[0]["name"] = "other"
    shop.faults = [fault]
    with pytest.raises(RegisterError, match=told):
        take(desk, shop)
    assert desk.register.version == version


def test_a_filter_is_checked_on_what_came(desk: Desk, shop: Shop) -> None:
    report = take(desk, shop, ("location_id", "3"))
    assert (report.rows, report.info.filtered) == (3, 2)
    with pytest.raises(RegisterError, match="ignores the filter 'company_id'"):
        take(desk, shop, ("company_id", "7"))

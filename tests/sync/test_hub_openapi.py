"""The hub keeps to its own OpenAPI document, whatever is sent; the document and the routes are one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as specified
from starlette.applications import Starlette
from starlette.routing import Route

from assetaudit.paths import Home
from assetaudit.sync import card
from assetaudit.sync.hub_app import Hub, application
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.hub_openapi import document
from assetaudit.sync.station import Station
from tests.store.event_sample import HandClock
from tests.sync.caller import Caller
from tests.sync.laptop import Laptop

ROOT = Path(__file__).parents[2]
LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
EXAMPLES = 20_000 if LONG else 250
CHECKS = [
    checks.not_a_server_error,
    specified.status_code_conformance,
    specified.content_type_conformance,
    specified.response_schema_conformance,
]


class Fuzzed:
    """A hub with an audit, a register-less laptop that may ask, and everything that its document lets one ask."""

    def __init__(self, folder: Path) -> None:
        home = Home.of(folder / "hub").make()
        hub_home = HubHome(home.root)
        hub_home.begin("http://hub.test")
        station, laptop = Station(home, HandClock()), Laptop(folder / "lap", "lap")
        self.app = application(Hub(station, hub_home, HandClock()))
        own = card.of_self(laptop.station.key, "d", "n")
        laptop.audit()
        self.sha = laptop.station.shas()[0]
        self.segment = laptop.station.segments.data(self.sha) or b""
        token = hub_home.invite("lap")
        answer = Caller(self.app).request("POST", "/v1/enrol", json={"token": token, "card": own.hex()})
        self.headers = {"authorization": f"Bearer {answer.json()['pass']}"}
        self.put(self.sha.hex(), self.segment)
        schema = schemathesis.openapi.from_asgi("/v1/openapi.json", self.app)
        self.operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]

    def put(self, sha: str, data: bytes) -> int:
        """The status that a piece is answered with."""
        answer = Caller(self.app).request("PUT", f"/v1/pieces/{sha}", content=data, headers=self.headers)
        return answer.status_code


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Fuzzed:
    return Fuzzed(tmp_path_factory.mktemp("fuzzed"))


def test_whatever_the_document_allows_is_answered_as_it_says(hub: Fuzzed) -> None:
    """Each call is asked by chance, with what it takes and with what it does not; the rarest answers count."""
    seen = {operation.label: asked(hub, operation) for operation in hub.operations}
    assert all(seen.values()), seen
    assert {status for some in seen.values() for status in some} >= {200, 400, 404}


def asked(hub: Fuzzed, operation: Any) -> set[int]:
    """Ask one call by chance, the same chances in each ordinary run; answers the statuses that came."""
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES // len(hub.operations),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=not LONG,
    )
    @given(st.data())
    def ask(data: Any) -> None:
        mode = data.draw(st.sampled_from(list(schemathesis.GenerationMode)))
        # This machine alone: the service is called in this very process.
        case = data.draw(operation.as_strategy(generation_mode=mode))
        answer = case.call(headers=hub.headers)
        case.validate_response(answer, checks=CHECKS)
        seen.add(answer.status_code)

    ask()
    return seen


def test_who_has_no_pass_is_told_so_by_every_call_that_asks_for_one(hub: Fuzzed) -> None:
    sha = hub.sha.hex()
    closed = [
        (path, method) for path, ways in document()["paths"].items() for method in ways if ways[method]["security"]
    ]
    assert ("/v1/holding", "post") in closed
    for path, method in closed:
        answer = Caller(hub.app).request(method.upper(), path.format(sha=sha, version=sha), json={"shas": []})
        assert (answer.status_code, "sync enrol" in answer.json()["text"]) == (401, True), path


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400), at=st.integers(0, 400), flip=st.integers(0, 255), tail=st.binary(max_size=8))
def test_a_piece_that_was_hurt_is_refused(hub: Fuzzed, cut: int, at: int, flip: int, tail: bytes) -> None:
    whole = bytearray(hub.segment)
    whole[at % len(whole)] ^= flip
    hurt = bytes(whole[: len(whole) - cut]) + tail
    assert hub.put(hub.sha.hex(), hurt) in ({200} if hurt == hub.segment else {400, 413, 422})


def test_the_document_has_every_route_and_no_other(hub: Fuzzed) -> None:
    app = hub.app
    assert isinstance(app, Starlette)
    routes = {
        (route.path, method.lower())
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert routes == {(path, method) for path, ways in document()["paths"].items() for method in ways}
    assert all(way["summary"].endswith(".") for ways in document()["paths"].values() for way in ways.values())


def test_it_is_printed_as_it_is_served(hub: Fuzzed) -> None:
    words = [sys.executable, "-m", "assetaudit", "hub", "openapi"]
    printed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert json.loads(printed) == Caller(hub.app).request("GET", "/v1/openapi.json").json()

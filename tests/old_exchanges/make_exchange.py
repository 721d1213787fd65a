"""Makes ``exchange_N.json``: what a client and a hub of one release said to each other; run once, then never again.

It uses what every release has had, so that it can be run with an older one, and lanes of labels where there are any.
``up`` is a laptop that brings its audit, ``down`` one that has nothing yet; the hub's and the laptops' own small files
are kept beside their words.
"""

from __future__ import annotations

import asyncio
import sys
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import httpx
import msgspec

from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.store.people import People
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.exchange import exchange
from assetaudit.sync.hub_app import Hub, application
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.hub_link import HubLink, load_enrolled
from assetaudit.sync.piece import MAGICS
from assetaudit.sync.station import Station
from tests.registers.desk import Desk
from tests.sync.laptop import Laptop

HERE = Path(__file__).parent
URL = "http://hub.test"
REGISTER = "id,tag,serial,place\n1,IT-1,SN-1,DC1/R1/A/01:U10\n2,Ä-2,SN-2,DC1/R1/A/01:U12\n"
FILES = ("hub.json", "peers.json", "belongs_to.json", "hub_holds.json", "device.key", "device")


class Recorder(httpx.BaseTransport):
    """Hands requests to the hub, and keeps what was said."""

    def __init__(self, station: Station, home: HubHome, clock: Any) -> None:
        self._app = application(Hub(station, home, clock))
        self.calls: list[dict[str, Any]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One question and its answer."""

        async def ask() -> httpx.Response:
            body, headers = request.read(), request.headers
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app)) as client:
                return await client.request(request.method, request.url, content=body, headers=headers)

        answer = asyncio.run(ask())
        words = {"method": request.method, "path": request.url.path, "pass": "authorization" in request.headers}
        sent, got = (b64encode(data).decode() for data in (request.content, answer.content))
        self.calls.append(words | {"sent": sent, "status": answer.status_code, "answer": got})
        return httpx.Response(answer.status_code, content=answer.content)


def main() -> int:
    """Write the file that the command line names, unless it is there."""
    target = HERE / f"exchange_{sys.argv[1]}.json"
    if target.exists():
        print(f"{target} is there already; what was said once is never made again.")
        return 1
    with TemporaryDirectory() as folder, patch("platform.node", return_value="old-laptop"):
        target.write_bytes(msgspec.json.format(msgspec.json.encode(recorded(Path(folder))), indent=1) + b"\n")
    return 0


def recorded(root: Path) -> dict[str, Any]:
    """An exchange of two laptops with a hub."""
    (root / "up").mkdir()
    desk = Desk(root / "up")
    desk.take(REGISTER)
    hub, up, down = (Laptop(root / name / "home", name) for name in ("hub", "up", "down"))
    home = HubHome(hub.folder)
    home.begin(URL)
    user = People(Home.of(up.folder)).id_of("Ana Ünal")
    audit = up.events.create_audit(Frame("Hall one", (Place.parse("DC1/R1"),), desk.register.version), user)
    up.scan(audit, "IT-1", "Zürich ✓", "\x1d01\x00")
    if hasattr(up.station, "labels"):
        up.station.labels.take_lane("1")
    up.write(audit, Draft("place", {"by": "label", "place": "DC1/R1/A/01"}), Draft("some.day", {"new": True}))
    calls = {}
    real = httpx.Client
    for laptop in (up, down):
        recorder = Recorder(hub.station, home, hub.clock)
        with patch("httpx.Client", lambda recorder=recorder, **wishes: real(**wishes | {"transport": recorder})):
            enrol(laptop.station, str(Joining(URL, home.invite(laptop.name), hub.station.key.public, "")))
            with HubLink(load_enrolled(laptop.folder / "belongs_to.json")) as link:
                exchange(laptop.station, link, lambda *_told: None)
        calls[laptop.name] = recorder.calls
    assert down.lines(audit) == up.lines(audit)
    return {
        "url": URL,
        "kinds": sorted(MAGICS.values()),
        "audit": audit,
        "register": desk.register.version,
        "events": [line.decode() for line in up.lines(audit)],
        "files": {laptop.name: kept(laptop.folder) for laptop in (hub, up, down)},
        "calls": calls,
    }


def kept(folder: Path) -> dict[str, str]:
    """A workspace's own small files."""
    return {name: (folder / name).read_text("utf-8") for name in FILES if (folder / name).exists()}


if __name__ == "__main__":
    sys.exit(main())

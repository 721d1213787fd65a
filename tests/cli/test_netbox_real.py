"""A real NetBox, started beside the project where it is to be had: pulled, corrected, and two writers at one moment.

It takes about a minute (several where it has to be installed first), so it runs with ASSETAUDIT_LONG_TESTS=1 only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import platformdirs
import pytest

from assetaudit.registers.netbox_write import NetBoxTarget
from assetaudit.registers.sending import Became
from assetaudit.registers.web import Web
from tests.cli.inside import Inside
from tests.cli.program import Program
from tests.cli.test_netbox import K1, WALK
from tests.registers.netbox_lab import furnish
from tests.registers.test_netbox_pull import PLACES

_BESIDE = ("shared", "netbox", "netbox-up")
_LIMIT = 900
"""Seconds that the server may take to start, its installation included."""

if os.environ.get("ASSETAUDIT_LONG_TESTS"):
    UP = next((up for above in Path(__file__).resolve().parents if (up := above.joinpath(*_BESIDE)).is_file()), None)

    class Real:
        """A running NetBox with the laboratory in it."""

        def __init__(self, told: dict[str, Any]) -> None:
            self.url, self.token, self.reader = told["url"], told["token"], told["token_readonly"]
            headers = {"authorization": told["authorization"], "accept": "application/json"}
            self.http = httpx.Client(base_url=f"{self.url}/api/", headers=headers, timeout=120)

        def post(self, endpoint: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
            answer = self.http.post(endpoint, json=rows)
            assert answer.status_code == 201, answer.text
            return list(answer.json())

        def device(self, tag: str) -> dict[str, Any]:
            (found,) = self.http.get("dcim/devices/", params={"asset_tag": tag}).json()["results"]
            return dict(found)

    @pytest.fixture(scope="module")
    def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
        if UP is None:
            pytest.skip(f"no NetBox is to be had on this machine: there is no ../{'/'.join(_BESIDE)}")
        state, dump = tmp_path_factory.mktemp("netbox"), next(UP.parent.glob("netbox-*.sql.gz"), None)
        venv = os.environ.get("ASSETAUDIT_NETBOX_VENV") or platformdirs.user_cache_path("assetaudit") / "netbox-venv"
        command = [sys.executable, str(UP), str(state), "--venv", str(venv)]
        command += ["--template", str(dump)] if dump else []
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LIMIT)
        assert done.returncode == 0, done.stderr[-2000:]
        try:
            netbox = Real(json.loads(done.stdout))
            furnish(netbox.post)
            yield netbox
        finally:
            subprocess.run(
                [sys.executable, str(UP.with_name("netbox-down")), str(state), "--purge"], check=True, timeout=120
            )

    @pytest.fixture
    def hall(real: Real, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
        monkeypatch.setenv("NETBOX_TOKEN", real.reader)  # a token that may only view is enough to pull
        hall = Inside(tmp_path / "home")
        hall.ok("register", "pull", "netbox", "--url", real.url)
        monkeypatch.setenv("NETBOX_TOKEN", real.token)
        return hall

    def test_a_real_netbox_is_read_corrected_and_put_back(real: Real, hall: Program, tmp_path: Path) -> None:
        kept = tmp_path / "rows.csv"
        hall.ok("register", "export", "-o", kept)
        text = kept.read_text("utf-8-sig")
        assert sorted(PLACES.values()) == sorted(place for place in PLACES.values() if f",{place}," in text)
        before = {tag: real.device(tag) for tag in ("LB-0001", "LB-0002", "LB-0003")}
        hall.ok("audit", "new", "Q4", "--scope", "LAB 1")
        hall.scan("Q4", *WALK)
        for outcome in ("misplaced", "wrong_position"):
            hall.ok("decide", "make", "Q4", "proposed", "--outcome", outcome, "--why", "seen", "--by", "mia")
        hall.ok("decide", "approve", "Q4", "--all", "--by", "bob")
        send = ("changes", "send", "Q4", "netbox", "--url", real.url, "--by", "bob")
        assert "3 lines written and read again" in hall.ok(*send).out
        moved = real.device("LB-0001")
        assert (moved["rack"]["name"], moved["position"], moved["face"]["value"]) == ("K 02", 10.0, "front")
        log = real.http.get("core/object-changes/", params={"changed_object_id": moved["id"], "q": "assetaudit"}).json()
        assert log["count"] == 1  # the log of changes there names us
        applied = next(row for row in hall.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied")
        hall.ok(*send, "--take-back", applied["set"])
        for tag, old in before.items():
            new = real.device(tag)
            assert [new[name] for name in ("rack", "position", "face")] == [
                old[name] for name in ("rack", "position", "face")
            ]

    def test_of_two_writers_the_second_is_refused(real: Real, hall: Program) -> None:
        device = real.device("LB-0005")
        with Web(real.url, {"authorization": f"Bearer {real.token}"}) as web:
            target = NetBoxTarget(web, {})
            now = target.now(str(device["id"]))
            assert now is not None
            assert now.values["place"] == PLACES["netbox:208"]
            real.http.patch(f"dcim/devices/{device['id']}/", json={"position": 23}).raise_for_status()
            became, _ = target.write(str(device["id"]), {"serial": "NEW"}, now, "assetaudit test")
            assert became is Became.OVERTAKEN
            assert real.device("LB-0005")["serial"] == "LS5"
            fresh = target.now(str(device["id"]))
            assert fresh is not None
            wrongs = {"status": "gone fishing", "model": "Two", "place": "LAB 1/Nowhere:U1"}
            said = [target.write(str(device["id"]), {name: word}, fresh, "x")[0] for name, word in wrongs.items()]
            assert said == [Became.REFUSED] * 3
            changes = {"status": "Offline", "owner": "Müller & Söhne", "serial": "NEW", "name": "lab-5"}
            assert target.write(str(device["id"]), changes, fresh, "m" * 300)[0] is Became.DONE
            after = target.now(str(device["id"]))
            assert after is not None
            assert {name: after.values[name] for name in changes} == changes

    def test_two_neighbours_are_exchanged(real: Real, hall: Program) -> None:
        half = real.device("LB-0003")["id"]
        real.http.patch(f"dcim/devices/{half}/", json={"position": 14}).raise_for_status()
        hall.ok("register", "pull", "netbox", "--url", real.url)
        hall.ok("audit", "new", "Q5", "--scope", "LAB 1")
        hall.scan("Q5", f"{K1}:U14", "LB-0001", f"{K1}:U12", "LB-0003")
        hall.ok("decide", "make", "Q5", "proposed", "--outcome", "wrong_position", "--why", "seen", "--by", "mia")
        hall.ok("decide", "approve", "Q5", "--all", "--by", "bob")
        out = hall.ok("changes", "send", "Q5", "netbox", "--url", real.url, "--by", "bob").out
        assert "2 lines written and read again" in out
        assert (real.device("LB-0001")["position"], real.device("LB-0003")["position"]) == (14, 12)

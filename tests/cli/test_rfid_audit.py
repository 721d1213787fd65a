"""A whole audit of the sample data by RFID: racks entered by their labels, swept, closed, found, reported."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.cli.program import Program
from tests.readers.emulated import ALL, R200, Pn532
from tests.readers.emulation import Emulated, Silent
from tests.readers.plugged import OnPty, OnSocket, Plug
from tests.readers.test_contract import Pty

SAMPLE = Path(__file__).parents[2] / "sample_data"
PLACED = re.compile(r":(U\d|0U#)")
RACKS = ("DC1/R1/A/01", "DC1/R1/A/02", "DC1/R1/A/03")
KINDS: list[tuple[Plug, type[Emulated]]] = [(OnPty, R200)]
if os.environ.get("ASSETAUDIT_LONG_TESTS"):
    KINDS += [(OnSocket, kind) for kind in ALL if kind not in (R200, Pn532, Silent)]


class Floor:
    """What really stands in the racks: the register's word, but for three things."""

    def __init__(self) -> None:
        with (SAMPLE / "register.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["EPC"] and row["Status"] in ("Active", "Deployed")]
        rows = [row for row in rows if PLACED.search(row["Place"])]
        self.racks = {rack: [row for row in rows if row["Place"].split(":")[0] == rack] for rack in RACKS}
        self.gone = self.racks[RACKS[0]].pop(3)
        self.moved = self.racks[RACKS[0]].pop(5)
        self.racks[RACKS[2]].append(self.moved)
        self.stray = self.racks[RACKS[1]][0]
        self.stranger = "E28011606000020000ABCDEF"

    def sweep(self, rack: str) -> list[str]:
        """Every tag in a rack, and in the first one also a neighbour's and one that nobody knows."""
        tags = [row["EPC"] for row in self.racks[rack]] * 3
        return [*tags, self.stray["EPC"], self.stranger] if rack == RACKS[0] else tags


class Headless:
    """``assetaudit scan`` with its readers, in a process of its own."""

    def __init__(self, program: Program, *addresses: str) -> None:
        readers = [word for address in addresses for word in ("--reader", address)]
        command = [sys.executable, "-m", "assetaudit", "--home", str(program.home), "scan", "sweep", "--json", *readers]
        self.process = subprocess.Popen(
            [*command, "--by", "ana"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._watchdog = threading.Timer(60, self.process.kill)
        self._watchdog.start()

    def are_ready(self, *addresses: str) -> None:
        """Wait until it has said so of all these readers."""
        missing = {f"{address}: ready" for address in addresses}
        for line in self._lines(self.process.stderr):
            missing.discard(line.strip())
            if not missing:
                return
        raise AssertionError(missing)

    def acknowledged(self, text: str) -> list[dict[str, Any]]:
        """Acknowledgements up to that of a text."""
        lines = (json.loads(line) for line in self._lines(self.process.stdout))
        answers = []
        for answer in lines:
            answers.append(answer)
            if answer["text"] == text:
                return answers
        raise AssertionError(answers)

    def interrupt(self) -> int:
        """Press Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait()
        self._watchdog.cancel()
        return code

    def _lines(self, stream: IO[str] | None) -> Iterator[str]:
        assert stream is not None
        while line := stream.readline():
            yield line


@pytest.mark.parametrize(("plug", "kind"), KINDS, ids=[kind.__name__ for _, kind in KINDS])
def test_from_sweep_to_report(program: Program, tmp_path: Path, plug: Plug, kind: type[Emulated]) -> None:
    floor, device = Floor(), kind()
    device.present = []
    program.ok("register", "import", SAMPLE / "places.csv")
    program.ok("register", "import", SAMPLE / "register.csv", "--source", "register")
    program.ok("audit", "new", "sweep", "--scope", "DC1/R1/A")
    (tmp_path / "line").mkdir()
    rfid, scanner = plug(device, tmp_path), Pty(tmp_path / "line")
    walk = Headless(program, rfid.address, scanner.address)
    walk.are_ready(rfid.address, scanner.address)
    for rack in RACKS:
        sweep(rack, floor, walk, device, scanner)
    assert walk.interrupt() == 130
    rfid.unplug()
    scanner.unplug()
    judged(program.findings("sweep"), floor)
    program.ok("report", "sweep", "-o", tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    program.ok("log", "verify", "sweep")


def sweep(rack: str, floor: Floor, walk: Headless, device: Emulated, scanner: Pty) -> None:
    """Enter a rack by its label, sweep it, close it; what was heard last counts for it and for no other."""
    scanner.send(f"LOC:{rack}\r".encode())
    assert walk.acknowledged(f"LOC:{rack}")[-1]["verdict"] == "place"
    device.present = floor.sweep(rack)
    time.sleep(0.4)
    device.present = []
    time.sleep(0.1)
    scanner.send(b"CMD:CLOSE\r")
    *bulks, closed = walk.acknowledged("CMD:CLOSE")
    assert bulks
    assert {answer["at"] for answer in bulks} == {rack}
    assert closed["verdict"] == "command"


def judged(found: dict[str, Any], floor: Floor) -> None:
    """The findings are what stood on the floor."""
    about = {finding["asset_tag"]: finding for finding in found["findings"] if finding["asset_tag"]}
    for rack in RACKS:
        for row in floor.racks[rack]:
            finding = about[row["Asset tag"]]
            outcome = "misplaced" if row is floor.moved else "found"
            assert (finding["outcome"], finding["found"], finding["basis"]) == (outcome, rack, "rfid"), finding
    assert about[floor.gone["Asset tag"]]["outcome"] == "missing"
    strangers = [finding["identifier"] for finding in found["findings"] if finding["outcome"] == "unknown"]
    assert strangers == [floor.stranger]
    assert found["measures"]["coverage"] == {"num": len(RACKS), "den": len(RACKS)}

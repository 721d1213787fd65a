"""Readers on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.program import Program


def test_the_list_has_every_kind_of_address(program: Program) -> None:
    rows = program.ok("readers", "list", "--json").json
    assert all(set(row) == {"address", "product", "protocols", "basis"} for row in rows)
    assert {"keys://", "replay://FILE"} <= {row["address"] for row in rows}
    assert {row["basis"] for row in rows} <= {"captures", "documents"}


def test_a_replay_is_shown_as_it_comes(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "traffic.jsonl"
    head = {"recording": 1, "reader": "serial:///dev/ttyACM0", "device": "scanner", "source": "made by hand"}
    pieces = [{"t": 0.0, "rx": b"]C1IT-00".hex()}, {"t": 0.1, "rx": b"101\r".hex()}]
    file.write_text("".join(json.dumps(line) + "\n" for line in [head, *pieces]))
    done = program.ok("readers", "test", f"replay://{file}?speed=0", "--json")
    read = json.loads(done.out)
    assert (read["text"], read["symbology"], read["kind"]) == ("IT-00101", "]C1", "code")


def test_a_replay_that_is_not_there_is_told(program: Program) -> None:
    done = program.run("readers", "test", "replay://nowhere.jsonl")
    assert "nowhere.jsonl" in done.err
    assert "Traceback" not in done.err

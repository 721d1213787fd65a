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


def test_a_test_shows_codes_with_their_meanings_and_a_summary(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "reads.jsonl"
    tag = {"kind": "tag", "epc": "3034257BF7194E4000001A85", "rssi": -60, "rssi_unit": "dBm", "antenna": 1}
    file.write_text("".join(json.dumps(line) + "\n" for line in [{"text": "LOC:DC1/R2"}, tag, tag]))
    done = program.ok("readers", "test", f"replay://{file}?speed=0")
    assert "place             DC1/R2" in done.out
    assert "4C 4F 43 3A" in done.out
    assert done.out.count("RSSI -60 dBm  antenna 1") == 1
    assert "1 code and 2 tag reads" in done.out


def test_a_recording_is_not_written_over_and_needs_a_file(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    file.write_text("precious")
    done = program.run("readers", "record", "tcp://127.0.0.1:9", "-o", file, "--seconds", "0.1")
    assert (done.code, file.read_text()) == (1, "precious")
    assert "is there already" in done.err
    assert program.run("readers", "record", "tcp://127.0.0.1:9").code == 2


def test_the_page_of_hardware_is_printed_or_written(program: Program, tmp_path: Path) -> None:
    page = program.ok("readers", "hardware").out
    assert page.startswith("# Supported hardware")
    program.ok("readers", "hardware", "-o", tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text("utf-8") == page


def test_a_scanner_is_set_up_from_its_sheet_and_corrected_from_then_on(program: Program, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    program.ok("labels", "calibrate", "scanner", "-o", sheet)
    assert sheet.read_bytes().startswith(b"%PDF")
    arrives = {"A": "A", "-": "ß", "Z": "Y", "Y": "Z", "y": "z", "z": "y"}
    garbled = "".join(arrives.get(char, char) for char in "AZQWMY-azqwmy-0123456789") + "\r"
    told = program.ok("readers", "calibrate", "--json", feed=garbled).json
    assert (told["layout"], told["suffix"], told["kept"]) == ("us-on-de", "cr", True)
    assert any("keyboard country to German" in sentence for sentence in told["sentences"])
    assert 'scanner_layout = "us-on-de"' in (program.home / "settings.toml").read_text("utf-8")
    again = program.run("readers", "calibrate", feed="IT-00101\r")
    assert (again.code, "Nothing was kept" in again.out) == (1, True)
    assert 'scanner_layout = "us-on-de"' in (program.home / "settings.toml").read_text("utf-8")
    program.ok("readers", "calibrate", "--forget")
    assert 'scanner_layout = ""' in (program.home / "settings.toml").read_text("utf-8")


def test_a_scanner_that_types_is_tested_as_it_is(program: Program) -> None:
    done = program.ok("readers", "test", "keys://", feed="]C0IT-00101\rLOC:DC1/R2\n")
    assert "code     ]C0  IT-00101" in done.out
    assert "place             DC1/R2" in done.out
    assert "2 codes and 0 tag reads" in done.out

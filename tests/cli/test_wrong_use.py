"""The command line used wrongly, or in a poor place: one sentence, the right exit code, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Done, Program


def shell(program: Program, line: str) -> Done:
    """Run a line of shell in which ``$A`` is the program over the workspace."""
    start = f'A="{sys.executable} -m assetaudit --home {program.home}"; {line}'
    done = subprocess.run(["bash", "-c", start], capture_output=True, check=False, timeout=60)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_an_argument_that_is_no_text_is_told_so(hall: Program) -> None:
    done = shell(hall, r"$A audit show $'\xff\xfeQ4'")
    assert done.code == 2
    assert done.err == "assetaudit: '��q4' is no text in UTF-8. Check how it is written.\n"


@pytest.mark.parametrize(
    "line", ["$A scan Q4 <&-", "$A identify IT-00101 --json >&-", "$A log export Q4 >&-", "$A audit list <&- >&- 2>&-"]
)
def test_a_closed_standard_stream_gives_nothing_and_takes_everything(hall: Program, line: str) -> None:
    done = shell(hall, line)
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("file", ["registers/*.sqlite", "events.sqlite"])
def test_a_damaged_database_is_told_and_the_doctor_names_it(hall: Program, file: str) -> None:
    hall.ok("scan", "Q4", "--at", "DC1/R2/A/07", feed="IT-00101\n")
    damaged = sorted(hall.home.glob(file))
    for path in damaged:
        content = bytearray(path.read_bytes())
        content[4096 * 2 :: 61] = b"\xa5" * len(content[4096 * 2 :: 61])
        path.write_bytes(content)
    for command in (["audit", "list"], ["findings", "Q4"], ["scan", "Q4"]):
        done = hall.run(*command, feed="IT-00102\n")
        assert "Traceback" not in done.err
        assert (done.code, done.err.count("\n")) == (1, 1) if done.err else (0, 0)
    assert "damaged" in done.err or "cannot be read" in done.err
    said = hall.run("doctor", "--json")
    broken = {row["part"] for row in said.json if row["state"] == "broken"}
    assert broken == {str(path.relative_to(hall.home)) for path in damaged}


def test_what_was_typed_reaches_no_control_of_the_terminal(hall: Program) -> None:
    done = hall.run("audit", "list", "\x1b]0;owned\x07")
    assert (done.code, "owned" in done.err, "\x1b" in done.err) == (2, True, False)


def test_what_is_scanned_to_be_paired_reaches_no_control_of_the_terminal(hall: Program) -> None:
    number = hall.ok("labels", "reserve", "1").out.split()[0]
    out = hall.run("labels", "pair", feed=f"\x1b]0;owned\x07\n{number}\n\x1b[2Jgone\n").out
    assert ("owned" in out, "gone" in out, "\x1b" in out) == (True, True, False)


def test_a_name_from_a_file_reaches_no_control_of_the_terminal(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("\x1b]0;owned\x07" + "x" * 5000 + ",\x9b31m\n", "utf-8")
    done = program.run("register", "import", file)
    assert done.code == 1
    assert "owned" in done.err
    assert "\x1b" not in done.err
    assert "\x9b" not in done.err
    assert len(done.err) < 500


@pytest.mark.parametrize("command", [("scan", "Q4", "--reader"), ("readers", "test")])
def test_a_reader_that_fails_for_good_fails_the_command(
    hall: Program, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = hall.run(*command, f"replay://{tmp_path}/nowhere.jsonl")
    assert done.code == 1
    assert "could not be read to its end" in done.err
    assert "No such file" in done.err


def test_what_came_before_a_reader_failed_is_kept(hall: Program, tmp_path: Path) -> None:
    file = tmp_path / "torn.jsonl"
    file.write_text('{"recording": 1, "reader": "keys://"}\n{"t": 0, "rx": "49542d30303130310d"}\nnonsense\n', "utf-8")
    done = hall.run("scan", "Q4", "--reader", f"replay://{file}?protocol=line", "--at", "DC1/R2/A/07")
    assert (done.code, done.out) == (1, "found  IT-00101\n")
    assert f"{file}:3" in done.err


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(hall: Program, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "log.jsonl"
    done = hall.run("log", "export", "Q4", "-o", nowhere)
    assert (done.code, done.err) == (1, f"assetaudit: {nowhere}: No such file or directory.\n")
    done = hall.run("log", "export", "Q4", "-o", tmp_path)
    assert (done.code, done.err) == (1, f"assetaudit: {tmp_path}: Is a directory.\n")


@pytest.mark.parametrize(
    ("total", "said"),
    [("1.234,50", "1234.50"), ("1'234.50", "1234.50"), ("€ 1,234.5", "1234.50"), ("1234", "1234.00")],
)
def test_a_control_total_is_read_as_costs_are(program: Program, tmp_path: Path, total: str, said: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Asset tag;Cost\nIT-1;1.234,50\n", "utf-8")
    out = program.ok("register", "import", file, "--control-total", total).out
    assert f"Control total {said}: the sum " in out


@pytest.mark.parametrize("total", ["nan", "inf", "1e999999999", "twelve", ""])
def test_a_control_total_that_is_no_sum_is_told(program: Program, tmp_path: Path, total: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Asset tag\nIT-1\n", "utf-8")
    done = program.run("register", "import", file, "--control-total", total)
    assert (done.code, done.err.count("\n"), "is no sum of money" in done.err) == (2, 1, True)


def test_a_list_without_rows_empties_no_register_by_mistake(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Asset tag\nIT-1\n", "utf-8")
    program.ok("register", "import", file)
    file.write_text("Asset tag\n", "utf-8")
    done = program.run("register", "import", file)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "all 1 records of 'list' would be gone; nothing was changed" in done.err
    assert program.ok("register", "show", "IT-1", "--json").json[0]["class"] == "expected"
    program.ok("register", "import", file, "--accept-gone")
    assert program.ok("register", "show", "IT-1", "--json").json[0]["class"] == "gone"


def test_json_means_what_was_scanned_and_reaches_no_control_of_the_terminal(hall: Program) -> None:
    code = "A\x9b31m\x9d0;owned\u202eB\u200b"
    for out in (hall.ok("scan", "Q4", "--json", feed=f"{code}\n").out, hall.ok("identify", code, "--json").out):
        assert not set(out) & set("\x9b\x9d\u202e\u200b")
        assert json.loads(out)["text"] == code

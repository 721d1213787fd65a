"""Labels by the command line: printed, looked at, calibrated, numbered, queued, scanned back; and what is refused."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from unittest.mock import patch

import pytest
import zxingcpp
from PIL import Image

from assetaudit import cli
from assetaudit.store.register_codes import plain_code
from tests.cli.conftest import REGISTER
from tests.cli.program import Done, Program
from tests.printing.paper import pages, read_codes
from tests.printing.recorder import PAPER_OUT_HEAD_OPEN, READY, Recorder, tcp


class Inside(Program):
    """The same program without a process for each command, since these tests give dozens."""

    def run(self, *arguments: str | Path, feed: str | bytes = "") -> Done:
        out, err = io.StringIO(), io.StringIO()
        given = io.TextIOWrapper(io.BytesIO(feed.encode() if isinstance(feed, str) else feed), "utf-8")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), patch("sys.stdin", given):
            code = cli.run(["--home", str(self.home), *map(str, arguments)])
        return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def hall(tmp_path: Path) -> Program:
    """The program with a register and the audit ``Q4`` over DC1/R2."""
    program = Inside(tmp_path / "home")
    file = tmp_path / "register.csv"
    file.write_text(REGISTER, "utf-8")
    program.ok("register", "import", file, "--source", "cmdb")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    return program


SHEET = ("--stock", "avery-l7160")
UNTAGGED = {"9XDDH1A": 20, "9XDDH1B": 21}
"""Serials of devices that never had a tag, and the units they stand in."""


def test_the_queue_from_need_to_scan_back(hall: Program, tmp_path: Path) -> None:
    hall.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "CMD:DAMAGED", "IT-00102", "CMD:DAMAGED")
    waiting = hall.ok("labels", "queue", "Q4", "--json").json
    assert [(each["code"], each["state"], each["reason"]) for each in waiting] == [
        ("IT-00101", "waiting", "damaged"),
        ("IT-00102", "waiting", "damaged"),
    ]
    file = tmp_path / "q.pdf"
    printing = ("labels", "print", "--audit", "Q4", "--needed", *SHEET, "-o", file)
    done = hall.ok(*printing, "--limit", "1")
    assert "batch 1" in done.out
    assert [each["state"] for each in hall.ok("labels", "queue", "Q4", "--json").json] == ["printed", "waiting"]
    hall.ok(*printing)
    assert hall.run(*printing).code == 1
    hall.ok("labels", "void", "--batch", "1", "--reason", "sheet lost")
    assert "IT-00102: closed (batch 2)" in hall.ok("labels", "scan-back", feed="IT-00102\n").out
    states = {each["code"]: each["state"] for each in hall.ok("labels", "queue", "Q4", "--json").json}
    assert states == {"IT-00101": "waiting", "IT-00102": "closed"}
    hall.ok(*printing)
    hall.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    states = {each["code"]: each["state"] for each in hall.ok("labels", "queue", "Q4", "--json").json}
    assert states == {"IT-00101": "closed", "IT-00102": "closed"}
    facts = hall.ok("labels", "log", "IT-00101", "--json").json
    assert [(fact["kind"], fact.get("reason")) for fact in facts] == [
        ("print", "damaged"),
        ("void", "sheet lost"),
        ("reprint", "damaged"),
    ]
    assert hall.run("labels", "void", "--batch", "9", "--reason", "x").code == 2
    assert hall.run("labels", "void", "IT-00101").code == 2


def test_what_is_new_or_says_something_wrong_is_in_the_queue(hall: Program, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    new = (f",{serial},PowerEdge R640,Dell,Deployed,DC1/R2/A/07:U{unit},100,1\n" for serial, unit in UNTAGGED.items())
    file.write_text(REGISTER + "".join(new), "utf-8")
    hall.ok("register", "import", file, "--source", "cmdb")
    hall.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    hall.scan("Q5", "LOC:DC1/R2/A/07", "9XDDH1A", "IT-00103", "IT-00101", "CMD:PAIR", "8MDDH3K")
    needed = {(each["asset"], each["reason"]) for each in hall.ok("labels", "queue", "Q5", "--json").json}
    assert needed == {
        ("cmdb:9XDDH1A", "new: it has no tag"),
        ("cmdb:IT-00101", "on the wrong device"),
        ("cmdb:IT-00102", "on the wrong device"),
    }


def test_numbers_are_reserved_printed_and_paired(hall: Program, tmp_path: Path) -> None:
    long = hall.ok("labels", "reserve", "2").out.split()
    code = hall.ok("labels", "lane").out.rstrip().rstrip(".").rpartition(" ")[2]
    ticket = hall.ok("labels", "lane", "--give", code).out.split()[-1]
    assert hall.ok("labels", "lane", ticket).out.startswith("Numbers of this laptop look like IT-10001")
    assert hall.run("labels", "lane", "--give", f"{code[:-1]}{'B' if code[-1] == 'A' else 'A'}").code == 2
    short = hall.ok("labels", "reserve", "2").out.split()
    assert [len(number) for number in short] == [9, 9]
    assert not set(long) & set(short)
    hall.ok("labels", "print", "--numbers", *short, "--stock", "avery-l7651", "-o", tmp_path / "n.pdf")
    assert {text for _, text in read_codes(pages(tmp_path / "n.pdf")[0])} == set(short)
    said = hall.ok("labels", "pair", feed=f"{short[0]}\n8MDDH3K\n{short[0]}\n7LDDH2J\nIT-00101\n").out
    assert f"{short[0]} = 8MDDH3K" in said
    assert "already" in said
    states = {row["number"]: row["state"] for row in hall.ok("labels", "numbers", "--json").json}
    assert states == {long[0]: "reserved", long[1]: "reserved", short[0]: "paired", short[1]: "printed"}
    assert hall.run("labels", "pair", "IT-9", "7LDDH2J").code == 1
    longer = [code + letter for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"]
    for wrong in ("?", "ILO", "", code[:-1], *(each for each in longer if plain_code(each))):
        assert hall.run("labels", "lane", "--give", wrong).code == 2
    for never in ("1", "12", "2" + ticket[1:], "1-AAAAA"):
        assert hall.run("labels", "lane", never).code == 2
    assert hall.run("labels", "reserve", "0").code == 2


def test_a_label_is_looked_at_before_paper_is_used(hall: Program, tmp_path: Path) -> None:
    shown = hall.ok("labels", "preview", "--asset", "IT-00101", *SHEET)
    assert "█" in shown.out
    assert "QR code" in shown.out
    assert "mil" in shown.out
    for more in ((), ("--sheet",)):
        file = tmp_path / "look.png"
        hall.ok("labels", "preview", "--asset", "IT-00101", *SHEET, *more, "-o", file)
        with Image.open(file) as picture:
            texts = {found.text for found in zxingcpp.read_barcodes(picture.convert("L"))}
        assert texts == {"IT-00101"}
    assert hall.run("labels", "preview", "--asset", "IT-00101", *SHEET, "-o", tmp_path / "x.gif").code == 1


def test_a_printer_of_ones_own_is_calibrated_and_used(hall: Program, tmp_path: Path) -> None:
    recorder = Recorder(READY)
    with tcp(recorder) as address:
        hall.ok("labels", "new-printer", "hall-3", "--like", "zebra-300", "--address", address)
        assert "ready" in hall.ok("labels", "status", "--printer", "hall-3").out
        hall.ok("labels", "print", "--asset", "IT-00101", "--stock", "zebra-57x32", "--printer", "hall-3")
        file = tmp_path / "kept.zpl"
        hall.ok("labels", "print", "--asset", "IT-00102", "--stock", "zebra-57x32", "-o", file)
        hall.ok("labels", "send", file, "--to", address)
    assert b"IT-00101" in recorder.got
    assert b"IT-00102" in recorder.got
    page = tmp_path / "page.pdf"
    hall.ok("labels", "calibrate", "office", "-o", page)
    Image.fromarray(pages(page, 200)[0]).save(tmp_path / "scan.png")
    said = hall.ok("labels", "calibrate", "office", "--photo", tmp_path / "scan.png").out
    assert "24 codes" in said
    hall.ok("labels", "calibrate", "office", "--measured", "21", "20", "170", "250")
    (office,) = [each for each in hall.ok("labels", "printers", "--json").json if each["name"] == "office"]
    assert (office["right"], office["down"]) == (-1.0, 0.0)
    hall.ok("labels", "print", "--asset", "IT-00101", *SHEET, "--printer", "office", "-o", tmp_path / "a.pdf")
    hall.ok("labels", "calibrate", "office", "--reset")


def test_rfid_tags_are_written_and_what_they_say_is_compared(hall: Program) -> None:
    (hall.home / "settings.toml").write_text('gs1_prefix = "0614141"\n')
    recorder = Recorder(READY)
    words = ("--stock", "zebra-76x51", "--printer", "zebra-300", "--rfid", "-o", hall.home / "r.zpl")
    with tcp(recorder) as address:
        printing = ("labels", "print", "--asset", "IT-00101", "IT-00102", *words, "--to", address)
        assert "note" not in hall.ok(*printing).out
        wanted = recorder.got.split(b"^RFW,H,,,A^FD")[2][:24]
        recorder.tags[bytes(wanted)] = b"E2" + b"0" * 22
        assert f"The tag of label 2 says E2{'0' * 22}, not {wanted.decode()}." in hall.ok(*printing).out


def test_no_two_labels_get_one_epc(hall: Program, tmp_path: Path) -> None:
    (hall.home / "settings.toml").write_text('gs1_prefix = "0614141"\n')
    more = tmp_path / "more.csv"
    more.write_text("Asset Tag,Serial,Model\nSRV-101,AAA1111,R740\n")
    hall.ok("register", "import", more, "--source", "other")
    file = tmp_path / "r.zpl"
    printing = ("labels", "print", "--stock", "zebra-76x51", "--rfid", "-o", file, "--asset")
    assert "note" not in hall.ok(*printing, "IT-00101").out
    done = hall.ok(*printing, "SRV-101")
    assert "SRV-101 would have the EPC of IT-00101" in done.out
    assert "^RF" not in file.read_text()
    assert "note" not in hall.ok(*printing, "IT-00101").out


def test_nothing_is_sent_to_a_printer_that_cannot_print(hall: Program) -> None:
    recorder = Recorder(PAPER_OUT_HEAD_OPEN)
    with tcp(recorder) as address:
        hall.ok("labels", "new-printer", "hall-3", "--like", "zebra-300", "--address", address)
        done = hall.run("labels", "print", "--asset", "IT-00101", "--stock", "zebra-57x32", "--printer", "hall-3")
    assert done.code == 1
    assert "out of labels" in done.err
    assert bytes(recorder.got) == b"~HS"
    assert hall.ok("labels", "log", "--json").json == []


def test_a_stock_of_ones_own_by_six_answers(hall: Program, tmp_path: Path) -> None:
    answers = "a4\n60 x 30\n3 x 9\n10 x 12\n64 x 30.5\nAcme 27\n"
    hall.ok("labels", "new-stock", "acme-27", feed=answers)
    (row,) = hall.ok("labels", "stocks", "acme", "--json").json
    assert (row["size"], row["across"], row["down"]) == ([60.0, 30.0], 3, 9)
    file = tmp_path / "a.pdf"
    done = hall.ok("labels", "print", "--all", "--order", "walk", "--stock", "acme-27", "--used", "1-20", "-o", file)
    assert "2 pages" in done.out
    unfinished = hall.run("labels", "new-stock", "half", feed="a4\n90 x 30\n")
    assert unfinished.code == 2
    assert "--count" in unfinished.err
    wrong = hall.run("labels", "new-stock", "bad", feed="a4\n90 x 30\n3 x 9\n10 x 12\n90 x 30\nwide\n")
    assert wrong.code == 1
    assert "end at 280.00 mm" in wrong.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--asset", "IT-00101", "--all", *SHEET, "-o", "x.pdf"], 2, "Choose one of"),
        (["--asset", "IT-00101", *SHEET], 2, "Name a file with -o"),
        (["--asset", "IT-00101", *SHEET, "--copies", "0", "-o", "x.pdf"], 1, "0 copies"),
        (["--asset", "IT-00101", *SHEET, "--used", "1-21", "-o", "x.pdf"], 1, "21 used cells"),
        (["--asset", "IT-00101", *SHEET, "--used", "x", "-o", "x.pdf"], 1, "names no cells"),
        (["--asset", "IT-00101", "--stock", "avery-5160", "--printer", "office", "-o", "x.pdf"], 1, "loaded with A4"),
        (["--asset", "IT-00101", *SHEET, "--length", "60", "-o", "x.pdf"], 1, "cannot be cut"),
        (["--asset", "IT-00101", *SHEET, "--printer", "laser", "-o", "x.pdf"], 1, "no printer called"),
        (["--units", "DC9", *SHEET, "-o", "x.pdf"], 1, "knows no place"),
        (["--asset", "IT-00101", *SHEET, "--template", "asset-gs1", "-o", "x.pdf"], 1, "no giai"),
    ],
)
def test_what_cannot_be_printed_is_told(
    words: list[str], code: int, said: str, hall: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = hall.run("labels", "print", *words)
    assert done.code == code
    assert not list(tmp_path.glob("*x.*"))
    assert said in done.out + done.err
    assert "Traceback" not in done.err


def test_units_and_commands_have_labels(hall: Program, tmp_path: Path) -> None:
    strip = ("--stock", "brother-dk-22205", "--length", "44.45")
    done = hall.ok("labels", "print", "--units", "DC1/R2/A/07", *strip, "-o", tmp_path / "u.pdf")
    assert "42 labels" in done.out
    assert read_codes(pages(tmp_path / "u.pdf")[11]) == {("QR Code", "LOC:DC1/R2/A/07:U12"): 1}
    hall.ok("labels", "print", "--controls", *SHEET, "-o", tmp_path / "c.pdf")
    assert ("QR Code", "CMD:CLOSE") in read_codes(pages(tmp_path / "c.pdf")[0])

"""A plain list, as anybody may keep one: read whatever its form, every trouble told with its line."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from assetaudit.errors import RegisterError, UsageError
from assetaudit.model.asset import StatusClass
from assetaudit.registers.importing import ImportReport, Wishes
from tests.registers.desk import Desk, at, place_of

PLAIN = """Asset tag,Serial number,Place,Status,Model,Cost,Height
IT-1,SN-1,DC1/R2/A/07:U12,In use,R640,"1,234.50",1
IT-2,SN-2,DC1/R2/A/07:U14R,Retired,R740,99,2U
IT-3,SN-3,DC1/R2/B/01:0U#rear-left,On loan,PDU,,0
"""


def told(report: ImportReport, kind: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in report.problems if problem.kind == kind]


def test_a_plain_list(desk: Desk) -> None:
    report = desk.take(PLAIN)
    first, second, third = (desk.asset(f"IT-{number}") for number in (1, 2, 3))
    assert (report.added, report.rejected, report.problems) == (3, 0, ())
    assert (first.serial, place_of(first), first.cost_cents, first.height_half_units) == (
        "SN-1", "DC1/R2/A/07:U12", 123450, 2,
    )  # fmt: skip
    assert second.place is not None
    assert second.place.position is not None
    assert second.place.position.rear
    assert [asset.status_class for asset in (first, second, third)] == [
        StatusClass.EXPECTED, StatusClass.GONE, StatusClass.OFF_SITE,
    ]  # fmt: skip
    assert (place_of(third), third.height_half_units) == ("DC1/R2/B/01:0U#rear-left", 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(desk: Desk, encoding: str, delimiter: str) -> None:
    text = "Inventarnummer,Seriennummer,Standort,Hersteller,Bezeichnung\nIT-7,S-7,RZ1/Süd/07:U3,Müller GmbH,Gerät\n"
    desk.take(text.replace(",", delimiter).encode(encoding))
    asset = desk.asset("IT-7")
    assert (asset.serial, asset.manufacturer, asset.name) == ("S-7", "Müller GmbH", "Gerät")
    assert place_of(asset) == "RZ1/Süd/07:U3"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel file"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"PK\x03\x04cut off", "is a workbook or ZIP file that is cut off or damaged"),
        (b"\x1f\x8b\x08\0\0", "is a compressed file"),
        (b"SQLite format 3\0", "is a database"),
    ],
)
def test_what_is_no_list_is_named(desk: Desk, content: bytes, said: str) -> None:
    with pytest.raises(RegisterError, match=said) as told:
        desk.take(content)
    assert told.value.hint


def test_a_few_stray_controls_are_no_reason_to_refuse_a_list(desk: Desk) -> None:
    desk.take(b"tag,place\nIT-1\0,R/1\nIT-2\x1b,R/2\n" + b"".join(b"IT-%d,R/3\n" % n for n in range(3, 30)))
    assert len(desk.tags()) == 29


def test_title_lines_blank_lines_and_quoted_breaks_keep_line_numbers(desk: Desk) -> None:
    report = desk.take(
        'Register of the east hall\nas of March\n\nTag;Serial;Place;Note\nIT-1;A1;DC1/A:U1;"two\nlines"\n\n'
        ";;DC1/A:U2;nothing\nIT-3;A3;DC1//A;\n"
    )
    assert [line for line, _ in told(report, "rejected")] == [8]
    assert [line for line, _ in told(report, "place")] == [9]
    assert desk.asset("IT-1").fields == {"Note": "two lines"}
    assert desk.asset("IT-3").place is None
    assert desk.asset("IT-3").place_text == "DC1//A"


def test_rows_of_another_width_than_the_header(desk: Desk) -> None:
    report = desk.take("tag,serial,place\nA\nB,S2,R/1,lost\nC,S3,R/1,,\n")
    assert [line for line, _ in told(report, "too_long")] == [3]
    assert desk.tags() == {"A", "B", "C"}


def test_same_tag_and_same_serial_are_both_kept_and_ambiguous(desk: Desk) -> None:
    report = desk.take("tag,serial,place\nIT-1,A,R/1:U1\nit-1,B,R/1:U2\nIT-3,B,R/1:U3\n")
    assert report.added == 3
    assert len(desk.register.find("asset_tag", "IT-1")) == 2
    assert len(desk.register.find("serial", "b")) == 2
    assert [line for line, _ in told(report, "duplicate_tag")] == [3]
    assert [line for line, _ in told(report, "duplicate_serial")] == [4]


def test_junk_serials_are_no_keys_and_told_once_a_value(desk: Desk) -> None:
    junk = [
        "To be filled by O.E.M.",
        "N/A",
        "0",
        "00000000",
        "Default string",
        "none",
        "XXXXXX",
        "to be filled by O.E.M.",
    ]
    rows = "".join(f"IT-{number},{serial},R/1\n" for number, serial in enumerate(junk))
    report = desk.take("tag,serial,place\n" + rows)
    assert {asset.serial for asset in desk.register.assets()} == {None}
    assert len(told(report, "junk_serial")) == 7
    assert "2 times" in told(report, "junk_serial")[0][1]


def test_a_number_may_be_a_tag(desk: Desk) -> None:
    desk.take("tag,serial\n123456,123456\n1111,1111\n0000,S\n")
    assert {(asset.asset_tag, asset.serial) for asset in desk.register.assets()} == {
        ("123456", None), ("1111", None), (None, "S"),
    }  # fmt: skip


def test_units_that_clash_or_do_not_fit(desk: Desk) -> None:
    desk.take("Place,Kind,Height\nR/1,rack,42\n", "places.csv")
    report = desk.take(
        "tag,place,height,status\nA,R/1:U10,4,in use\nB,R/1:U12,1,in use\nC,R/1:U12R,1,in use\nD,R/1:U42,2,in use\n"
        "E,R/1:U14,1,in use\nF,R/1:U11,1,retired\nG,R/2:U50,1,in use\nH,R/2:U61,1,in use\n"
    )
    assert [line for line, _ in told(report, "clash")] == [3]
    assert "A (line 2)" in told(report, "clash")[0][1]
    assert [line for line, _ in told(report, "unit")] == [5, 9]


def test_parents(desk: Desk) -> None:
    report = desk.take(
        "tag,name,place,parent,slot\nC-1,chassis one,R/1:U10,,\nB-1,,R/1:U10,C-1,bay 1\n"
        "B-2,,R/1:U10,chassis one,bay 2\nB-3,,R/1:U10,nobody,bay 3\nB-4,,,B-5,\nB-5,,,B-4,\n"
    )
    assert list(desk.register.children("list:C-1")) == ["list:B-1", "list:B-2"]
    assert place_of(desk.asset("B-1")) == "R/1:U10#bay-1"
    assert [line for line, _ in told(report, "parent")] == [5, 6]
    assert (desk.asset("B-4").parent, desk.asset("B-5").parent) == (None, "list:B-4")


def test_unknown_status_and_costs(desk: Desk) -> None:
    report = desk.take("tag,status,cost\nA,hibernating,12\nB,in use,twelve\nC,,-3.50\n")
    assert [line for line, _ in told(report, "status")] == [2]
    assert [line for line, _ in told(report, "cost")] == [3]
    assert desk.asset("A").status_class is StatusClass.EXPECTED
    assert report.info.cost_cents == 850
    desk.store.set_status("Hibernating", StatusClass.OFF_SITE)
    assert desk.asset("A").status_class is StatusClass.OFF_SITE
    assert told(desk.take("tag,status\nA,hibernating\nB,in use\n"), "status") == []


def test_control_total(desk: Desk) -> None:
    wishes = Wishes(control_cents=1000)
    report = desk.take("tag,cost\nA,4.00\nB,5.50\n", wishes=wishes)
    assert report.off_control == -50
    assert any("-0.50" in line for line in report.lines())
    assert desk.store.sources()[0].control_cents == 1000


def test_the_mapping_is_shown_corrected_and_remembered(desk: Desk) -> None:
    text = "Sticker,Serial,Where,Colour\nIT-1,A1,DC1/A:U1,red\n"
    first = desk.take(text, wishes=Wishes(mapping={"sticker": "asset_tag", "Colour": "owner"}))
    assert first.mapping == {"Sticker": "asset_tag", "Serial": "serial", "Where": "place", "Colour": "owner"}
    assert any("as you said" in line for line in first.map.lines())
    again = desk.take(text.replace("red", "blue"))
    assert again.mapping == first.mapping
    assert desk.asset("IT-1").owner == "blue"


def test_columns_that_are_only_kept_are_told_in_one_line(desk: Desk) -> None:
    wide = ",".join(f"own column {number}" for number in range(150))
    lines = list(desk.take(f"tag,{wide}\nA{',x' * 150}\n").map.lines())
    assert len(lines) == 2
    assert lines[1].startswith("kept as they are: own column 0, own column 1, ")
    assert lines[1].endswith("own column 2 \u2026 and 147 more")
    assert list(desk.take("tag,colour\nA,red\n").map.lines())[1:] == ["kept as it is: colour"]


@pytest.mark.parametrize("mapping", [{"Nowhere": "serial"}, {"tag": "colour"}])
def test_a_wrong_mapping_is_wrong_use(desk: Desk, mapping: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        desk.take("tag,serial\nA,B\n", wishes=Wishes(mapping=mapping))


def test_a_dry_run_changes_nothing(desk: Desk) -> None:
    desk.take("tag,place\nA,R/1\nB,R/1\n")
    before = desk.register.version
    files = sorted(path.name for path in (desk.folder / "home" / "registers").iterdir())
    report = desk.take("tag,place\nA,R/2\nC,R/1\n", wishes=Wishes(dry_run=True))
    assert (report.added, report.changed, report.gone, report.version) == (1, 1, 1, "")
    assert [key for key, _ in report.changes.changed_keys] == ["list:A"]
    assert desk.register.version == before
    assert sorted(path.name for path in (desk.folder / "home" / "registers").iterdir()) == files


def test_progress_counts_rows(tmp_path: Path) -> None:
    from assetaudit.registers.importing import import_file

    desk, seen = Desk(tmp_path), list[int]()
    file = tmp_path / "many.csv"
    file.write_text("tag,name\n" + "".join(f"T-{number},{'n' * 200}\n" for number in range(12_000)))
    import_file(desk.store, file, progress=seen.append)
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == 12_000


def test_a_place_list(desk: Desk) -> None:
    report = desk.take(
        "Place,Kind,Height (U),Foreign owner,Disposal,No photos,Codes\nDC1/R1,room,,,,yes,\n"
        "DC1/R1/07,rack,47,,,,RK-0007;4012345000009\nDC1/R1/cage,cage,,Acme,,,\nDC1/R1/bin,bin,,,yes,,\nDC1//x,,,,,,\n",
        "places.csv",
    )
    rack, bin_ = desk.register.place(at("dc1/r1/07")), desk.register.place(at("DC1/R1/bin"))
    assert rack is not None
    assert bin_ is not None
    assert (rack.kind, rack.height_units, bin_.disposal) == ("rack", 47, True)
    assert (report.places, report.rejected) == (4, 1)
    assert desk.register.place_by_code("rk-0007") == desk.register.place_by_code("4012345000009") == at("DC1/R1/07")
    assert [str(info.place) for info in desk.register.tops()] == ["DC1"]


def test_records_and_places_of_one_source_do_not_push_each_other_out(desk: Desk) -> None:
    wishes = Wishes(source="hall")
    desk.take("tag,place\nA,R/1:U1\n", wishes=wishes)
    desk.take("Place,Kind,Height\nR/1,rack,42\n", "places.csv", wishes)
    desk.take("tag,place\nA,R/1:U1\nB,R/1:U2\n", wishes=wishes)
    rack = desk.register.place(at("R/1"))
    assert rack is not None
    assert (rack.height_units, desk.tags()) == (42, {"A", "B"})


def test_short_codes_of_places(desk: Desk) -> None:
    desk.take("tag,place\n" + "".join(f"T{number},DC/{number:03d}:U1\n" for number in range(300)))
    codes = {}
    for info in desk.register.places_in(at("DC")):
        code = desk.register.short_code(info.place)
        assert code is not None
        codes[code] = info.place
        assert code in info.codes
    assert len(codes) == 301
    for code, place in codes.items():
        assert desk.register.place_by_code(code) == desk.register.place_by_code(code[4:].lower()) == place
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        assert desk.register.place_by_code(wrong) is None


def test_xlsx(desk: Desk) -> None:
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    cover.append(["Register", "of", "the", "hall"])
    sheet = book.create_sheet("Assets")
    sheet.append(["as of today"])
    sheet.append(["Asset tag", "Serial", "Place", "Cost", "Bought", "Note"])
    sheet.append(["IT-1", 12345699, "DC1/A:U1", 12.5, date(2024, 5, 6), "=1+1"])
    sheet.append([None, None, None, None, None, None])
    sheet.append(["IT-2", "S2", "DC1/A:U2", 7, None, "=cmd|'/c calc'!A0"])
    sheet.append([None, None, "DC1/A:U3", None, None, None])
    file = desk.folder / "list.xlsx"
    book.save(file)
    report = desk.take(file.read_bytes(), "list.xlsx")
    first = desk.asset("IT-1")
    assert (first.serial, first.cost_cents) == ("12345699", 1250)
    assert first.fields == {"Bought": "2024-05-06", "Note": "=1+1"}
    assert desk.asset("IT-2").fields["Note"] == "=cmd|'/c calc'!A0"
    assert [line for line, _ in told(report, "rejected")] == [6]


def test_json_line_numbers_and_one_object_a_line(desk: Desk) -> None:
    rows = [{"asset_tag": "A", "serial": "S1", "place": "R/1"}, {"name": "nothing"}]
    report = desk.take(json.dumps({"total": 2, "rows": rows}, indent=1), "list.json")
    assert [line for line, _ in told(report, "rejected")] == [9]
    report = desk.take("\n".join(map(json.dumps, rows)), "lines.json")
    assert [line for line, _ in told(report, "rejected")] == [2]


def test_hostile_cells_never_break_an_import(desk: Desk) -> None:
    vectors = json.loads(Path("tests/vectors/malicious.json").read_text("utf-8"))["vectors"]
    texts = [vector["text"] for vector in vectors if vector.get("text")]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Asset tag", "Serial", "Place", "Name", "Status", "Cost", "Unit", "Parent", "Note"])
    for number, text in enumerate([*texts, "x" * 1_000_000, "\ud800", "\x00", "a\x1fb"]):
        writer.writerow([f"IT-{number}", text, text, text, text, text, text, text, text])
    report = desk.take(out.getvalue().encode("utf-8", "surrogatepass"), "hostile.csv")
    assert report.rows == report.added == len(texts) + 4
    assert report.counts["cleaned"] > 0
    for asset in desk.register.assets():
        for value in (asset.serial or "", asset.name, asset.status, asset.place_text, *asset.fields.values()):
            assert value.isprintable()
            assert len(value) <= 4096
    assert desk.register.intact()
    assert list(desk.register.assets_in(at("x"))) == []


def test_hostile_json(desk: Desk) -> None:
    rows = [{"asset_tag": "A\u0000\u001b[2J", "serial": "S\ud800", "nested": {"deep": [1, {"a": None}]}, "place": "R"}]
    desk.take(json.dumps(rows), "list.json")
    (asset,) = desk.register.assets()
    assert (asset.asset_tag, asset.serial) == ("A[2J", "S\ufffd")


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("old.xls", b"\xd0\xcf\x11\xe0 old"), ("bad.json", b'{"rows": [{"tag": 1},'),
     ("a.pdf", b"%PDF-1.7"), ("none.csv", b"alpha,beta\n1,2\n"), ("zip.xlsx", b"PK\x05\x06" + bytes(18)),
     ("list.json", b"[1, 2, 3]")],
)  # fmt: skip
def test_a_file_that_is_no_register_is_told_kindly(desk: Desk, name: str, content: bytes) -> None:
    with pytest.raises(RegisterError) as error:
        desk.take(content, name)
    assert name in error.value.message
    assert error.value.hint
    assert desk.store.current() is None


def test_a_file_whose_name_is_no_text_is_imported(desk: Desk) -> None:
    report = desk.take("Asset tag\nA\n", os.fsdecode(b"L\xe4ger.csv"))
    assert (report.source, report.info.file, desk.tags()) == ("L\ufffdger", "L\ufffdger.csv", {"A"})

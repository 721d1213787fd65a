"""Change sets: three-way, per source, held back where a decision does not count; files in each system's own format."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import RegisterError
from assetaudit.model.place import Place, Position
from assetaudit.registers.csv_edit import Edits, rewrite
from assetaudit.registers.csv_file import layout, look
from assetaudit.registers.imports import Row, Source, place_words, shape_of
from assetaudit.registers.mapping import known_headers, systems
from assetaudit.registers.placing import read_mounting, read_node
from assetaudit.review.changes import ChangeSet, Kind, Line, LineState, Registers, change_set, judged, reversed_lines
from assetaudit.review.decision import Decide
from tests.review.table import Table


class Told:
    """Records as a test says them."""

    def __init__(self, records: dict[str, dict[str, dict[str, str]]]) -> None:
        self.records = records

    def of(self, key: str) -> Mapping[str, Mapping[str, str]]:
        found = self.records.get(key)
        if found is not None:
            return found
        return next(({key: own[key]} for own in self.records.values() if key in own), {})

    def key(self, identifier: str) -> str | None:
        return next((k for k, own in self.records.items() for v in own.values() if identifier in v.values()), None)


def record(place: str, status: str = "in use") -> dict[str, str]:
    return {"place": place, "status": status, "asset_tag": "IT-3"}


FRAME = Told({"r:IT-3": {"r:IT-3": record("DC1/R2/A/08:U10"), "erp:3": record("DC1/R2/A/08"), "hr:3": record("")}})


def plan(table: Table, live: Told, frame: Told = FRAME) -> ChangeSet:
    registers = Registers(frame, live, "r", lambda source: "Lost" if source == "erp" else "Disposed")
    return change_set(table.ledger, table.ledger.standings(), registers)


@pytest.fixture
def moved() -> Table:
    """IT-3 is decided and approved to stand at DC1/R2/A/07."""
    table = Table()
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    table.approve("bob", "IT-3")
    return table


def test_every_source_that_is_wrong_gets_a_line_and_one_without_places_none(moved: Table) -> None:
    lines = plan(moved, FRAME).lines
    assert [(line.record, line.before, line.after, line.state) for line in lines] == [
        ("r:IT-3", "DC1/R2/A/08:U10", "DC1/R2/A/07", "ready"),
        ("erp:3", "DC1/R2/A/08", "DC1/R2/A/07", "ready"),
    ]


@pytest.mark.parametrize(
    ("live", "state"),
    [
        ("DC1/R2/A/08:U10", LineState.READY),
        ("dc1/r2/a/08:u10", LineState.READY),
        ("DC1/R2/A/07", LineState.ALREADY),
        ("DC1/R9", LineState.CONFLICT),
        ("", LineState.CONFLICT),
    ],
)
def test_the_live_register_decides_what_can_be_written(moved: Table, live: str, state: LineState) -> None:
    found = plan(
        moved, Told({"r:IT-3": {"r:IT-3": record(live)}}), Told({"r:IT-3": {"r:IT-3": record("DC1/R2/A/08:U10")}})
    )
    assert [line.state for line in found.lines] == [state]


def test_a_record_that_is_gone_is_a_conflict(moved: Table) -> None:
    assert {line.state for line in plan(moved, Told({})).lines} == {LineState.CONFLICT}


def test_what_is_not_approved_or_stale_is_held_back_with_its_reason(moved: Table) -> None:
    moved.decide("mia", Decide.ADD_TO_REGISTER, "XX-1")
    held = {one.name: one.why for one in plan(moved, FRAME).held}
    assert held == {"XX-1": "another person's approval is still wanting."}
    moved.walk("cid", "DC1/R2/A/08", "IT-3")
    assert plan(moved, FRAME).lines == ()


def test_each_source_has_its_own_word_for_what_is_written_off() -> None:
    table = Table()
    table.decide("mia", Decide.WRITE_OFF, "IT-2")
    table.desk("cid").search("r:IT-2", ["neighbours", "stock", "disposal", "network"])
    table.approve("bob", "IT-2")
    register = Told({"r:IT-2": {"r:IT-2": record("x"), "erp:2": record("y")}})
    assert [line.after for line in plan(table, register, register).lines] == ["Disposed", "Lost"]


def test_a_set_read_from_json_is_the_same_set(moved: Table) -> None:
    found = plan(moved, FRAME)
    again = ChangeSet(tuple(Line.from_dict(line) for line in found.to_dict()["lines"]))
    assert (again.lines, again.hash) == (found.lines, found.hash)


def test_the_reverse_takes_back_only_what_still_stands(moved: Table) -> None:
    applied = [line.payload() for line in plan(moved, FRAME).lines]
    live = Told({"r:IT-3": {"r:IT-3": record("DC1/R2/A/07"), "erp:3": record("DC1/R4")}})
    back = reversed_lines(applied, live)
    assert [(line.record, line.after, line.state) for line in back] == [
        ("r:IT-3", "DC1/R2/A/08:U10", LineState.READY),
        ("erp:3", "DC1/R2/A/08", LineState.CONFLICT),
    ]


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_a_line_is_ready_only_where_nothing_changed_meanwhile(before: str, live: str, after: str) -> None:
    line = judged(Line("t", "t", "r:1", Kind.FIELD, "name", before, "", after, LineState.READY, "e"), live)
    assert (line.state is LineState.READY) == (live.split() == before.split() and live.split() != after.split())


# -- places in a source's own columns ------------------------------------------------------------------------------

_NODE = st.text("ABCXYZ0123456789-", min_size=1, max_size=5).filter(lambda text: text.strip("-") != "")
_POSITIONS = st.none() | st.builds(
    lambda unit, rear: Position.parse(f"U{unit}{'R' if rear else ''}"), st.integers(1, 48), st.booleans()
)
_FIELDS = st.sampled_from(
    [
        ("place",),
        ("location",),
        ("place", "unit", "face"),
        ("site", "location", "rack", "unit", "face"),
        ("site", "room", "row", "rack", "unit"),
        ("location", "rack", "unit"),
    ]
)


@given(st.lists(_NODE, min_size=1, max_size=5), _POSITIONS, _FIELDS)
def test_words_of_a_place_read_back_as_that_place_or_are_refused(
    nodes: list[str], position: Position | None, fields: tuple[str, ...]
) -> None:
    place = Place(tuple(nodes), position)
    words = place_words(place, fields)
    if words is None:
        assert len(nodes) > 1 or position is not None or "site" not in fields
        return
    given_words = {name: text for name, text in words.items() if text}
    node, mounting = read_node(given_words), read_mounting(given_words)
    assert node.place is not None
    assert node.place.node.at(mounting.position or node.place.position) == place


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("place",), {"place": "DC1/R2/A/07:U12R"}),
        (
            ("site", "location", "rack", "unit", "face"),
            {"site": "DC1", "location": "R2/A", "rack": "07", "unit": "12", "face": "rear"},
        ),
        (
            ("site", "room", "row", "rack", "unit"),
            {"site": "DC1", "room": "R2", "row": "A", "rack": "07", "unit": "12R"},
        ),
    ],
)
def test_words_of_a_place(fields: tuple[str, ...], words: dict[str, str]) -> None:
    assert place_words(Place.parse("DC1/R2/A/07:U12R"), fields) == words


# -- import files --------------------------------------------------------------------------------------------------

KNOWN = {"asset_tag": "IT-3", "serial": "S3", "name": "srv-3"}
OWN = {"ID": "id", "Tag": "asset_tag", "Site": "site", "Rack": "rack", "U": "unit", "State": "status"}


@pytest.mark.parametrize(
    ("system", "place", "expected"),
    [
        ("netbox", "DC1/R2/A/07:U12R", b"id,site,location,rack,position,face\r\n3,DC1,A,07,12,rear\r\n"),
        ("netbox", "DC1/R2", b"id,site,location,rack,position,face\r\n3,DC1,R2,,,\r\n"),
        ("snipe-it", "DC1/07:U12", b"Asset Tag,Site,Rack,U\r\nIT-3,DC1,07,12\r\n"),
        (
            "servicenow",
            "DC1/R2/A/07:U12",
            b"u_sys_id,u_asset_tag,u_serial,u_found_location,u_rack,u_u_pos\r\n3,IT-3,S3,DC1/R2/A,07,U12\r\n",
        ),
        ("flexera", "DC1/R2", b"AssetName,AssetTag,SerialNumber,Location\r\nsrv-3,IT-3,S3,DC1/R2\r\n"),
        ("", "DC1/07:U12", b"ID,Tag,Site,Rack,U\r\n3,IT-3,DC1,07,12\r\n"),
    ],
)
def test_a_move_in_the_import_format_of_its_system(system: str, place: str, expected: bytes) -> None:
    source = Source("s", OWN)
    file = shape_of(system, source).file(source, "move", [Row("s:3", {"place": place}, KNOWN)])
    assert (file.data(), file.left_out, file.name) == (expected, (), "s-move.csv")


@pytest.mark.parametrize(
    ("system", "values", "said"),
    [
        ("flexera", {"status": "Retired"}, "licences"),
        ("flexera", {"place": "DC1/R2:U3"}, "cannot be said"),
        ("netbox", {"place": "DC1/R2/A/07:U12#bay3"}, "cannot be said"),
        ("", {"place": "DC1/R2/A/B/07:U1"}, "cannot be said"),
        ("netbox", {"asset_tag": "=cmd|' /C calc'!A0"}, "formula"),
        ("netbox", {"asset_tag": "IT\x1b[2J"}, "cannot be printed"),
        ("snipe-it", {"owner": "ana"}, "checking the asset out"),
        ("", {"colour": "red"}, "no column"),
    ],
)
def test_what_a_format_cannot_say_is_left_out_by_name(system: str, values: dict[str, str], said: str) -> None:
    source = Source("s", OWN)
    file = shape_of(system, source).file(source, "move", [Row("s:3", values, KNOWN)])
    assert file.rows == ()
    ((left, why),) = file.left_out
    assert left == "s:3"
    assert said in why


# -- a register's own file -----------------------------------------------------------------------------------------


def edited(folder: Path, data: bytes, edits: Edits) -> bytes:
    file = folder / "register.csv"
    file.write_bytes(data)
    content, out = look(file), BytesIO()
    rewrite(file, (content, layout(file, content, known_headers(systems()))), edits, out)
    return out.getvalue()


FILE = b'Title line\r\nAsset tag;Serial;Place\r\nIT-1;"S\r\n1";"DC1"\r\n\r\nIT-2;S2;DC1 \r\nIT-\xfc;S3;DC2'


def test_every_other_line_is_kept_byte_for_byte(tmp_path: Path) -> None:
    assert edited(tmp_path, FILE, Edits()) == FILE
    changed = edited(tmp_path, FILE, Edits(changed={6: {"Place": "DC1/R;2"}}))
    assert changed == FILE.replace(b"IT-2;S2;DC1 \r\n", b'IT-2;S2;"DC1/R;2"\r\n')
    assert edited(tmp_path, FILE, Edits(dropped={3})) == FILE.replace(b'IT-1;"S\r\n1";"DC1"\r\n', b"")
    assert edited(tmp_path, FILE, Edits(added=[{"Asset tag": "IT-9"}])) == FILE + b"\r\nIT-9;;\r\n"


def test_a_byte_order_mark_and_utf16_are_kept(tmp_path: Path) -> None:
    text = "Asset tag,Serial,Place\nIT-1,S1,Zürich\n"
    for encoding in ("utf-8-sig", "utf-16"):
        data = text.encode(encoding)
        assert edited(tmp_path, data, Edits()) == data
        assert edited(tmp_path, data, Edits(changed={2: {"Place": "Bern"}})) == text.replace("Zürich", "Bern").encode(
            encoding
        )


def test_a_row_that_is_not_there_any_more_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="line 4 any more"):
        edited(tmp_path, FILE, Edits(changed={4: {"Place": "x"}}))

"""A look at a whole column says yes only where it holds for every cell; registers are the same without such looks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.registers import cells, places, whole_column
from assetaudit.registers.csv_rows import CsvRows
from assetaudit.registers.placing import Node, plain_place, read_node
from assetaudit.store.register_history import Changes
from tests.registers.desk import Desk

_NAMES = st.sampled_from(
    ["", "0", "00", "N/A", "n/a", "xxx", "XXXX", "aAa", "AB", "\u00c4\u00c4\u00c4", "ab\nab", "x" * 80, "999", "AAB"]
)


@given(st.lists(_NAMES | st.text(max_size=6), min_size=1, max_size=8))
def test_every_junk_name_is_found(texts: list[str]) -> None:
    names = [cells.clean(text) for text in texts]
    assert whole_column.names_all(names, "\n".join(names)) == (not any(map(cells.is_junk, names)))


@given(st.lists(st.from_regex(r"[A-C]{3}|[aA]{3}|123|N/A|nil|Nil", fullmatch=True), min_size=1, max_size=8))
def test_every_junk_name_among_names_of_one_length_is_found(names: list[str]) -> None:
    assert whole_column.names_all(names, "\n".join(names)) == (not any(map(cells.is_junk, names)))


@given(st.lists(st.from_regex(r"\s?[a-c ]{0,3}\t?\n?", fullmatch=True) | st.text(max_size=4), min_size=1, max_size=5))
def test_what_is_called_clean_is_what_cleaning_makes_of_it(column: list[str]) -> None:
    together = "\n".join(column)
    if whole_column.is_clean(together, column):
        assert column == [cells.clean(text) for text in column]


_SUM = st.from_regex(r"-?[0-9]{0,4}\.?[0-9]{0,3}", fullmatch=True)


@given(st.lists(_SUM | st.from_regex(r"[0-9]{1,16}\.[0-9]{2}", fullmatch=True), min_size=1, max_size=6))
def test_plain_sums_are_what_each_of_them_means(texts: list[str]) -> None:
    sums = whole_column.plain_sums("\n".join(texts))
    assert sums is None or sums == [cells.cents(text) for text in texts]


def test_usual_sums_are_plain() -> None:
    assert whole_column.plain_sums("1234.56\n0.99\n0.00\n99999999.00") == [123456, 99, 0, 9999999900]


@given(st.lists(st.from_regex(r"[a-c]{0,2}:?[0-9]{0,2}:?", fullmatch=True), min_size=1, max_size=6))
def test_halves_are_those_of_each_cell(texts: list[str]) -> None:
    halves = whole_column.halves("\n".join(texts), len(texts))
    assert (halves is not None) == all(text.count(":") == 1 for text in texts)
    if halves is not None:
        lefts, rights = zip(*(text.split(":") for text in texts), strict=True)
        assert ([f"\n{left}" for left in lefts], list(rights)) == (halves.lefts, halves.rights)
        assert halves.written == "\n".join(lefts)


@given(
    st.from_regex(r"[A-Za-z0-9 ._:/%,>-]{0,9}|([A-Z]{2}/)?(U|HE ?)[0-9]{1,3}R?(/x)?", fullmatch=True)
    | st.text(max_size=5)
)
def test_a_plain_place_is_what_a_closer_look_finds(text: str) -> None:
    place = plain_place(text)
    if place is not None:
        node = read_node({"place": text})
        assert node == Node(place, text)
        assert node.place is not None
        assert (node.place.nodes, place.text) == (place.nodes, text)


def test_usual_places_are_plain() -> None:
    assert plain_place("DC1/R2.1/A-7/00_1") is not None


_COLUMNS = {
    "tag": st.from_regex(r"IT-[0-9]{3}|0|n/a|[a-z]{0,4}|ttt", fullmatch=True) | st.text(max_size=5),
    "serial": st.from_regex(r"[A-F0-9]{6}|To be filled by O\.E\.M\.|0000|", fullmatch=True),
    "epc": st.from_regex(r"30[0-9A-F]{10}|", fullmatch=True),
    "mac": st.sampled_from(["", "00:1a:2b:3c:4d:5e", "001a2b3c4d5f; 00-1a-2b-3c-4d-60", "none"]),
    "name": st.from_regex(r"srv[0-9]{2}( [ab])?|", fullmatch=True) | st.text(max_size=6),
    "model": st.sampled_from(["R740", "R740", "MX ", " MX", "M  X", "", "n/a"]),
    "status": st.sampled_from(["In use", "In use", "in use", "Retired", "Lost?", ""]),
    "place": st.from_regex(r"D/R[12]/(0[1-3])(:U[0-9]{1,2})?", fullmatch=True)
    | st.sampled_from(
        ["", "D/R1:", "d/r1/01:U7", "D / R1 / 01 : U7", "U7", ":U7", "D/R1/01:U7:U8", "D/R1/01:U2-3", "//"]
    ),
    "height": st.sampled_from(["1", "1", "2U", "1.5", "", "tall"]),
    "cost": st.from_regex(r"[1-9][0-9]{0,3}\.[0-9]{2}|0\.[0-9]{2}|", fullmatch=True)
    | st.sampled_from(["7", "1,000", "?"]),
    "parent": st.sampled_from(["", "", "IT-001", "IT-002"]),
    "note": st.sampled_from(["", "checked", " by hand", "a,b"]) | st.text(max_size=4),
}
_ROW = st.fixed_dictionaries(_COLUMNS)
_LOOKS = {"is_tidy": False, "is_clean": False, "names_all": False, "plain_sums": None, "halves": None}


@settings(max_examples=40, deadline=None)
@given(st.lists(_ROW, min_size=1, max_size=12), st.booleans())
def test_registers_are_the_same_without_looks_at_whole_columns(rows: list[dict[str, str]], usual: bool) -> None:
    if usual:  # what most files are: nothing to quote, nothing beyond ASCII
        rows = [{name: _usual(text) for name, text in row.items()} for row in rows]
    with TemporaryDirectory() as folder:
        quick = _imported(Path(folder, "a"), rows)
        with pytest.MonkeyPatch.context() as patched:
            for name, answer in _LOOKS.items():
                patched.setattr(whole_column, name, lambda *_, answer=answer: answer)
            patched.setattr(places, "plain_place", lambda _: None)
            patched.setattr(CsvRows, "_at_once", lambda *_: None)
            slow = _imported(Path(folder, "b"), rows)
    assert quick == slow


@settings(max_examples=25, deadline=None)
@given(st.lists(_ROW, min_size=1, max_size=12), st.booleans())
def test_the_same_file_again_changes_nothing_and_is_told_of_as_before(rows: list[dict[str, str]], usual: bool) -> None:
    if usual:  # nothing to tell of: no look at the rows is needed
        rows = [
            {
                **row,
                "tag": f"IT-{number}",
                "serial": "",
                "epc": "",
                "mac": "",
                "parent": "",
                "place": f"R:U{number + 1}",
            }
            for number, row in enumerate(rows)
        ]
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        first, again = (desk.take(_written(rows)) for _ in range(2))
    assert (again.version, again.counts, again.problems) == (first.version, first.counts, first.problems)
    assert again.changes == Changes(unchanged=first.info.records)


def _usual(text: str) -> str:
    return "".join(char for char in text if " " <= char <= "~" and char not in '",')


def _imported(folder: Path, rows: Sequence[dict[str, str]]) -> tuple[str, str, list[str]]:
    folder.mkdir()
    desk = Desk(folder)
    report = desk.take(_written(rows))
    return (
        report.version,
        json.dumps(report.to_dict(), sort_keys=True),
        [repr(asset) for asset in desk.register.assets()],
    )


def _written(rows: Sequence[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    file = csv.DictWriter(text, list(_COLUMNS), lineterminator="\n")
    file.writeheader()
    file.writerows(rows)
    return text.getvalue()

"""JSON as systems hand it out: which list is taken, pages, one object a line, and what a broken one is told."""

from __future__ import annotations

import json

import pytest

from assetaudit.errors import RegisterError
from tests.registers.desk import Desk, place_of

ROWS = [{"id": n, "asset_tag": f"A-{n}", "serial": f"S{n}0", "place": "R/1"} for n in range(1, 7)]
PAGES = [{"total": 6, "rows": ROWS[:3]}, {"total": 6, "rows": ROWS[3:]}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PAGES),
        "\n".join(map(json.dumps, PAGES)),
        "\n".join(json.dumps(page, indent=1) for page in PAGES),
        json.dumps({"pages": PAGES}),
        "\x1e".join(json.dumps(row) for row in ROWS),
    ],
    ids=["a list of pages", "a page a line", "pages behind each other", "pages in an object", "a text sequence"],
)
def test_pages_of_an_interface_are_put_together(desk: Desk, text: str) -> None:
    desk.take(text, "list.json")
    assert desk.tags() == {row["asset_tag"] for row in ROWS}


def test_the_list_that_tells_of_assets_is_taken_and_not_the_longest(desk: Desk) -> None:
    users = [{"name": f"user {number}"} for number in range(50)]
    desk.take(json.dumps({"users": users, "assets": ROWS}), "list.json")
    assert desk.tags() == {row["asset_tag"] for row in ROWS}


def test_lists_inside_an_asset_are_no_assets(desk: Desk) -> None:
    rows = [{**row, "tags": [{"id": 1, "name": "prod"}, {"id": 2, "name": "core"}]} for row in ROWS]
    desk.take(json.dumps(rows), "list.json")
    assert desk.tags() == {row["asset_tag"] for row in ROWS}
    assert desk.asset("A-1").fields["tags"] == "prod; core"


def test_one_asset_alone_is_a_list_of_one(desk: Desk) -> None:
    one = {"id": 7, "asset_tag": "A-7", "serial": "S70", "model": {"id": 3, "name": "R740"}, "tags": [{"name": "x"}]}
    desk.take(json.dumps(one), "list.json")
    assert desk.tags() == {"A-7"}


def test_records_in_one_line_are_told_apart_by_their_number(desk: Desk) -> None:
    rows = [*ROWS[:2], {"name": "nothing"}, {"name": "nor this"}]
    report = desk.take(json.dumps({"rows": rows}), "list.json")
    assert [problem.line for problem in report.problems if problem.kind == "rejected"] == [3, 4]
    report = desk.take(json.dumps([*ROWS, {**ROWS[0], "id": 9, "serial": "S90"}]), "twice.json")
    (twice,) = [problem for problem in report.problems if problem.kind == "duplicate_tag"]
    assert "record" in twice.reason
    assert "line" not in twice.reason


def test_a_broken_line_is_named_by_its_number(desk: Desk) -> None:
    lines = [*map(json.dumps, ROWS[:4]), '{"asset_tag": "A', json.dumps(ROWS[4])]
    with pytest.raises(RegisterError) as error:
        desk.take("\n".join(lines), "list.jsonl")
    assert "list.jsonl:5 is no JSON" in error.value.message
    assert desk.store.current() is None


def test_a_number_longer_than_python_makes_is_a_text(desk: Desk) -> None:
    desk.take('[{"asset_tag": ' + "9" * 5000 + ', "serial": "S1"}]', "list.json")
    (asset,) = desk.register.assets()
    assert asset.asset_tag == "9" * 4096


@pytest.mark.parametrize(
    "text",
    ['{"a":' * 900 + "1" + "}" * 900, "[" * 900 + "]" * 900, '{"a":[' * 50_000],
    ids=["objects", "lists", "without an end"],
)
def test_deep_nesting_is_told_kindly(desk: Desk, text: str) -> None:
    with pytest.raises(RegisterError) as error:
        desk.take(text, "list.json")
    assert "list.json" in error.value.message


def test_what_servicenow_shows_of_a_reference_is_its_text(desk: Desk) -> None:
    row = {
        "sys_id": "f" * 32, "asset_tag": "P1", "serial_number": "S10", "install_status": "In use",
        "location": {"display_value": "DC1/R1", "link": "https://x.service-now.com/api/now/table/cmn_location/ab"},
    }  # fmt: skip
    desk.take(json.dumps({"result": [row]}), "list.json")
    assert place_of(desk.asset("P1")) == "DC1/R1"

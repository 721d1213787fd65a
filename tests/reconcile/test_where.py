"""The filter language: what binds first, how values are quoted, and where a mistake is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.place import Place
from assetaudit.reconcile.where import WhereError, check_fields, compile_where

SERVER = Asset(
    "cmdb:7",
    asset_tag="IT-007",
    serial="7LDDH2J",
    place=Place.parse("DC1/R2/A/07:U12"),
    status="In use",
    name="db and mail",
    manufacturer="Dell",
    model='PowerEdge 1" R740',
    category="server",
    owner="Finance",
    cost_cents=520_050,
    height_half_units=3,
    parent="cmdb:1",
    fields={"Cost Centre": "4711", "Warranty Until": "2027-01-31", "Batch": "007"},
)
BARE = Asset("snipe:1", place_text="behind the door", status_class=StatusClass.OFF_SITE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "category = server",
        "CATEGORY = Server",
        "category=server",
        "category != switch",
        "model ~ edge",
        "model = 'PowerEdge 1\" R740'",
        'status = "In use"',
        "status = In use",
        'name = "db and mail"',
        "tag = it-007",
        "asset tag = IT-007",
        "location ~ R2/A",
        "place = DC1/R2/A/07:U12",
        "class = expected",
        "source = cmdb",
        "key = cmdb:7",
        "parent = cmdb:1",
        "height = 1.5",
        "cost = 5200.5",
        "cost = 5200.50",
        "cost > 500",
        "value >= 5200.50",
        "cost < 100000",
        "cost centre = 4711",
        "batch = 007",
        "batch != 7",
        "warranty until < 2027-02-01",
        "warranty until >= 2027-01-31",
        "nonsense = ''",
        "not category = switch",
        "not not category = server",
        "(category = server)",
        "NOT category = switch AND cost > 1 OR category = none",
    ],
)
def test_lets_the_server_through(text: str) -> None:
    assert compile_where(text)(SERVER)


@pytest.mark.parametrize(
    "text",
    [
        "category = switch",
        "not category = server",
        "cost <= 500",
        "cost > 5200.50",
        "batch = 7",
        "serial = 7LDDH2",
        "nonsense = x",
        "nonsense < 1",
        "nonsense > 1",
        "owner ~ finances",
    ],
)
def test_keeps_the_server_out(text: str) -> None:
    assert not compile_where(text)(SERVER)


@pytest.mark.parametrize(
    ("text", "let_through"),
    [
        ("cost > 0", False),
        ("cost <= 0", False),
        ("cost = ''", True),
        ("class = off_site", True),
        ("place = behind the door", True),
        ("height = 1", True),
        ("parent = ''", True),
        ("serial != x", True),
    ],
)
def test_an_empty_value_is_neither_more_nor_less(text: str, *, let_through: bool) -> None:
    assert compile_where(text)(BARE) is let_through


WRONG, RIGHT = "category = switch", "category = server"


@pytest.mark.parametrize(
    ("text", "let_through"),
    [
        (f"{RIGHT} or {WRONG} and {WRONG}", True),
        (f"({RIGHT} or {WRONG}) and {WRONG}", False),
        (f"{WRONG} and {WRONG} or {RIGHT}", True),
        (f"{WRONG} and ({WRONG} or {RIGHT})", False),
        (f"not {WRONG} and {WRONG}", False),
        (f"not ({WRONG} and {WRONG})", True),
        (f"not {RIGHT} or {RIGHT}", True),
        (f"not ({RIGHT} or {RIGHT})", False),
    ],
)
def test_not_binds_before_and_and_and_before_or(text: str, *, let_through: bool) -> None:
    assert compile_where(text)(SERVER) is let_through


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("category", 8, "after 'category' comes one of"),
        ("category =", 10, "a value is missing before 'the end'"),
        ("= server", 0, "the name of a field is missing before '='"),
        ("category = server cost > 5", 23, "comes after a finished filter"),
        ("category = server and", 21, "the name of a field is missing"),
        ("category = server and and", 22, "the name of a field is missing before 'and'"),
        ("(category = server", 18, "a closing bracket is missing"),
        ("category = server)", 17, "')' comes after a finished filter"),
        ("category = 'server", 11, "the quotation that begins with ' does not end"),
        ("category = \"server'", 11, 'the quotation that begins with " does not end'),
        ("category ! server", 9, "'!' has no meaning here"),
        ("  category ! server", 11, "'!' has no meaning here"),
        ("name = and", 7, "a value is missing before 'and'"),
        ("()", 1, "the name of a field is missing before ')'"),
        ("not", 3, "the name of a field is missing"),
        ("(" * 60 + "a = b" + ")" * 60, 50, "more than 50 brackets"),
        ("not " * 51 + "a = b", 200, "more than 50 brackets"),
    ],
)
def test_a_mistake_is_told_with_its_position(text: str, position: int, says: str) -> None:
    with pytest.raises(WhereError) as caught:
        compile_where(text)
    assert caught.value.position == position
    assert says in str(caught.value)
    assert f"at character {position + 1}:" in str(caught.value)
    assert caught.value.hint


PARTS = ["and", "or", "not", "(", ")", "=", "!=", "~", "<", ">=", "'", '"', "cost", "category", "5", "1E999999999", " "]


@given(st.text() | st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join))
def test_any_text_is_a_filter_or_a_mistake_with_a_place(text: str) -> None:
    test, mistake = None, None
    try:
        test = compile_where(text)
    except WhereError as error:
        mistake = error
    if test is None:
        assert mistake is not None
        assert 0 <= mistake.position <= len(text)
    else:
        assert test(SERVER) in (True, False)
        assert test(BARE) in (True, False)


@given(st.text(min_size=1).filter(lambda text: '"' not in text))
def test_a_quoted_value_is_taken_as_it_is(value: str) -> None:
    asset = Asset("a:1", name=value)
    assert compile_where(f'name = "{value}"')(asset)
    assert compile_where(f'not name != "{value}"')(asset)


def test_brackets_may_be_many_where_they_are_not_in_each_other() -> None:
    assert compile_where(" and ".join(["(category = server)"] * 300))(SERVER)
    assert not compile_where(" and ".join(["not category = server"] * 300))(SERVER)


@pytest.mark.parametrize("text", ["", "tag = 1", "Rack-Nr = 4 and not (COST > 5)", "'purchase date' > 2", "class=x"])
def test_fields_that_are_there(text: str) -> None:
    check_fields(text, ("Rack-Nr", "Purchase date"))


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("nofield = 3", 0, "no record has a field 'nofield'"),
        ("cost > 5 and (modell = x)", 14, "Do you mean model"),
        ("purchase dat > 2020", 0, "Do you mean purchase date"),
        ("zzz = 1", 0, "columns of the register: Purchase date, Rack-Nr"),
    ],
)
def test_a_field_that_no_record_has_is_refused_with_those_that_come_near(text: str, at: int, said: str) -> None:
    with pytest.raises(WhereError, match=re.escape(said)) as caught:
        check_fields(text, ("Rack-Nr", "Purchase date"))
    assert caught.value.position == at

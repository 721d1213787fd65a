from __future__ import annotations

from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.reports.figures import coverage_states, headlines, measure_rows, tally
from assetaudit.reports.report import Coverage
from assetaudit.reports.rows import DISCREPANCIES, UNRECORDED, all_rows, rows_by_place
from assetaudit.reports.words import GROUP_OF, GROUPS, money, percent
from tests.reports import sample


def test_every_outcome_has_one_group_and_one_sign() -> None:
    assert set(GROUP_OF) == set(Outcome)
    assert sum(len(group.outcomes) for group in GROUPS) == len(Outcome)
    assert len({group.sign for group in GROUPS}) == len(GROUPS)


def test_rows_carry_the_registers_facts() -> None:
    row = next(row for row in all_rows(sample.report()) if row.asset == "snipe:105")
    assert (row.asset_tag, row.device, row.owner) == ("IT-00105", "Dell PowerEdge R740", "Network")
    assert row.cost_cents == 410_000


def test_rows_by_place_are_all_of_them_in_order_of_place() -> None:
    report = sample.report()
    rows = list(rows_by_place(report, DISCREPANCIES))
    places = [row.expected or row.found for row in rows]
    assert places == sorted(places)
    assert len(rows) == sum(report.counts[outcome] for outcome in DISCREPANCIES)


def test_unrecorded_things_are_named_by_what_was_read() -> None:
    assert [row.title for row in rows_by_place(sample.report(), UNRECORDED)] == ["no label", "0118273645"]


def test_headlines_have_their_bases() -> None:
    texts = [(figure.percent, figure.base) for figure in headlines(sample.report())]
    assert texts == [
        ("96.6 %", "57 of 59 assets expected in closed places were located"),
        ("96.4 %", "55 of 57 located assets stand in their registered place"),
        ("96.9 %", "63 of 65 things seen have a record in the register"),
        ("1.9 %", "11,325.00 of 567,410.00 EUR book value was not located"),
    ]


def test_no_base_is_said_and_is_no_percentage() -> None:
    for figure in headlines(sample.empty()):
        assert (figure.percent, figure.base) == ("–", "no base: nothing of the kind was examined")


def test_shares_are_rounded_down_so_that_all_means_all() -> None:
    assert percent(Measure(9_999, 10_000)) == "99.9 %"
    assert percent(Measure(10_000, 10_000)) == "100.0 %"
    assert percent(Measure(1, 100_000)) == "< 0.1 %"
    assert percent(Measure(0, 5)) == "0.0 %"


def test_money_has_its_sign_before_the_amount() -> None:
    assert money(-123_456, "EUR") == "-1,234.56 EUR"
    assert money(5) == "0.05"


def test_measures_are_split_by_basis_strongest_first() -> None:
    rows = {row.figure.name: row.parts for row in measure_rows(sample.report())}
    assert rows["existence"] == (Measure(15, 57), Measure(30, 57), Measure(12, 57))
    assert rows["place_u"] == (Measure(15, 15), Measure(28, 30), None)


def test_rooms_count_each_finding_once() -> None:
    report = sample.report()
    rooms = tally(report).rooms
    assert sum(room.total for room in rooms) == sum(report.counts.values())
    assert [room.room for room in rooms] == ["DC1/R1", "DC1/R2", "without a place"]


def test_rooms_follow_the_nodes_where_the_register_names_none() -> None:
    thing = Finding(Outcome.FOUND, asset="a:1", expected="DC1/R1/A/07:U3", found="DC1/R1/A/07:U3")
    deep = Finding(Outcome.UNKNOWN, identifier="x", found="Cellar")
    report = sample.report((), [thing, deep], rooms=())
    assert [room.room for room in tally(report).rooms] == ["Cellar", "DC1/R1"]


def test_a_room_is_no_room_of_a_longer_name() -> None:
    thing = Finding(Outcome.FOUND, asset="a:1", expected="DC1/R10/A/07:U3", found="DC1/R10/A/07:U3")
    assert [room.room for room in tally(sample.report((), [thing], rooms=("DC1/R1",))).rooms] == ["DC1/R10"]


def test_rooms_are_in_the_order_of_their_numbers() -> None:
    places = ("DC1/R10/A", "DC1/R9/A", "DC1/R9b/A", f"DC1/R{'9' * 5000}/A")
    things = [Finding(Outcome.FOUND, asset=place, expected=place, found=place) for place in places]
    rooms = tally(sample.report((), things, rooms=())).rooms
    assert [room.room for room in rooms][:3] == ["DC1/R9", "DC1/R9b", "DC1/R10"]
    assert len(rooms) == 4


def test_reasons_for_not_examining_are_counted() -> None:
    assert tally(sample.report()).unexamined == (("blocked: locked, key with Contoso", 10), ("not visited", 10))


def test_assets_without_value_are_counted_as_such() -> None:
    thing = sample.asset(1, "DC1/R1/A/01:U1", cost_cents=None)
    report = sample.report([thing], [sample.finding(Outcome.MISSING, thing, None)])
    assert tally(report).missing_without_value == 1


def test_places_not_examined_are_listed_with_why() -> None:
    parts = (*sample.COVERAGE, Coverage("DC1/R2/A/05", "blocked", reason="live work"))
    assert coverage_states(parts) == (
        ("blocked", "live work", ("DC1/R2/A/05",)),
        ("blocked", "locked, key with Contoso", ("DC1/R2/A/03 front",)),
        ("not visited", "", ("DC1/R2/A/04 front",)),
        ("open", "", ("DC1/R1/A/04 rear",)),
    )

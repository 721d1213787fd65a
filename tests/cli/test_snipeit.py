"""From a pulled register through a walk to a corrected Snipe-IT and back, by the command line alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.inside import Inside
from tests.registers.snipeit_shop import TOKEN, UNIT, Shop, asset, location, serving

R12, R13 = "DC1/Room & more/R-12", "DC1/Room & more/R-13"


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Five assets in two racks of one room."""
    monkeypatch.setenv("SNIPEIT_TOKEN", TOKEN)
    places = [location(1, "DC1", None), location(2, "Room &amp; more", 1), location(3, "R-12", 2)]
    found = Shop(locations=[*places, location(4, "R-13", 2), location(5, "Desk", 1)])
    found.assets = [
        asset(1, 3, "17"),
        asset(2, 3, "18"),
        asset(3, 3, "20", assigned=("location", 3)),
        asset(4, 3, "22", assigned=("user", 7)),
        asset(5, 3, "24"),
    ]
    with serving(found):
        yield found


@pytest.fixture
def hall(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """Pulled, walked: four stand in the other rack and one is nowhere; decided and approved."""
    hall = Inside(tmp_path_factory.mktemp("hall") / "home")
    hall.ok("register", "pull", "snipe-it", "--url", shop.url)
    hall.ok("audit", "new", "Q4", "--scope", "DC1", "--term", "second_search=no")
    hall.scan(
        "Q4", f"LOC:{R13}:U5", "AT-0001", f"LOC:{R13}", "AT-0002", "AT-0003", "AT-0004", f"LOC:{R12}", "CMD:CLOSE"
    )
    hall.ok("decide", "make", "Q4", "proposed", "--outcome", "misplaced", "--why", "seen", "--by", "mia")
    lost = ("--set", "status=Lost/Stolen", "--why", "gone", "--by", "mia")
    hall.ok("decide", "make", "Q4", "write_off", "AT-0005", *lost)
    hall.ok("decide", "approve", "Q4", "--all", "--by", "bob")
    return hall


def send(hall: Inside, shop: Shop, *more: str) -> Any:
    """Send what is approved."""
    return hall.run("changes", "send", "Q4", "snipe-it", "--url", shop.url, "--by", "bob", *more)


def where(shop: Shop, number: int) -> tuple[int, str]:
    """Location and unit of an asset."""
    one = next(one for one in shop.assets if one["id"] == number)
    return one["location_id"], one[UNIT]


def states(hall: Inside) -> dict[str, str]:
    """Name to state."""
    return {row["name"]: row["state"] for row in hall.ok("decide", "list", "Q4", "--json").json}


def test_approved_changes_are_written_read_again_verified_and_taken_back(hall: Inside, shop: Shop) -> None:
    before = [dict(one) for one in shop.assets]
    dry = send(hall, shop, "--dry-run").out
    assert "5 ready, 0 already, 0 conflict" in dry
    assert shop.assets == before
    done = send(hall, shop)
    assert done.code == 1
    assert "failed    snipe-it:4 place: Ann O'Hara (user) has it checked out" in done.out
    assert "4 lines written and read again" in done.out
    assert [where(shop, number) for number in (1, 2, 3, 4)] == [(4, "5"), (4, "18"), (4, "20"), (3, "22")]
    assert shop.assets[2]["assigned"] == ("location", 4)  # what was checked out to its rack is so to the other one
    assert shop.assets[4]["status_id"] == 3
    assert shop.assets[0]["rtd_location_id"] == 1
    assert states(hall)["AT-0001"] == "applied"
    hall.ok("register", "pull", "snipe-it", "--url", shop.url)
    hall.ok("changes", "verify", "Q4", "--by", "bob")
    assert {states(hall)[f"AT-000{number}"] for number in (1, 2, 3, 5)} == {"verified"}
    applied = next(row for row in hall.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied")
    assert applied["to"] == shop.url
    back = send(hall, shop, "--take-back", applied["set"][:12])
    assert back.code == 0, back
    assert [where(shop, number) for number in (1, 2, 3)] == [(3, "17"), (3, "18"), (3, "20")]
    assert shop.assets[4]["status_id"] == 1
    assert states(hall)["AT-0001"] == "approved"


def test_what_changed_there_meanwhile_is_never_overwritten(hall: Inside, shop: Shop) -> None:
    shop.assets[0]["location_id"] = 5
    shop.assets[1]["deleted_at"] = {"datetime": "2026-11-24 09:00:00", "formatted": "x"}
    out = send(hall, shop).out
    assert "conflict  snipe-it:1 place: the live register says 'DC1/Desk:U17' now" in out
    assert "conflict  snipe-it:2 place: the live register no longer has this record." in out
    assert (where(shop, 1), where(shop, 2)) == ((5, "17"), (3, "18"))


def test_a_refusal_that_comes_with_status_200_is_told_and_the_next_run_goes_on(hall: Inside, shop: Shop) -> None:
    no = {"status": "error", "messages": {"location_id": ["The selected location id is invalid."]}, "payload": None}
    shop.faults = [("PATCH", (200, no))]
    out = send(hall, shop)
    assert "failed    snipe-it:1 place: Snipe-IT refuses it: status 200" in out.out
    assert where(shop, 1) == (3, "17")
    again = send(hall, shop).out
    assert "1 line written and read again, 3 were there already" in again
    assert where(shop, 1) == (4, "5")


def test_a_lost_answer_is_read_again_and_too_many_requests_wait(hall: Inside, shop: Shop) -> None:
    busy = {"status": "error", "messages": "Too many requests", "payload": None}
    shop.faults = [("PATCH", None), ("PATCH", (429, busy)), ("PATCH", (429, busy))]
    assert "4 lines written and read again" in send(hall, shop).out
    assert (where(shop, 1), where(shop, 2)) == ((4, "5"), (4, "18"))


def test_what_snipe_it_cannot_take_is_said(hall: Inside, shop: Shop) -> None:
    shop.locations = [one for one in shop.locations if one["name"] != "R-13"]
    out = send(hall, shop)
    assert out.code == 1
    assert "Snipe-IT has no location DC1/Room & more/R-13" in out.out
    shop.locations += [location(4, "R-13", 2), location(9, "r-13", 2)]
    assert "Snipe-IT has several locations DC1/Room & more/R-13" in send(hall, shop).out


def test_a_label_that_is_not_there_is_told_with_those_that_are(hall: Inside, shop: Shop) -> None:
    hall.ok("decide", "make", "Q4", "write_off", "AT-0005", "--why", "gone", "--by", "mia", "--set", "status=Off")
    hall.ok("decide", "approve", "Q4", "AT-0005", "--by", "bob")
    out = send(hall, shop).out
    assert (
        "no status label 'Off'; decide with --set status=LABEL, of Deployed, Lost/Stolen, Ready to Deploy, Weg" in out
    )


def test_a_unit_needs_a_field_for_it(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> None:
    shop.assets = [asset(1, 3, None)]
    hall = Inside(tmp_path_factory.mktemp("plain") / "home")
    hall.ok("register", "pull", "snipe-it", "--url", shop.url)
    hall.ok("audit", "new", "Q4", "--scope", "DC1")
    hall.scan("Q4", f"LOC:{R13}:U5", "AT-0001")
    hall.ok("decide", "make", "Q4", "accept_move", "AT-0001", "--why", "seen", "--by", "mia")
    hall.ok("decide", "approve", "Q4", "--all", "--by", "bob")
    assert "its model has no field for the unit in Snipe-IT" in send(hall, shop).out


def test_a_token_without_the_permission_is_told(hall: Inside, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.faults = [("PATCH", (403, {"message": "This action is unauthorized."}))]
    assert "failed    snipe-it:1 place: Snipe-IT refuses it: status 403" in send(hall, shop).out
    monkeypatch.setenv("SNIPEIT_TOKEN", "wrong")
    done = send(hall, shop)
    assert (done.code, "refuses the token" in done.err) == (1, True)

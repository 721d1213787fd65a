"""Which place bulk reads speak for: the thresholds, and what counts where they do not decide."""

from __future__ import annotations

import pytest

from assetaudit.model.finding import Basis
from assetaudit.model.frame import Thresholds
from assetaudit.model.place import Place
from assetaudit.reconcile.bulk import winner
from assetaudit.reconcile.claims import Claim, Heard, Says, Strength

A, B, C = (Place.parse(f"DC1/R1/{name}") for name in "ABC")
TERMS = Thresholds(rfid_margin_ddb=60, rfid_count_factor=2)


def heard(place: Place, count: int, strongest: int, *, unit: str = "dBm", reader: str = "llrp://one") -> Claim:
    """Reads of one tag at a place; the strongest in tenths of a unit."""
    return Claim(
        Says.SEEN, "e", place, Basis.RFID, Strength.BULK, ("r:1",), heard=(Heard(reader, unit, count, strongest),)
    )


def test_six_decibels_and_twice_the_reads_decide() -> None:
    assert winner([heard(A, 10, -500), heard(B, 5, -560)], B, TERMS) == (A, True)


@pytest.mark.parametrize(
    "weaker",
    [
        pytest.param(heard(B, 5, -559), id="less than six decibels"),
        pytest.param(heard(B, 6, -900), id="less than twice the reads"),
        pytest.param(heard(B, 1, -900, unit="raw"), id="another unit"),
        pytest.param(heard(B, 1, -900, reader="llrp://two"), id="another reader"),
    ],
)
def test_less_than_that_leaves_it_to_the_expected_place(weaker: Claim) -> None:
    claims = [heard(A, 10, -500), weaker]
    assert winner(claims, B, TERMS) == (B, False)
    assert winner(claims, A, TERMS) == (A, False)


def test_without_the_expected_place_among_them_the_most_read_one_is_likely() -> None:
    assert winner([heard(A, 3, -500), heard(B, 4, -500)], C, TERMS) == (B, False)
    assert winner([heard(A, 3, -500), heard(B, 4, -500)], None, TERMS) == (B, False)
    assert winner([heard(B, 4, -500), heard(A, 4, -500)], None, TERMS) == (A, False)


def test_reads_of_several_seconds_add_up_and_their_strongest_counts() -> None:
    claims = [heard(A, 4, -700), heard(A, 6, -500), heard(B, 3, -580), heard(B, 2, -560)]
    assert winner(claims, B, TERMS) == (A, True)
    assert winner([*claims, heard(B, 1, -900)], B, TERMS) == (B, False)


def test_every_reader_that_heard_both_places_has_to_agree() -> None:
    claims = [heard(A, 10, -500), heard(A, 10, -700, reader="two"), heard(B, 5, -600), heard(B, 1, -650, reader="two")]
    assert winner(claims, None, TERMS) == (A, False)
    assert winner([*claims[:3], heard(B, 1, -760, reader="two")], None, TERMS) == (A, True)


def test_it_has_to_win_over_every_other_place() -> None:
    claims = [heard(A, 10, -500), heard(B, 5, -560), heard(C, 5, -540)]
    assert winner(claims, None, TERMS) == (A, False)


def test_a_place_above_is_no_rival() -> None:
    room = Place.parse("DC1/R1")
    assert winner([heard(A, 10, -500), heard(B, 5, -600), heard(room, 10, -500)], None, TERMS)[0] == A


def test_the_order_of_the_reads_changes_nothing() -> None:
    claims = [heard(A, 4, -700), heard(A, 6, -500), heard(B, 5, -560), heard(C, 1, -900)]
    assert winner(claims, B, TERMS) == winner(claims[::-1], B, TERMS) == (A, True)


def test_the_thresholds_are_the_frame_s() -> None:
    claims = [heard(A, 3, -500), heard(B, 2, -510)]
    assert winner(claims, B, Thresholds(rfid_margin_ddb=10, rfid_count_factor=1)) == (A, True)
    assert winner(claims, B, TERMS) == (B, False)

"""Numbers of pre-printed labels: no two laptops ever make the same one, and a misread one shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.errors import PrintError, StoreError
from assetaudit.identify.check import RULES
from assetaudit.model.lane import own_lane
from assetaudit.paths import Home
from assetaudit.printing.numbers import Scheme, checked, ticket
from assetaudit.store.event_device import Device
from assetaudit.store.label_book import LabelBook
from tests.printing.paper import StoppedClock

CLOCK = StoppedClock()


class Laptop:
    """A workspace on a machine of its own, or a copy of one on another machine."""

    def __init__(self, root: Path, device: str, machine: str) -> None:
        self.book = LabelBook(Home(root), CLOCK)
        self.book.__dict__["device"] = Device(device, machine)

    def scheme(self, digits: int = 4) -> Scheme:
        given_lane = self.book.lane()
        device = self.book.device
        lane = given_lane or own_lane(device.id, device.machine)
        return Scheme("IT-", lane, digits, "mod10" if given_lane else "mod97")

    @property
    def own_lane(self) -> str:
        return own_lane(self.book.device.id, self.book.device.machine)

    def take_lane_from(self, giver: Laptop) -> str:
        """As a person does: the code told there, the ticket taken here."""
        digit = giver.book.give_lane(self.own_lane, "123456789")
        self.book.take_lane(digit)
        return digit

    def reserve(self, count: int) -> list[str]:
        made = self.scheme()
        return self.book.reserve(made.series, count, made.number, lambda number: False)


@given(turns=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 7)), min_size=1, max_size=14), digits=st.booleans())
@settings(max_examples=15, deadline=None)
def test_offline_laptops_never_make_the_same_number(
    turns: list[tuple[int, int]], digits: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("laptops")
    laptops = [Laptop(root / str(at), f"device-{at}", f"machine-{at % 2}") for at in range(4)]
    if digits:
        for laptop in laptops:
            laptop.take_lane_from(laptops[1])
    made: list[str] = []
    for which, count in turns:
        made += laptops[which].reserve(count)
    assert len(set(made)) == len(made)
    assert sorted(made) == sorted(number for laptop in laptops for number in laptop.book.reserved())


@given(
    st.sets(st.tuples(st.text("abcdef0123456789-", min_size=4, max_size=36), st.text("0123456789abcdef", min_size=8)))
)
def test_lanes_of_laptops_that_do_not_know_each_other_differ(machines: set[tuple[str, str]]) -> None:
    assert len({own_lane(*machine) for machine in machines}) == len(machines)


def test_a_copied_workspace_makes_other_numbers(tmp_path: Path) -> None:
    first = Laptop(tmp_path, "device", "machine")
    original = first.reserve(3)
    copy = Laptop(tmp_path, "device", "another machine")
    assert not set(copy.reserve(3)) & set(original)
    first.book.take_lane("4")
    with pytest.raises(StoreError, match="copied"):
        copy.reserve(1)


def test_one_laptop_gives_every_digit_once(tmp_path: Path) -> None:
    laptops = [Laptop(tmp_path / str(at), f"device-{at}", "machine") for at in range(10)]
    giver = laptops[3]
    given = [laptop.take_lane_from(giver) for laptop in laptops[:9]]
    assert given == list("123456789")
    assert giver.book.give_lane(laptops[0].own_lane, "123456789") == "1"
    assert giver.book.give_lane(laptops[9].own_lane, "123456789") == ""
    with pytest.raises(StoreError, match="from another one"):
        laptops[0].book.give_lane(laptops[9].own_lane, "123456789")
    copy = Laptop(tmp_path / "3", "device-3", "another machine")
    with pytest.raises(StoreError, match="copied"):
        copy.book.give_lane(laptops[9].own_lane, "123456789")


@given(st.sampled_from("123456789"), st.sampled_from("123456789"), st.sampled_from(["A1", "B2", "C3", "D4"]))
def test_a_ticket_fits_one_laptop_and_one_digit(digit: str, other: str, laptop: str) -> None:
    lane = own_lane(laptop, "machine")
    assert (ticket(digit, lane) == ticket(other, lane)) == (digit == other)
    assert ticket(digit, lane) != ticket(digit, own_lane(laptop, "another machine"))


_SCHEMES = st.builds(
    lambda prefix, digits, rule: (prefix, digits, rule),
    st.text("IT47-.", max_size=5).filter(lambda text: text[:1] not in ("-", ".") and not text[-1:].isdecimal()),
    st.integers(2, 6),
    st.sampled_from(["", "mod10", "mod97"]),
)


@given(_SCHEMES, _SCHEMES, st.sets(st.sampled_from("123456789"), min_size=2, max_size=2), st.data())
@settings(max_examples=300)
def test_numbers_of_two_digits_never_meet_whatever_stands_before_them(
    mine: tuple[str, int, str], theirs: tuple[str, int, str], lanes: set[str], data: st.DataObject
) -> None:
    numbers = []
    for (prefix, digits, rule), lane in zip((mine, theirs), sorted(lanes), strict=True):
        numbers.append(Scheme(prefix, lane, digits, rule).number(data.draw(st.integers(1, 10**digits - 1))))
    assert numbers[0] != numbers[1]
    long = Scheme(theirs[0], own_lane("device", "machine"), theirs[1], theirs[2])
    assert long.number(data.draw(st.integers(1, 10 ** theirs[1] - 1))) not in numbers


def test_two_series_of_one_laptop_never_meet(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "device", "machine")
    laptop.take_lane_from(laptop)
    made: list[str] = []
    for digits, rule in ((2, "mod97"), (3, "mod10"), (4, ""), (2, "mod97")):
        scheme = Scheme("IT-", "1", digits, rule)
        made += laptop.book.reserve(scheme.series, 40, scheme.number, lambda number: False)
    assert len(set(made)) == 160


def test_two_processes_of_one_laptop_share_one_counter(tmp_path: Path) -> None:
    laptops = [Laptop(tmp_path, "device", "machine") for _ in range(2)]
    made = [number for _ in range(5) for laptop in laptops for number in laptop.reserve(2)]
    assert len(set(made)) == 20


def test_many_at_once_never_get_the_same_number(tmp_path: Path) -> None:
    def reserve(_: int) -> list[str]:
        return Laptop(tmp_path, "device", "machine").reserve(5)

    with ThreadPoolExecutor(4) as pool:
        made = [number for numbers in pool.map(reserve, range(12)) for number in numbers]
    assert len(set(made)) == 60


def test_numbers_that_the_register_has_are_passed_over(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "device", "machine")
    laptop.book.take_lane("1")
    made = laptop.scheme()
    taken = {made.number(1), made.number(3)}
    got = laptop.book.reserve(made.series, 2, made.number, taken.__contains__)
    assert got == [made.number(2), made.number(4)]
    assert laptop.book.reserve(made.series, 1, made.number, taken.__contains__) == [made.number(5)]


@given(st.integers(1, 9999), st.integers(0, 7), st.integers(0, 9))
def test_one_wrong_digit_shows(count: int, at: int, digit: int) -> None:
    for rule in ("mod10", "mod97"):
        number = Scheme("IT-", "3", 4, rule).number(count)
        assert RULES[rule](number)
        place = 3 + at % (len(number) - 3)
        wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
        assert (wrong == number) == RULES[rule](wrong)


def test_what_cannot_be_a_scheme_is_refused() -> None:
    for prefix, digits, rule in (("it ", 4, ""), ("IT-", 1, ""), ("IT-", 4, "mod7"), ("I" * 20, 4, "")):
        with pytest.raises(PrintError):
            Scheme(prefix, "1", digits, rule)
    with pytest.raises(PrintError, match="are used"):
        Scheme("IT-", "1", 2, "").number(100)
    assert checked("IT-1", "") == "IT-1"
    assert own_lane("a", "b") != own_lane("ab", "")

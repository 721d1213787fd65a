"""What a closing cites, and what is an addendum."""

from __future__ import annotations

from collections.abc import Collection
from itertools import permutations

from assetaudit.audit.closing import closing_of, parted
from assetaudit.model.event import Event


def event(log: str, seq: int, k: str, way: str = "", **data: object) -> Event:
    """An event whose hash says what it is."""
    sup = data.pop("sup", ())
    assert isinstance(sup, tuple)
    return Event(k, log, seq, "a", f"{log}{seq}{way}", dict(data), sup, "ana")


def no_branch(_log: str, _ends: Collection[str]) -> Collection[str]:
    raise AssertionError("no log is split")


WALK = [event("w", 1, "log.open", device="one"), event("w", 2, "place"), event("w", 3, "scan"), event("w", 4, "scan")]
CLOSING = event("c", 2, "audit.close", tips={"w": "w3"})
DESK = [
    event("c", 1, "log.open", device="desk"),
    CLOSING,
    event("c", 3, "signature", of="c2"),
    event("c", 4, "log.close"),
]


def test_what_is_cited_and_what_came_later_does_not_depend_on_the_order() -> None:
    new = [event("n", 1, "log.open", device="two"), event("n", 2, "scan"), event("n", 3, "decision")]
    for some in permutations([*WALK[2:], CLOSING, *new]):
        events = [*some, *WALK[:2], DESK[0], *DESK[2:]]
        parts = parted(CLOSING, lambda events=events: events, no_branch)  # type: ignore[misc]
        assert [one.hash for one in parts.later] == ["n2", "w4"]
        assert [one.hash for one in events if parts.cites(one)].count("w4") == 0
        assert {one.hash for one in events if parts.cites(one)} == {"w1", "w2", "w3", "c1", "c2"}
        assert (parts.cut_off, parts.unfinished) == ((), ("w",))
        assert [one.hash for one in parts.signatures] == ["c3"]


def test_a_void_of_a_decision_is_no_addendum_and_one_of_a_scan_is() -> None:
    decision = event("n", 2, "decision")
    voids = [event("n", 3, "void", sup=("n2",)), event("n", 4, "void", sup=("w3",)), event("n", 5, "void")]
    events = [*WALK[:3], *DESK, event("n", 1, "log.open"), decision, *voids]
    assert [one.hash for one in parted(CLOSING, lambda: events, no_branch).later] == ["n4", "n5"]


def test_a_kind_that_nobody_knows_is_told() -> None:
    events = [*WALK[:3], *DESK, event("n", 1, "log.open"), event("n", 2, "hologram")]
    assert [one.k for one in parted(CLOSING, lambda: events, no_branch).later] == ["hologram"]


def test_a_cited_log_that_is_not_here_is_cut_off() -> None:
    closing = event("c", 2, "audit.close", tips={"w": "w3", "gone": "g9"})
    parts = parted(closing, lambda: [*WALK, DESK[0], closing], no_branch)
    assert parts.cut_off == ("gone",)


def test_of_a_split_log_the_ends_that_are_cited_count_and_a_third_is_later() -> None:
    closing = event("c", 2, "audit.close", tips={"w": "w3"}, forks={"w": ["w3", "w3right"]})
    right, third = event("w", 3, "scan", "right"), event("w", 3, "scan", "third")
    asked: list[set[str]] = []

    def branch(_log: str, ends: Collection[str]) -> Collection[str]:
        asked.append(set(ends))
        return {"w1", "w2", "w3", "w3right"}

    events = [*WALK[:3], right, third, DESK[0], closing]
    parts = parted(closing, lambda: events, branch)
    assert asked == [{"w3", "w3right"}]
    assert [one.hash for one in parts.later] == ["w3third"]


def test_of_two_closings_one_and_the_same_counts_everywhere() -> None:
    first, second = event("x", 2, "audit.close"), event("c", 2, "audit.close")
    assert closing_of([first, second], lambda _: True) == closing_of([second, first], lambda _: True) == second
    assert closing_of([first, second], lambda name: name != "c2") == first
    assert closing_of([event("w", 1, "scan")], lambda _: True) is None

"""Change tickets: kept as events, replaced and taken back, and what several of them say of one asset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place
from assetaudit.review.cutoff import Move, Ticket, by_asset, moves
from assetaudit.review.tickets import ROWS, FileState, TicketFile, kept_tickets, ticket_files


class Kept:
    """Ticket events, some of them taken back."""

    def __init__(self, events: Sequence[Event], void: Sequence[str] = ()) -> None:
        self.events = events
        self.void = void

    def tickets(self) -> list[Event]:
        return list(self.events)

    def live(self, event_hash: str) -> bool:
        return event_hash not in self.void


def written(file: TicketFile, log: str, wall: int, replaced: Sequence[str] = ()) -> list[Event]:
    drafts = enumerate(file.drafts(replaced), 1)
    return [Event(one.k, log, n, "a", f"{log}{n}", one.d, one.sup, "mia", wall) for n, one in drafts]


def a_file(*tickets: Ticket, name: str = "t.csv", sha256: str = "00") -> TicketFile:
    return TicketFile(name, sha256, tickets, 0)


ONE, TWO = Ticket("IT-1", "DC1/B", "CHG-1"), Ticket("IT-1", "DC1/C", "CHG-2")


def test_a_file_is_kept_whole_in_events_of_bounded_size() -> None:
    several = tuple(Ticket(f"IT-{n}", "DC1/B") for n in range(2 * ROWS + 1))
    events = written(a_file(*several), "a", 1)
    assert [len(event.d["rows"]) for event in events] == [ROWS, ROWS, 1]
    (file,) = ticket_files(Kept(events[::-1]))
    assert file.tickets == several


def test_a_file_that_replaces_another_counts_alone_until_it_is_taken_back() -> None:
    old, new = written(a_file(ONE), "a", 1), written(a_file(TWO, sha256="11"), "b", 2, ["a1"])
    files = ticket_files(Kept([*new, *old]))
    assert [file.state for file in files] == [FileState.REPLACED, FileState.KEPT]
    assert kept_tickets(files) == [TWO]
    undone = ticket_files(Kept([*new, *old], ["b1"]))
    assert [file.state for file in undone] == [FileState.KEPT, FileState.TAKEN_BACK]
    assert kept_tickets(undone) == [ONE]
    assert undone[1].tickets == (TWO,)


@given(
    some.dictionaries(
        some.sampled_from(["rows", "file", "sha256", "skipped", "from"]),
        some.one_of(
            some.none(),
            some.integers(),
            some.text(),
            some.lists(some.one_of(some.integers(), some.lists(some.text()))),
        ),
    )
)
def test_an_event_of_anybody_breaks_nothing(d: dict[str, Any]) -> None:
    kept_tickets(ticket_files(Kept([Event("tickets", "a", 1, "a", "a1", d)])))


def told(*tickets: Ticket, found: str | None = None, live: str = "DC1/A") -> list[Move]:
    def asset(place: str) -> Asset:
        return Asset("x:1", asset_tag="IT-1", serial="S1", place=Place.parse(place))

    outcome = Outcome.MISSING if found is None else Outcome.MISPLACED
    finding = Finding(outcome, asset="x:1", asset_tag="IT-1", serial="S1", expected="DC1/A", found=found)
    return list(moves([("x:1", finding)], lambda _key: asset("DC1/A"), lambda _key: asset(live), by_asset(tickets)))


def test_of_several_tickets_all_are_told_and_the_last_proposes() -> None:
    (move,) = told(ONE, Ticket("S1", "DC1/C", "CHG-2"), found="DC1/C")
    assert (move.after, move.what) == ("DC1/C", "ticket CHG-1 to DC1/B, then ticket CHG-2")
    assert "accept the move" in move.proposal


@pytest.mark.parametrize("place", ["DC1/A", "dc1/a", "DC1"])
def test_a_ticket_to_where_the_frame_has_it_tells_nothing(place: str) -> None:
    assert told(Ticket("IT-1", place)) == []


def test_a_newer_register_that_says_otherwise_is_told_beside_the_ticket() -> None:
    (move,) = told(ONE, live="DC1/D")
    assert (move.after, move.what) == ("DC1/B", "ticket CHG-1; the newer register says DC1/D")
    (move,) = told(ONE, live="DC1/B")
    assert move.what == "ticket CHG-1"

"""Registers on a stick: what changed, where the other side says what it has; the whole one where that does not fit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assetaudit.sync.bundle import write_bundle
from assetaudit.sync.have import read_have, write_have
from assetaudit.sync.piece import Piece, unseal
from assetaudit.sync.station import Station
from assetaudit.sync.taking import TakenBundle, take_bundle
from assetaudit.sync.trust import TRUSTED, Peer
from tests.sync.hub_desk import HubDesk
from tests.sync.laptop import Laptop
from tests.sync.published import MOVED, open_audit, publish, rows, same, versions


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDesk]:
    desk = HubDesk(tmp_path, monkeypatch)
    yield desk
    desk.shut()


def registers(station: Station, has: frozenset[bytes] = frozenset()) -> list[Piece]:
    """The registers that a bundle for somebody holds."""
    return [piece for piece in map(unseal, station.pieces(has)) if piece.kind == "register"]


def handed(giver: Station, taker: Laptop, has: frozenset[bytes] = frozenset()) -> TakenBundle:
    """Write a bundle, and take it."""
    file = taker.folder / "stick.aab"
    write_bundle(file, giver.pieces(has))
    return take_bundle(taker.station, file)


def said_to_have(laptop: Laptop) -> frozenset[bytes]:
    """What a laptop's list says, by way of a file."""
    write_have(laptop.folder / "have.txt", laptop.station.have())
    return read_have(laptop.folder / "have.txt")


def two_audits(desk: HubDesk) -> tuple[Laptop, Laptop, list[str]]:
    """A laptop with audits on two registers, and another one that knows the first of them."""
    one, two = desk.laptop("one"), desk.laptop("two")
    two.trust(one)
    made = [publish(desk, rows(400))]
    desk.sync(one)
    open_audit(one, "First")
    handed(one.station, two)
    made.append(publish(desk, rows(400, i7=MOVED)))
    desk.sync(one)
    open_audit(one, "Second")
    return one, two, made


def test_who_says_what_it_has_is_given_what_changed(desk: HubDesk) -> None:
    one, two, (first, second) = two_audits(desk)
    has = said_to_have(two)
    (changed,) = registers(one.station, has)
    whole = [len(piece.data) for piece in registers(one.station)]
    assert changed.header["base"]["version"] == first
    assert len(whole) == 2
    assert len(changed.data) * 5 < min(whole)
    taken = handed(one.station, two, has)
    assert taken.whole
    assert any("New registers: 1." in text for text in taken.texts)
    assert versions(two) == [first, second]
    assert same(two.station.registers, one.station.registers, second)
    assert [audit.name for audit in two.events.audits()] == ["First", "Second"]
    assert registers(one.station, said_to_have(two)) == []


def test_who_lacks_what_it_goes_on_from_is_told_to_ask_for_the_whole(desk: HubDesk) -> None:
    one, two, made = two_audits(desk)
    third = desk.laptop("three")
    third.trust(one)
    taken = handed(one.station, third, said_to_have(two))
    assert not taken.whole
    assert any("goes on from is not here" in text for text in taken.texts)
    assert any("without '--for'" in text for text in taken.texts)
    assert versions(third) == []
    assert handed(one.station, third).whole
    assert set(versions(third)) == set(made)


def test_where_the_base_is_another_the_whole_one_helps(desk: HubDesk) -> None:
    one, two, (first, second) = two_audits(desk)
    with closing(sqlite3.connect(two.station.registers.file(first))) as changed:
        changed.execute("UPDATE asset SET name = 'somebody else' WHERE id = 3")
        changed.commit()
    taken = handed(one.station, two, said_to_have(two))
    assert any("goes on from is another one here" in text for text in taken.texts)
    assert versions(two) == [first]
    assert handed(one.station, two).whole
    assert same(two.station.registers, one.station.registers, second)


def test_a_list_of_an_older_program_names_no_registers_and_gets_them_whole(desk: HubDesk) -> None:
    one, two, made = two_audits(desk)
    pieces = registers(one.station, frozenset(two.station.shas()))
    assert {piece.header["info"]["version"] for piece in pieces} == set(made)
    assert not any("base" in piece.header for piece in pieces)


def test_a_hubs_own_register_comes_by_stick_and_is_followed(desk: HubDesk) -> None:
    laptop = desk.laptop("one")
    first = publish(desk, rows(300))
    handed(desk.station, laptop)
    old = b"".join(desk.station.pieces())
    second = publish(desk, rows(300, i7=MOVED))
    taken = handed(desk.station, laptop, said_to_have(laptop))
    assert any("new audits are opened on it" in text for text in taken.texts)
    assert laptop.station.registers.index().current == second
    (laptop.folder / "old.aab").write_bytes(old)
    assert any(
        "is older than the one here" in text for text in take_bundle(laptop.station, laptop.folder / "old.aab").texts
    )
    assert laptop.station.registers.index().current == second
    assert versions(laptop) == [first, second]


def test_a_laptop_that_is_no_hub_moves_nobody_to_its_register(desk: HubDesk) -> None:
    first = publish(desk, rows(30))
    one = desk.laptop("one")
    desk.sync(one)
    second = publish(desk, rows(31))
    stranger = Laptop(desk.folder / "stranger", "stranger")
    stranger.station.trust.set(Peer(desk.station.key.public, TRUSTED, "no hub to us"))
    stranger.take(desk.station.register_piece(first) or b"")
    handed(desk.station, stranger)
    assert set(versions(stranger)) == {first, second}
    assert stranger.station.registers.index().current == first

"""Erased names on their way between workspaces: gone on both sides, and not brought back by what was packed before."""

from __future__ import annotations

from pathlib import Path

from assetaudit.sync.bundle import pieces_in
from assetaudit.sync.piece import Piece
from assetaudit.sync.trust import REVOKED, Peer
from tests.sync.laptop import pair


def names_in(folder: Path) -> str:
    """What stands in a workspace's file of names."""
    return (folder / "people.json").read_text("utf-8")


def test_an_old_bundle_does_not_bring_a_name_back_and_a_new_one_takes_it_away(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    ana = one.station.people.id_of("Ana Example")
    old = b"".join(one.station.pieces())
    two.take(old)
    assert two.station.people.names() == {ana: "Ana Example"}
    one.station.people.erase([ana])
    one.take(b"".join(two.station.pieces()))
    assert "Ana" not in names_in(one.folder)
    new = b"".join(one.station.pieces())
    assert b"Ana" not in b"".join(piece.body for piece in pieces_in(new) if isinstance(piece, Piece))
    two.take(new)
    two.take(old)
    assert two.station.people.entries() == {ana: ""}
    assert "Ana" not in names_in(two.folder)
    one.shut()
    two.shut()


def test_a_device_that_is_not_trusted_erases_nothing_here(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    ana = one.station.people.id_of("Ana")
    two.take(b"".join(one.station.pieces()))
    two.station.trust.set(Peer(one.station.key.public, REVOKED, "one"))
    one.station.people.erase([ana])
    two.take(b"".join(one.station.pieces()))
    assert two.station.people.names() == {ana: "Ana"}
    one.shut()
    two.shut()

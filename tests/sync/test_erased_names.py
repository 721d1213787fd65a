"""Erased names on their way between workspaces: gone on both sides, and not brought back by what was packed before."""

from __future__ import annotations

from pathlib import Path
from typing import TypeGuard

from assetaudit.store.event_segments import NEWER
from assetaudit.store.event_stretch import Sealed
from assetaudit.sync.bundle import pieces_in
from assetaudit.sync.piece import Piece
from assetaudit.sync.trust import REVOKED, Peer
from tests.sync.laptop import pair
from tests.sync.newer_program import newer_program


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


def test_names_of_a_newer_program_are_kept_nowhere_and_come_back_nowhere_once_erased(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    ana = one.station.people.id_of("Ana Example")
    two.take(b"".join(one.station.pieces()))
    with newer_program():
        bundle = b"".join(one.station.pieces())
    assert {"newer"} == {taken.status for taken in two.take(bundle)}
    two.station.people.erase([ana])
    assert not any(b"Ana Example" in file.read_bytes() for file in two.folder.rglob("*") if file.is_file())
    with newer_program():
        two.station.release()
        two.take(bundle)
        assert two.station.people.entries() == {ana: ""}
        assert two.station.people.id_of("Ana Example") != ana
    one.shut()
    two.shut()


def test_what_an_earlier_release_held_back_does_not_bring_a_name_back(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    ana = one.station.people.id_of("Ana Example")
    two.take(b"".join(one.station.pieces()))
    with newer_program():
        (names,) = (piece for piece in pieces_in(b"".join(one.station.pieces())) if _is_people(piece))
        two.station.segments.hold(None, Sealed(names.sha, names.data, names.signer), NEWER, "held")
        two.station.people.erase([ana])
        assert [taken.status for taken in two.station.release()] == ["known"]
    assert two.station.people.entries() == {ana: ""}
    assert two.station.segments.listed(NEWER) == []
    one.shut()
    two.shut()


def _is_people(piece: object) -> TypeGuard[Piece]:
    return isinstance(piece, Piece) and piece.kind == "people"

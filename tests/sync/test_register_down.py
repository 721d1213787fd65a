"""Registers come down as what changed, where that is less and fits; an open audit stays on the one it began with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.errors import StoreError, SyncError
from assetaudit.model.place import Place
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store.register_dump import rebuild
from assetaudit.sync import register_copy, register_delta
from assetaudit.sync.hub_link import HubLink, Told
from assetaudit.sync.keys import new_key
from assetaudit.sync.piece import PieceError, seal, unseal
from tests.store.event_sample import scan
from tests.sync.hub_desk import HubDesk
from tests.sync.laptop import Laptop
from tests.sync.published import MOVED, open_audit, publish, rows, same, versions


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDesk]:
    desk = HubDesk(tmp_path, monkeypatch)
    yield desk
    desk.shut()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How registers were asked for: ``since`` or ``whole``."""
    asked = list[str]()
    since, whole = HubLink.register_since, HubLink.register

    def changed(self: HubLink, version: str, have: list[str]) -> bytes:
        asked.append("since")
        return since(self, version, have)

    def complete(self: HubLink, version: str, part: Path, told: Told) -> bytes:
        asked.append("whole")
        return whole(self, version, part, told)

    monkeypatch.setattr(HubLink, "register_since", changed)
    monkeypatch.setattr(HubLink, "register", complete)
    return asked


NEW = "IT-NEW,SN-NEW,DC1/R1/A/01:U40,in use,red"


def test_what_changed_comes_down_and_goes_on_from_what_came_before(desk: HubDesk, asked: list[str]) -> None:
    first = publish(desk, rows(500))
    laptop = desk.laptop("one")
    desk.sync(laptop)
    assert asked == ["whole"]
    second = publish(desk, {"new": NEW} | rows(500, i7=MOVED))
    third_rows = rows(480, i7=MOVED, i9="IT-9,SN-9,,lost,red")
    assert desk.sync(laptop).received == 1
    third = publish(desk, third_rows)
    desk.sync(laptop)
    assert asked == ["whole", "since", "since"]
    assert versions(laptop) == [first, second, third]
    assert len(set(versions(laptop))) == 3
    assert all(same(laptop.station.registers, desk.station.registers, version) for version in versions(laptop))
    register = laptop.station.registers.open(third)
    assert register.find("asset_tag", "it-7")[0].key == "cmdb:i7"
    assert register.count_in(Place.parse("DC1/R9")) == 1
    assert desk.sync(laptop).received == 0


def test_what_changed_is_much_less_or_is_not_sent(desk: HubDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(desk, rows(2_000))
    second = publish(desk, rows(2_000, i7=MOVED))
    part = desk.station.register_since(second, [first])
    whole = desk.station.register_piece(second) or b""
    assert len(part) * 20 < len(whole)
    assert unseal(part).header["base"]["version"] == first
    assert desk.station.register_since(second, ["ab" * 32]) == b""
    third = publish(desk, rows(2_000))
    monkeypatch.setattr(register_delta, "sealed", lambda *_arguments: bytes(len(whole) * 2))
    assert desk.station.register_since(third, [first]) == b""
    assert desk.station.register_since("ab" * 32, [first]) == b""
    assert desk.station.register_file("ab" * 32) is None


def test_on_another_base_the_whole_comes(desk: HubDesk, asked: list[str]) -> None:
    first = publish(desk, rows(300))
    laptop = desk.laptop("one")
    desk.sync(laptop)
    file = laptop.station.registers.file(first)
    with closing(sqlite3.connect(file)) as changed:
        changed.execute("UPDATE asset SET name = 'somebody else' WHERE id = 3")
        changed.commit()
    second = publish(desk, rows(300, i7=MOVED))
    (said, followed) = desk.sync(laptop).texts
    assert "goes on from is another one here" in said
    assert "new register" in followed
    assert asked[1:] == ["since", "whole"]
    assert same(laptop.station.registers, desk.station.registers, second)


def test_a_register_that_was_changed_on_the_way_is_not_taken(desk: HubDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk, rows(300))
    laptop = desk.laptop("one")
    desk.sync(laptop)
    second = publish(desk, rows(300, i7=MOVED))
    real = HubLink.register_since

    def flipped(self: HubLink, version: str, have: list[str]) -> bytes:
        data = real(self, version, have)
        return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]

    monkeypatch.setattr(HubLink, "register_since", flipped)
    assert any("Damaged on the way" in text for text in desk.sync(laptop).texts)
    assert same(laptop.station.registers, desk.station.registers, second)


def test_a_delta_that_lies_is_refused(desk: HubDesk) -> None:
    first = publish(desk, rows(300))
    second = publish(desk, rows(300, i7=MOVED))
    laptop = desk.laptop("one")
    desk.sync(laptop)
    store, key = desk.station.registers, desk.station.key
    info = next(info for info in store.versions() if info.version == second)
    made = unseal(register_delta.sealed(info, store.file(second), first, store.file(first), key) or b"")
    laptop.take(desk.station.register_piece(first) or b"")
    lies = [
        ({"info": msgspec.to_builtins(replace(info, version="cd" * 32))}, "leads to another register"),
        ({"base": made.header["base"] | {"result": "cd" * 32}}, "leads to another register"),
        ({"base": made.header["base"] | {"lines": "cd" * 32}}, "is another one here"),
        ({"base": made.header["base"] | {"version": "cd" * 32}}, "is not here"),
        ({"base": 7}, "header does not name"),
        ({"size": 12}, "another size"),
    ]
    for lie, said in lies:
        header = {name: value for name, value in made.header.items() if name not in ("key", "body_sha256", "v")}
        forged = unseal(seal("register", header | lie, made.body, key))
        if "info" not in lie:
            forged = unseal(
                seal("register", header | lie | {"info": header["info"] | {"version": "ef" * 32}}, made.body, key)
            )
        with pytest.raises(PieceError, match=said):
            register_copy.adopt(forged, laptop.station.registers)
    stranger, _secret = new_key()
    header = {name: value for name, value in made.header.items() if name not in ("key", "body_sha256", "v")}
    taken = laptop.station.take(unseal(seal("register", header, made.body, stranger)))
    assert (taken.status, "trust the device" in taken.text) == ("refused", True)
    assert not list(laptop.station.registers.file(first).parent.glob(".new-*"))


def test_a_transfer_that_was_cut_goes_on_where_it_was(desk: HubDesk) -> None:
    version = publish(desk, rows(300))
    laptop = desk.laptop("one")
    whole = desk.station.register_piece(version) or b""
    part = laptop.station.part_of(version)
    part.write_bytes(whole[:1_000])
    heard = list[tuple[int, int]]()
    with desk.link(laptop) as link:
        assert link.register(version, part, lambda at, of: heard.append((at, of))) == whole
        assert heard[-1] == (len(whole), len(whole))
        assert not part.exists()
        part.write_bytes(whole + b"more")
        with pytest.raises(SyncError, match="refuses"):
            link.register(version, part, lambda _at, _of: None)
        assert not part.exists()
        with pytest.raises(SyncError, match="no such register"):
            link.register("ab" * 32, part, lambda _at, _of: None)
    part.write_bytes(b"x" * 1_000)
    assert any("Damaged on the way" in text for text in desk.sync(laptop).texts)
    desk.sync(laptop)
    assert versions(laptop) == [version]


def test_an_open_audit_stays_on_its_register_and_new_ones_are_opened_on_the_hubs(desk: HubDesk) -> None:
    first = publish(desk, rows(50))
    laptop = desk.laptop("one")
    desk.sync(laptop)
    audit = open_audit(laptop, "Running")
    laptop.scan(audit, "IT-7")
    second = publish(desk, rows(50, i7=MOVED))
    assert any("open stay on theirs" in text for text in desk.sync(laptop).texts)
    assert laptop.events.find_audit("Running").frame.register == first
    assert laptop.station.registers.index().current == second
    assert desk.sync(laptop).texts == []
    newer = open_audit(laptop, "Next")
    assert laptop.events.find_audit(newer).frame.register == second
    assert laptop.events.registers() == {first, second}


def test_an_older_register_does_not_take_a_newer_ones_place(desk: HubDesk, tmp_path: Path) -> None:
    publish(desk, rows(50))
    laptop = desk.laptop("one")
    desk.back_up(tmp_path / "backup")
    second = publish(desk, rows(50, i7=MOVED))
    desk.sync(laptop)
    desk.restore(tmp_path / "backup")
    (said,) = desk.sync(laptop).texts
    assert "is older than the one here" in said
    assert laptop.station.registers.index().current == second


def test_who_imports_registers_follows_nobody(desk: HubDesk, tmp_path: Path) -> None:
    publish(desk, rows(50))
    laptop = desk.laptop("one")
    file = tmp_path / "own.csv"
    file.write_text("id,tag,serial,place\n1,IT-1,SN-1,DC1/R1/A/01:U10\n", "utf-8")
    import_file(laptop.station.registers, file, Wishes(source="own"), clock=laptop.clock)
    own = laptop.station.registers.index().current
    desk.sync(laptop)
    assert laptop.station.registers.index().current == own
    assert len(versions(laptop)) == 2


def test_registers_that_nobody_needs_stay_at_the_hub(desk: HubDesk) -> None:
    published = [publish(desk, rows(20 + number)) for number in range(3)]
    laptop = desk.laptop("one")
    desk.sync(laptop)
    assert versions(laptop) == published[-1:]


def test_a_rebased_audit_brings_its_register(desk: HubDesk) -> None:
    from assetaudit.model.event import Draft

    publish(desk, rows(20))
    one, two = desk.laptop("one"), desk.laptop("two")
    desk.sync(one)
    audit = open_audit(one, "Q4")
    second = publish(desk, rows(21))
    third = publish(desk, rows(22))
    opening = one.events.find_audit(audit).opening
    frame = dict(opening.d["frame"]) | {"register": second}
    one.write(audit, Draft("rebase", {"frame": frame}, (opening.hash,)), scan("IT-1"))
    desk.sync(one)
    desk.sync(two)
    assert set(versions(two)) == {opening.d["frame"]["register"], second, third}


lines = st.lists(st.sampled_from([b"a", b"b", b"c", b"d", b"[1]"]), max_size=12)


@settings(deadline=None)
@given(old=lines, new=lines)
def test_any_two_lists_of_lines(old: list[bytes], new: list[bytes]) -> None:
    changes, fresh = register_delta.compared(old, new)
    data = msgspec.json.encode([msgspec.to_builtins(change) for change in changes]) + b"\n" + b"\n".join(fresh)
    assert list(register_delta._applied(old, data)) == new


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.binary(max_size=20) | st.sampled_from([b'"asset"', b'"word"', b'[1,"x"]', b"[]", b'"no"']), max_size=6)
)
def test_any_lines_are_a_register_or_are_refused(some: list[bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            version = rebuild(some, Path(folder) / "x.sqlite")
        except ValueError:
            return
        assert len(version) == 64


def test_a_register_is_not_followed_by_its_name_alone(tmp_path: Path, desk: HubDesk) -> None:
    laptop = desk.laptop("one")
    assert laptop.station.registers.follow("ab" * 32) is False
    with pytest.raises(StoreError, match="older"):
        _two_days(laptop, desk, tmp_path)


def _two_days(laptop: Laptop, desk: HubDesk, _folder: Path) -> None:
    first = publish(desk, rows(5))
    desk.sync(laptop)
    publish(desk, rows(6))
    desk.sync(laptop)
    laptop.station.registers.follow(first)

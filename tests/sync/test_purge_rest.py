"""Pictures and registers go with the audits that needed them, under the same promise of the hub, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.sync.exchange import exchange
from assetaudit.sync.purging import Purgeable, Spare, fetch, let_go, look, purge, spare
from assetaudit.sync.station import Station
from tests.sync.hub_desk import CLOSING, DAY, HubDesk
from tests.sync.laptop import Laptop
from tests.sync.photographs import PICTURE, photographed
from tests.sync.published import publish, rows, versions


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDesk]:
    desk = HubDesk(tmp_path, monkeypatch, horizon=30)
    yield desk
    desk.shut()


def done(laptop: Laptop, name: str, *pictures: bytes) -> tuple[str, list[str]]:
    """An audit on the present register, photographed and closed."""
    version = laptop.station.registers.index().current
    audit = laptop.events.create_audit(Frame(name, (Place.parse("DC1"),), version), "u1")
    names = [photographed(laptop, audit, data) for data in pictures]
    laptop.write(audit, CLOSING)
    return audit, names


def planned(desk: HubDesk, laptop: Laptop) -> tuple[list[Purgeable], Spare]:
    """What a look would tell."""
    holding = desk.holding(laptop)
    ready = [audit for audit in look(laptop.station, holding) if not audit.refusal]
    return ready, spare(laptop.station, holding, ready)


def back(desk: HubDesk, laptop: Laptop, name: str) -> None:
    with desk.link(laptop) as link:
        fetch(laptop.station, link, name, lambda _at, _of: None)


def test_they_are_told_go_stay_away_and_come_back(desk: HubDesk) -> None:
    old = publish(desk, rows(20))
    one = desk.laptop("one")
    desk.sync(one)
    audit, names = done(one, "Q4", PICTURE, PICTURE + b"2")
    lines = one.lines(audit)
    new = publish(desk, rows(21))
    desk.sync(one)
    assert set(versions(one)) == {old, new}
    ready, found = planned(desk, one)
    assert (ready, found.photos, found.registers, found.size) == ([], (), (), 0)
    desk.clock.move(31 * DAY)
    ready, found = planned(desk, one)
    files = [one.station.photos.find(name) for name in names]
    held = sum(photo.size for photo in files if photo) + one.station.registers.file(old).stat().st_size
    assert (list(found.photos), found.registers, found.size) == (sorted(names), (old,), held)
    assert str(found) == "2 pictures, 1 register"
    assert one.station.photos.kept() == sorted(names)
    assert desk.purge(one) == 1
    assert one.station.photos.kept() == []
    assert versions(one) == [new]
    assert not one.station.registers.file(old).exists()
    assert desk.sync(one).received == 0
    assert one.station.photos.kept() == []
    back(desk, one, "Q4")
    assert one.lines(audit) == lines
    assert one.station.photos.kept() == sorted(names)
    assert set(versions(one)) == {old, new}
    assert one.station.photos.let_go() == {}


def test_what_another_audit_needs_stays(desk: HubDesk) -> None:
    publish(desk, rows(20))
    one = desk.laptop("one")
    desk.sync(one)
    _audit, (shared, alone) = done(one, "Q3", PICTURE, PICTURE + b"alone")
    version = one.station.registers.index().current
    running = one.events.create_audit(Frame("Q4", (Place.parse("DC1"),), version), "u1")
    one.write(running, Draft("pick", {"proof": "photo", "photo": shared}))
    publish(desk, rows(21))
    desk.sync(one)
    desk.clock.move(31 * DAY)
    assert desk.purge(one) == 1
    assert one.station.photos.kept() == [shared]
    assert alone in one.station.photos.let_go()
    assert version in versions(one)


def test_a_picture_that_the_hub_has_not_stays_until_it_has(desk: HubDesk) -> None:
    publish(desk, rows(20))
    one = desk.laptop("one")
    desk.sync(one)
    _audit, (name,) = done(one, "Q4", PICTURE)
    with desk.link(one) as link:
        exchange(one.station, link, lambda *_told: None, photos=False)
    desk.clock.move(31 * DAY)
    ready, found = planned(desk, one)
    assert (len(ready), found.photos, found.staying) == (1, (), 1)
    assert desk.purge(one) == 1
    assert one.station.photos.kept() == [name]
    desk.sync(one)
    desk.clock.move(29 * DAY)
    desk.purge(one)
    assert one.station.photos.kept() == [name]
    desk.clock.move(2 * DAY)
    desk.purge(one)
    assert one.station.photos.kept() == []
    back(desk, one, "Q4")
    assert one.station.photos.kept() == [name]


def test_a_hub_that_says_nothing_of_pictures_and_registers_keeps_them_here(
    desk: HubDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_before(self: Station, shas: list[bytes], *, look: bool) -> dict[str, int]:
        return {sha.hex(): at for sha, at in self.segments.arrivals(shas, look=look).items()}

    monkeypatch.setattr(Station, "arrivals", as_before)
    old = publish(desk, rows(20))
    one = desk.laptop("one")
    desk.sync(one)
    _audit, names = done(one, "Q4", PICTURE)
    publish(desk, rows(21))
    desk.sync(one)
    desk.clock.move(31 * DAY)
    assert desk.purge(one) == 1
    assert one.station.photos.kept() == names
    assert old in versions(one)


def test_a_picture_or_register_that_is_damaged_at_the_hub_stays(desk: HubDesk) -> None:
    old = publish(desk, rows(20))
    one = desk.laptop("one")
    desk.sync(one)
    _audit, (name,) = done(one, "Q4", PICTURE)
    publish(desk, rows(21))
    desk.sync(one)
    desk.clock.move(31 * DAY)
    photo = desk.station.photos.find(name)
    assert photo is not None
    photo.file.write_bytes(PICTURE[:-1] + b"?")
    desk.station.registers.file(old).unlink()
    ready, found = planned(desk, one)
    assert (len(ready), found.photos, found.registers, found.staying) == (1, (), (), 1)


def test_a_purge_that_dies_half_way_is_gone_on_with(desk: HubDesk) -> None:
    publish(desk, rows(20))
    one = desk.laptop("one")
    desk.sync(one)
    _audit, names = done(one, "Q4", PICTURE)
    desk.sync(one)
    desk.clock.move(31 * DAY)
    holding = desk.holding(one)
    (ready,) = look(one.station, holding)
    one.station.photos.mark_leaving(ready.photos)
    assert spare(one.station, holding).photos == ()
    purge(one.station, holding, ready)
    one.shut()
    one.open()
    one.clock.time = desk.clock.time
    assert one.station.photos.kept() == names
    found = spare(one.station, holding)
    assert let_go(one.station, found) == found.size > 0
    assert one.station.photos.kept() == []


def test_the_present_register_is_never_let_go(desk: HubDesk) -> None:
    present = publish(desk, rows(20))
    store = desk.station.registers
    assert store.remove("ab" * 32) == store.remove(present) == 0
    assert store.open(present).intact()
    newer = publish(desk, rows(21))
    assert store.remove(present) > 0
    assert [info.version for info in store.versions()] == [newer]

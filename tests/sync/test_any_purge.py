"""Laptops purge, the hub is restored from any backup that its promise allows, in any order: nothing is ever lost.

A purge that does not mind the hub's backups is put in on purpose, and has to be found.
``ASSETAUDIT_LONG_TESTS=1`` makes it the long run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from assetaudit.store import event_purge
from assetaudit.sync.holding import Holding
from assetaudit.sync.purging import fetch
from tests.sync.hub_desk import DAY, HubDesk, audited
from tests.sync.machine import LONG, EndedError, Mishaps, ending_at, happening, run, which
from tests.sync.photographs import photographed

HORIZON = 10
HAPPENED: Counter[str] = Counter()


class Purging(Mishaps):
    """Two laptops and a hub that is backed up and restored."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.backups: list[tuple[float, Path]] = []
        self.written: dict[str, set[bytes]] = {}
        self.pictures: list[str] = []

    @initialize()
    def begin(self) -> None:
        """Everybody is enrolled, and the hub has a backup of that moment."""
        self.desk = HubDesk(self.root, self.patch, horizon=HORIZON)
        self.laptops = [self.desk.laptop("one"), self.desk.laptop("two")]
        self.back_up()

    @rule(where=which)
    def work(self, where: int) -> None:
        """An audit from its opening to its closing."""
        laptop = self.at(where)
        audit = audited(laptop, f"Q{len(self.written)}", "IT-1", "IT-2")
        self.pictures.append(photographed(laptop, audit, f"picture of {audit}".encode()))
        self.written[audit] = set(laptop.lines(audit))
        HAPPENED["audit"] += 1

    @precondition(lambda self: self.written)
    @rule(where=which, number=which)
    def late_scan(self, where: int, number: int) -> None:
        """Somebody goes on in an audit that is closed."""
        audit = list(self.written)[number % len(self.written)]
        laptop = self.at(where)
        with suppress(Exception):
            laptop.scan(audit, "IT-LATE", close=bool(number % 2))
            self.written[audit].update(laptop.lines(audit))
            HAPPENED["late"] += 1

    @rule(where=which)
    def sync(self, where: int) -> None:
        self.desk.sync(self.at(where))
        HAPPENED["sync"] += 1

    @rule(days=st.sampled_from([1, 4, HORIZON + 1]))
    def days_pass(self, days: int) -> None:
        self.desk.clock.move(days * DAY)

    @rule(where=which)
    def purge(self, where: int) -> None:
        laptop, before = self.at(where), len(self.at(where).station.photos.kept())
        HAPPENED["purged"] += self.desk.purge(laptop)
        HAPPENED["pictures"] += before - len(laptop.station.photos.kept())

    @rule(where=which)
    def die_while_purging(self, where: int) -> None:
        with ending_at(event_purge, "_set_stone"), suppress(EndedError):
            self.desk.purge(self.at(where))
        self.at(where).shut()
        self.at(where).open()

    @rule(where=which)
    def fetch(self, where: int) -> None:
        """Bring back what can be brought back."""
        laptop = self.at(where)
        for gone in laptop.events.purges.listed():
            with self.desk.link(laptop) as link, suppress(Exception):
                fetch(laptop.station, link, gone.id, lambda _at, _of: None)
                HAPPENED["fetched"] += 1

    @precondition(lambda self: len(self.backups) < 6)
    @rule()
    def back_up(self) -> None:
        folder = self.root / f"backup{len(self.backups)}"
        self.desk.back_up(folder)
        self.backups.append((self.desk.clock.time.timestamp(), folder))

    @rule(number=which)
    def restore(self, number: int) -> None:
        """From a backup that is not older than was promised, if there is one."""
        now = self.desk.clock.time.timestamp()
        young = [folder for at, folder in self.backups if now - at < HORIZON * DAY]
        if young:
            self.desk.restore(young[number % len(young)])
            HAPPENED["restored"] += 1

    @rule(where=which)
    def a_season(self, where: int) -> None:
        """Worked, synced, long past, backed up and purged."""
        self.work(where)
        self.sync(where)
        self.days_pass(HORIZON + 1)
        self.purge(where)

    @rule(where=which, late=st.booleans())
    def a_season_and_back(self, where: int, late: bool) -> None:
        """Purged, brought back, and perhaps worked on; purged once more in the end."""
        self.a_season(where)
        self.fetch(where)
        if late:
            self.late_scan(where, len(self.written) - 1)
            self.sync(where)
            self.days_pass(HORIZON + 1)
        self.purge(where)

    @rule(where=which)
    def a_bad_week(self, where: int) -> None:
        """Worked and synced after the backup; purged at once, if that can be; then the backup takes the hub's place."""
        self.back_up()
        self.work(where)
        self.sync(where)
        self.days_pass(4)
        self.purge(where)
        self.restore(len(self.backups) - 1)

    def shut(self) -> None:
        """The hub as well."""
        super().shut()
        self.desk.shut()
        self.patch.undo()

    def heal(self) -> None:
        """Everybody meets the hub, and it has everything."""
        for laptop in (*self.laptops, *self.laptops):
            said = self.desk.sync(laptop).texts
            assert not any("lacks segments" in text for text in said), said
        for audit, lines in self.written.items():
            assert set(self.desk.station.events.export(audit)) == lines, "the hub lacks something"
            assert self.desk.station.events.verify(audit) == []
        for laptop in self.laptops:
            for gone in laptop.events.purges.listed():
                with self.desk.link(laptop) as link:
                    fetch(laptop.station, link, gone.id, lambda _at, _of: None)
            for audit, lines in self.written.items():
                assert set(laptop.lines(audit)) == lines, "what was purged did not come back whole"
                assert laptop.events.verify(audit) == []
        for station in (self.desk.station, *(laptop.station for laptop in self.laptops)):
            assert station.photos.kept() == sorted(self.pictures), "a picture is lacking"


def seasons_and_a_restore(machine: Purging) -> None:
    """Purged, brought back, worked on; then the hub comes back from a backup that its promise allows."""
    machine.a_season(0)
    machine.a_season_and_back(1, late=True)
    machine.back_up()
    machine.work(0)
    machine.restore(0)


def test_what_was_purged_is_never_lost() -> None:
    HAPPENED.clear()
    happening(Purging, seasons_and_a_restore)
    run(Purging, 150 if LONG else 4, 10)
    print(dict(HAPPENED))
    assert HAPPENED["purged"] > 0
    assert HAPPENED["pictures"] > 0
    assert HAPPENED["restored"] > 0
    floors = {"audit": 200, "late": 25, "sync": 200, "purged": 100, "fetched": 25, "restored": 50}
    assert not LONG or all(HAPPENED[what] >= floor for what, floor in floors.items()), HAPPENED


@contextmanager
def without_a_horizon(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the hub has is purged at once, whatever backup it may come back from."""
    patch.setattr(Holding, "is_safe", lambda self, sha: sha.hex() in self.held)
    patch.setattr(Holding, "safe_from", lambda self, sha: self.held.get(sha.hex()))
    yield


@contextmanager
def without_a_look_at_events(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """An audit is purged whose events are not all in segments that are safe."""
    from assetaudit.sync import purging

    patch.setattr(event_purge, "_uncovered", lambda *_arguments: iter(()))
    patch.setattr(purging, "_not_held", lambda *_arguments: "")
    patch.setattr(purging, "_not_old", lambda *_arguments: "")
    yield


BUGS = (without_a_horizon, without_a_look_at_events)


def test_a_purge_that_minds_no_backup_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    happening(Purging, lambda machine: machine.a_bad_week(0))
    with without_a_horizon(monkeypatch), pytest.raises(AssertionError, match="lack"):
        happening(Purging, lambda machine: machine.a_bad_week(0))


if LONG:

    @pytest.mark.parametrize("bug", BUGS, ids=lambda bug: str(bug.__name__))
    def test_a_purge_that_loses_is_found(bug, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
        with bug(monkeypatch), pytest.raises(AssertionError, match="lack"):
            run(Purging, 100, 10, (Phase.generate,))

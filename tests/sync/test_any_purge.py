"""Laptops purge, the hub is restored from any backup that its promise allows, in any order: nothing is ever lost.

A purge that does not mind the hub's backups is put in on purpose, and has to be found.
``ASSETAUDIT_LONG_TESTS=1`` makes it the long run.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from assetaudit.store import event_purge
from assetaudit.sync.holding import Holding
from assetaudit.sync.purging import fetch
from tests.sync.hub_desk import DAY, HubDesk, audited
from tests.sync.laptop import Laptop
from tests.sync.machine import LONG, run

HORIZON = 10
HAPPENED: Counter[str] = Counter()
index = st.integers(0, 100)


class EndedError(Exception):
    """The program ended in the middle of its work."""


class Purging(RuleBasedStateMachine):
    """Two laptops and a hub that is backed up and restored."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="purging"))
        self.patch = pytest.MonkeyPatch()
        self.backups: list[tuple[float, Path]] = []
        self.written: dict[str, set[bytes]] = {}

    @initialize()
    def begin(self) -> None:
        """Everybody is enrolled, and the hub has a backup of that moment."""
        self.desk = HubDesk(self.root, self.patch, horizon=HORIZON)
        self.laptops = [self.desk.laptop("one"), self.desk.laptop("two")]
        self.back_up()

    def _at(self, where: int) -> Laptop:
        return self.laptops[where % len(self.laptops)]

    @rule(where=index)
    def work(self, where: int) -> None:
        """An audit from its opening to its closing."""
        laptop = self._at(where)
        audit = audited(laptop, f"Q{len(self.written)}", "IT-1", "IT-2")
        self.written[audit] = set(laptop.lines(audit))
        HAPPENED["audit"] += 1

    @precondition(lambda self: self.written)
    @rule(where=index, which=index)
    def late_scan(self, where: int, which: int) -> None:
        """Somebody goes on in an audit that is closed."""
        audit = list(self.written)[which % len(self.written)]
        laptop = self._at(where)
        with suppress(Exception):
            laptop.scan(audit, "IT-LATE", close=bool(which % 2))
            self.written[audit].update(laptop.lines(audit))
            HAPPENED["late"] += 1

    @rule(where=index)
    def sync(self, where: int) -> None:
        self.desk.sync(self._at(where))
        HAPPENED["sync"] += 1

    @rule(days=st.sampled_from([1, 4, HORIZON + 1]))
    def days_pass(self, days: int) -> None:
        self.desk.clock.move(days * DAY)

    @rule(where=index)
    def purge(self, where: int) -> None:
        HAPPENED["purged"] += self.desk.purge(self._at(where))

    @rule(where=index)
    def die_while_purging(self, where: int) -> None:
        def die(*_arguments: object) -> None:
            raise EndedError

        with pytest.MonkeyPatch.context() as patch, suppress(EndedError):
            patch.setattr(event_purge, "_set_stone", die)
            self.desk.purge(self._at(where))
        self._at(where).shut()
        self._at(where).open()

    @rule(where=index)
    def fetch(self, where: int) -> None:
        """Bring back what can be brought back."""
        laptop = self._at(where)
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

    @rule(which=index)
    def restore(self, which: int) -> None:
        """From a backup that is not older than was promised, if there is one."""
        now = self.desk.clock.time.timestamp()
        young = [folder for at, folder in self.backups if now - at < HORIZON * DAY]
        if young:
            self.desk.restore(young[which % len(young)])
            HAPPENED["restored"] += 1

    @rule(where=index)
    def a_season(self, where: int) -> None:
        """Worked, synced, long past, backed up and purged."""
        self.work(where)
        self.sync(where)
        self.days_pass(HORIZON + 1)
        self.purge(where)

    @rule(where=index, late=st.booleans())
    def a_season_and_back(self, where: int, late: bool) -> None:
        """Purged, brought back, and perhaps worked on; purged once more in the end."""
        self.a_season(where)
        self.fetch(where)
        if late:
            self.late_scan(where, len(self.written) - 1)
            self.sync(where)
            self.days_pass(HORIZON + 1)
        self.purge(where)

    @rule(where=index)
    def a_bad_week(self, where: int) -> None:
        """Worked and synced after the backup; purged at once, if that can be; then the backup takes the hub's place."""
        self.back_up()
        self.work(where)
        self.sync(where)
        self.days_pass(4)
        self.purge(where)
        self.restore(len(self.backups) - 1)

    def teardown(self) -> None:
        """In the end everybody meets the hub, and it has everything."""
        try:
            self._heal()
        finally:
            for laptop in self.laptops:
                laptop.shut()
            self.desk.shut()
            self.patch.undo()
            shutil.rmtree(self.root)

    def _heal(self) -> None:
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


def test_what_was_purged_is_never_lost() -> None:
    HAPPENED.clear()
    run(Purging, 150 if LONG else 6, 10)
    print(dict(HAPPENED))
    assert HAPPENED["purged"] > 0
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


@pytest.mark.parametrize("bug", BUGS if LONG else BUGS[:1], ids=lambda bug: str(bug.__name__))
def test_a_purge_that_loses_is_found(bug, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    with bug(monkeypatch), pytest.raises(AssertionError, match="lack"):
        run(Purging, 100 if LONG else 15, 10, (Phase.generate,))

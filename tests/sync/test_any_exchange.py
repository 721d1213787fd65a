"""Any number of laptops, in any order, through any mishap: what one of them holds, all of them hold in the end.

Bugs of the kinds that lose scans elsewhere are put in on purpose, and have to be found: a test that cannot fail proves
nothing. ``ASSETAUDIT_LONG_TESTS=1`` makes it the long run, with every such bug.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from assetaudit.model.event import Draft
from assetaudit.store import event_admission, event_segments
from assetaudit.store.event_segments import SegmentStore
from assetaudit.sync.station import Station, Taken
from tests.sync.laptop import Laptop
from tests.sync.machine import LONG, EndedError, Mishaps, ending_at, happening, run, which
from tests.sync.usual_key import keyed_by_number

HAPPENED: Counter[str] = Counter()


class Exchange(Mishaps):
    """Laptops that scan, meet, are copied, restored, killed, and sticks that are torn."""

    def __init__(self) -> None:
        super().__init__()
        self.backups: list[tuple[int, Path]] = []
        self.sticks: list[bytes] = []
        self.written: set[bytes] = set()
        self.codes = 0

    @initialize()
    def begin(self) -> None:
        """Three laptops that believe each other, one of them with an audit."""
        self.laptops = [Laptop(self.root / f"l{number}", f"l{number}") for number in range(3)]
        for one in self.laptops:
            for two in self.laptops:
                one.trust(two)
        self.audit = self.laptops[0].audit()
        start = self.laptops[0].bundle()
        for laptop in self.laptops[1:]:
            laptop.take(start)
        self._note(self.laptops[0])

    def _note(self, laptop: Laptop) -> None:
        self.written.update(laptop.lines(self.audit))

    @rule(where=which, count=st.integers(1, 3), close=st.booleans())
    def scan(self, where: int, count: int, close: bool) -> None:
        self.codes += count
        laptop = self.at(where)
        laptop.scan(self.audit, *(f"IT-{self.codes}-{n}" for n in range(count)), close=close)
        self._note(laptop)
        HAPPENED["scan"] += 1

    @rule()
    def a_day_of_work(self) -> None:
        """Everybody scans, and one stick goes round."""
        for number, laptop in enumerate(self.laptops):
            self.scan(number, 1, close=False)
            self.laptops[0].take(laptop.bundle())
        HAPPENED["day"] += 1

    @rule(where=which)
    def new_kind(self, where: int) -> None:
        self.at(where).write(self.audit, Draft("some.day", {"what": "unheard of"}))
        self._note(self.at(where))
        HAPPENED["new kind"] += 1

    @precondition(lambda self: len(self.sticks) < 5)
    @rule(where=which)
    def write_stick(self, where: int) -> None:
        self.sticks.append(self.at(where).bundle())
        HAPPENED["stick"] += 1

    @precondition(lambda self: self.sticks)
    @rule(stick=which, where=which, how=st.sampled_from(["whole", "torn", "flipped", "twice", "backwards"]), seed=which)
    def read_stick(self, stick: int, where: int, how: str, seed: int) -> None:
        bundle = self.sticks[stick % len(self.sticks)]
        self.at(where).take(hurt(bundle, how, random.Random(seed)))
        HAPPENED[how] += 1

    @rule(one=which, two=which)
    def meet(self, one: int, two: int) -> None:
        there, here = self.at(one), self.at(two)
        here.take(there.bundle())
        there.take(here.bundle())
        HAPPENED["meet"] += 1

    @precondition(lambda self: self.sticks)
    @rule(stick=which, where=which)
    def die_while_taking(self, stick: int, where: int) -> None:
        with ending_at(SegmentStore, "_keep"):
            try:
                self.at(where).take(self.sticks[stick % len(self.sticks)])
            except EndedError:
                HAPPENED["died"] += 1
        self.at(where).shut()
        self.at(where).open()

    @precondition(lambda self: len(self.laptops) < 5)
    @rule(where=which)
    def clone(self, where: int) -> None:
        name = f"l{len(self.laptops)}"
        self.laptops.append(self.at(where).copy(self.root / name, name))
        HAPPENED["clone"] += 1

    @precondition(lambda self: len(self.backups) < 3)
    @rule(where=which)
    def back_up(self, where: int) -> None:
        folder = self.root / f"b{len(self.backups)}"
        self.at(where).copy(folder, "backup").shut()
        self.backups.append((where % len(self.laptops), folder))

    @precondition(lambda self: self.backups)
    @rule(number=which)
    def restore(self, number: int) -> None:
        """The disk breaks after a stick was written, and yesterday's copy takes its place."""
        owner, folder = self.backups[number % len(self.backups)]
        laptop = self.laptops[owner]
        self.sticks.append(laptop.bundle())
        laptop.shut()
        shutil.rmtree(laptop.folder)
        shutil.copytree(folder, laptop.folder)
        laptop.open()
        HAPPENED["restore"] += 1

    def heal(self) -> None:
        """Nothing is lost, invented or different."""
        first, *others = self.laptops
        for stick in [*self.sticks, *(other.bundle() for other in others)]:
            first.take(stick)
        everything = first.bundle()
        for other in others:
            other.take(everything)
        held = [laptop.lines(self.audit) for laptop in self.laptops]
        for laptop, lines in zip(self.laptops, held, strict=True):
            assert set(lines) == self.written, (laptop.name, len(set(lines)), len(self.written))
            assert len(lines) == len(set(lines)), "an event is there twice"
            assert lines == held[0], "the same events, in another order"
            assert laptop.events.verify(self.audit) == []
            assert not any(taken.new for taken in laptop.take(everything))


def hurt(bundle: bytes, how: str, chance: random.Random) -> bytes:
    """A stick after an accident."""
    at = chance.randrange(len(bundle))
    if how == "torn":
        return bundle[:at]
    if how == "flipped":
        return bundle[:at] + bytes([bundle[at] ^ 1 << chance.randrange(8)]) + bundle[at + 1 :]
    if how == "backwards":
        return bundle[at:] + bundle[:at]
    return bundle * 2 if how == "twice" else bundle


def test_nothing_is_lost_and_everybody_agrees() -> None:
    HAPPENED.clear()
    run(Exchange, 300 if LONG else 4, 12)
    wanted = {"scan", "meet", "stick", "clone", "restore", "died", "torn", "flipped", "twice", "backwards", "new kind"}
    assert not LONG or wanted <= set(HAPPENED), wanted - set(HAPPENED)


@contextmanager
def not_in_one_step(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The segment is noted as taken although its events were not."""
    real = event_admission.admit_events

    def forgetful(connection, stretch, device):  # type: ignore[no-untyped-def]
        return real(connection, stretch if stretch.first == 1 else stretch.without(set())[0]._part(0, 1), device)

    patch.setattr(event_segments, "admit_events", forgetful)
    yield


@contextmanager
def known_kinds_only(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Events of kinds that are not known are left out."""
    real = Station._take_segment

    def picky(self: Station, piece):  # type: ignore[no-untyped-def]
        from assetaudit.sync import segment

        unheard = any(b"some.day" in body for _hash, body in segment.stretch_of(piece).events)
        return Taken("segment", "known") if unheard else real(self, piece)

    patch.setattr(Station, "_take_segment", picky)
    yield


@contextmanager
def own_logs_lengthened(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clone's events are written into our own log, beside which our writer goes on."""
    patch.setattr(event_admission, "_part_before", lambda connection, piece: None)
    patch.setattr(event_admission, "_begin_part", _only_part)
    yield


def _only_part(connection, piece):  # type: ignore[no-untyped-def]
    from sqlalchemy import select

    from assetaudit.store.event_tables import LOGS

    there = connection.execute(select(LOGS.c.number).where(LOGS.c.log == piece.log)).scalar()
    return there if there is not None else _REAL_BEGIN(connection, piece)


_REAL_BEGIN = event_admission._begin_part
BUGS = (keyed_by_number, not_in_one_step, known_kinds_only, own_logs_lengthened)


def a_copied_laptop(machine: Exchange) -> None:
    """Both go on with one log, and meet."""
    machine.scan(0, 2, close=False)
    machine.clone(0)
    machine.scan(0, 1, close=False)
    machine.scan(3, 1, close=False)
    machine.meet(0, 3)


def test_a_copied_laptop_loses_nothing_and_under_the_usual_key_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    happening(Exchange, a_copied_laptop)
    with keyed_by_number(monkeypatch), pytest.raises(AssertionError):
        happening(Exchange, a_copied_laptop)


if LONG:

    @pytest.mark.parametrize("bug", BUGS, ids=lambda bug: str(bug.__name__))
    def test_a_bug_that_loses_scans_is_found(bug, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
        with bug(monkeypatch), pytest.raises(Exception):  # noqa: B017, PT011 - whatever way it comes to light
            run(Exchange, 100, 16, (Phase.generate,))

"""Real processes on a bad network, killed at random, one of them a clone: no scan that was acknowledged is ever lost.

Accounted as Jepsen's checker ``set-full`` does. ``ASSETAUDIT_LONG_TESTS=1`` makes it two minutes, runs it again over
PostgreSQL that crashes too, and puts in the usual key of an event, which has to lose.
"""

from __future__ import annotations

from pathlib import Path

from tests.sync.chaos import LONG, PROGRAMS, Chaos, judged, survived
from tests.sync.postgres import Server


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    chaos = Chaos(tmp_path)
    judged(chaos, survived(chaos, 120 if LONG else 5))


if LONG and PROGRAMS is not None:

    def test_nor_where_the_database_crashes_too(server: Server, tmp_path: Path) -> None:
        chaos = Chaos(tmp_path, server)
        judged(chaos, survived(chaos, 120))
        assert chaos.happened["database crashed"]


if LONG:

    def test_the_usual_key_loses_scans(tmp_path: Path) -> None:
        account = survived(Chaos(tmp_path, by_number=True), 30)
        assert account.lost > 0
        assert account.unexpected == 0

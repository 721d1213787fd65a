"""What a person says of what was scanned last: moved, wrong, two, unreadable, a pair, or the wrong place."""

from __future__ import annotations

import pytest

from assetaudit.errors import AuditError
from assetaudit.model.place import Position
from assetaudit.model.verdict import Tone
from tests.audit.hall import RACK_A, RACK_B, Hall, code, take


def test_moved_counts_here_and_nowhere_else() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk("ben")
    take(ana, "LOC:DC1/R2/A/07", "IT-00101")
    contested = take(ben, "LOC:DC1/R2/A/08", "IT-00101")[1]
    assert contested.verdict == "contested"
    verdict = ben.take(code("CMD:MOVED"))
    assert (verdict.verdict, verdict.asset.key if verdict.asset else None) == ("command", "cmdb:IT-00101")
    assert hall.outcome("IT-00101") == "misplaced"
    assert hall.found("IT-00101") == "DC1/R2/A/08"


def test_moved_twice_counts_where_it_is_now() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk("ben")
    take(ana, "LOC:DC1/R2/A/07", "IT-00101")
    take(ben, "LOC:DC1/R2/A/08", "IT-00101", "CMD:MOVED", "LOC:DC1/R2/A/09", "IT-00101", "CMD:MOVED")
    assert hall.outcome("IT-00101") == "misplaced"
    assert hall.found("IT-00101") == "DC1/R2/A/09"
    ben.undo()
    assert hall.outcome("IT-00101") == "contested"


def test_wrong_two_and_damaged_are_about_the_last_scan() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/08", "IT-00101", "CMD:WRONG")
    assert hall.outcome("IT-00101") == "not_swept"
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "LOC:DC1/R2/A/08", "IT-00101", "CMD:TWO")
    assert hall.outcome("IT-00101") == "found"
    assert [each.identifier for each in hall.audit.reconciliation.findings() if each.outcome == "unknown"] == [
        "IT-00101"
    ]
    verdict = walk.take(code("CMD:DAMAGED"))
    assert hall.log.written[-1].k == "condition"
    assert hall.log.written[-1].d["condition"] == "damaged"
    assert verdict.verdict == "command"
    walk.condition("label torn {0}")
    walk.note("hangs loose \ud800")
    assert hall.log.written[-1].d["text"] == "hangs loose \\ud800"


def test_moved_needs_one_asset_and_a_place() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "IT-00101")
    assert walk.moved().hash is None
    take(walk, "LOC:DC1/R2/A/07", "XX-1")
    assert walk.moved().hash is None


def test_an_unreadable_device_is_picked_later() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    verdict = walk.mark_unreadable(Position.parse("U14"), "sticker gone")
    assert (verdict.verdict, verdict.tone) == ("unreadable", Tone.ATTENTION)
    assert hall.log.written[-1].d["position"] == "U14"
    picked = walk.pick("cmdb:IT-00102", "last4", verdict.hash)
    assert (picked.verdict, picked.text) == ("found", "IT-00102")
    assert hall.outcome("IT-00102") == "found"
    assert hall.audit.reconciliation.counts()["unreadable"] == 0  # type: ignore[index]
    with pytest.raises(AuditError):
        walk.pick("cmdb:nothing", "photo")
    with pytest.raises(AuditError):
        walk.pick("cmdb:IT-00101", "hope")


def test_two_codes_of_one_device_are_a_handshake() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "CMD:PAIR")
    verdict = take(walk, "7LDDH2J")[0]
    first = hall.log.written[-3]
    assert hall.log.written[-1].d["with"] == first.hash
    assert verdict.finding is not None
    assert (verdict.finding.outcome, verdict.finding.basis) == ("found", "tag+serial")
    take(walk, "IT-00102")
    assert "with" not in hall.log.written[-1].d


def test_a_pair_of_two_records_is_a_wrong_device() -> None:
    hall = Hall()
    walk = hall.walk()
    verdict = take(walk, "LOC:DC1/R2/A/07", "IT-00101", "CMD:PAIR", "8MDDH3K")[-1]
    assert (verdict.verdict, verdict.tone) == ("wrong_device", Tone.WRONG)


def test_a_pair_is_forgotten_by_undo_and_by_another_place() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "CMD:PAIR", "CMD:UNDO", "7LDDH2J")
    assert "with" not in hall.log.written[-1].d
    take(walk, "CMD:PAIR", "LOC:DC1/R2/A/08", "IT-00201")
    assert "with" not in hall.log.written[-1].d


def test_a_wrong_latch_is_one_correction() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/08", "LOC:DC1/R2/A/08", "IT-00101", "IT-00102")
    assert hall.outcome("IT-00101") == "misplaced"
    verdict = walk.carry(RACK_A)
    assert "2 scans carried from DC1/R2/A/08 to DC1/R2/A/07" in verdict.sentence
    assert walk.place == RACK_A
    assert (hall.outcome("IT-00101"), hall.outcome("IT-00102")) == ("found", "found")
    assert hall.audit.reconciliation.sweep_state(RACK_B) == "not visited"
    walk.undo()
    assert walk.place == RACK_B
    assert hall.outcome("IT-00101") == "misplaced"

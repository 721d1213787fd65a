"""A walk step by step: what is written, what is answered, and what the findings become."""

from __future__ import annotations

import pytest

from assetaudit.model.finding import Outcome
from assetaudit.model.identification import Identification
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.model.verdict import Tone
from tests.audit.hall import EPC, RACK_A, RACK_B, RACK_C, Hall, code, tag, take


def kinds(hall: Hall) -> list[str]:
    """Kinds of the events that walks wrote."""
    return [event.k for event in hall.log.written[2:]]


def test_a_scan_is_the_read_and_its_place_and_nothing_else() -> None:
    hall = Hall()
    walk = hall.walk()
    place, found = take(walk, "LOC:DC1/R2/A/07", "IT-00101")
    assert (place.verdict, place.at, walk.place, walk.at) == ("place", "DC1/R2/A/07", RACK_A, place.hash)
    assert (found.verdict, found.tone, found.expected, found.at) == (
        "found",
        Tone.RIGHT,
        "DC1/R2/A/07:U12",
        "DC1/R2/A/07",
    )
    assert found.asset is not None
    assert found.asset.asset_tag == "IT-00101"
    assert found.sentence == (found.finding.why if found.finding else "")
    scan = hall.log.written[-1]
    assert (scan.k, scan.user, scan.sup) == ("scan", "ana", ())
    assert scan.d == {"at": place.hash, "read": {"kind": "code", "reader": "keys://", "text": "IT-00101"}}


def test_a_place_with_position_places_what_is_scanned_there() -> None:
    hall = Hall()
    walk = hall.walk()
    _, found = take(walk, "LOC:DC1/R2/A/07:U20", "IT-00101")
    assert (found.verdict, found.tone) == ("wrong_position", Tone.ATTENTION)
    take(walk, "LOC:DC1/R2/A/07:U40R", "IT-00103")
    assert walk.side == "rear"
    assert hall.outcome("IT-00103") == "found"


def test_typed_text_is_marked_as_typed() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    verdict = walk.take(code("IT-00101"), typed=True)
    assert hall.log.written[-1].d["typed"] is True
    assert verdict.finding is not None
    assert verdict.finding.basis == "typed"


@pytest.mark.parametrize("label", ["LOC:DC1//R2", "LOC:", "loc:DC1/R2/A/07:U0", "CMD:FOO", "CMD-", "LOC:a:b:c"])
def test_a_label_of_ours_that_is_not_understood_is_kept_told_and_no_device(label: str) -> None:
    hall = Hall()
    walk = hall.walk()
    _, told = take(walk, "LOC:DC1/R2/A/07", label)
    assert (told.verdict, told.tone, walk.place) == ("saved", Tone.ATTENTION, RACK_A)
    assert "is not understood" in told.sentence
    assert told.sentence.endswith("You still stand in DC1/R2/A/07.")
    assert hall.log.written[-1].d["read"]["text"] == label
    assert hall.audit.reconciliation.counts()[Outcome.UNKNOWN] == 0


@pytest.mark.parametrize("label", ["LOC:DC1/R2/A/07", "loc:dc1/r2/a/07", "LOC-ABC12", "RK-A7", "rk-a7", "LOC:RK-A7"])
def test_every_label_of_a_place_moves_the_walk(label: str) -> None:
    hall = Hall()
    walk = hall.walk()
    assert walk.take(code(label)).verdict == "place"
    assert walk.place == RACK_A
    assert hall.log.written[-1].d["read"]["text"] == label


def test_an_unknown_place_is_entered_and_told() -> None:
    walk = Hall().walk()
    verdict = walk.take(code("LOC:DC1/R2/A/99"))
    assert (verdict.verdict, verdict.tone) == ("place", Tone.ATTENTION)
    assert "does not know" in verdict.sentence
    assert walk.place == Place.parse("DC1/R2/A/99")


def test_a_place_outside_the_audit_is_entered_and_told() -> None:
    hall = Hall()
    walk = hall.walk()
    verdict = walk.take(code("LOC:DC1/R9/B/01"))
    assert "outside this audit" in verdict.sentence
    assert walk.take(code("IT-00777")).verdict == "found"


def test_scans_before_any_place_are_kept_and_can_be_taken_along() -> None:
    hall = Hall()
    walk = hall.walk()
    saved = walk.take(code("IT-00101"))
    assert (saved.verdict, saved.tone, saved.at) == ("saved", Tone.ATTENTION, None)
    assert "scan the place's label" in saved.sentence
    assert hall.outcome("IT-00101") == "not_swept"
    assert "1 scan made before any place" in walk.take(code("LOC:DC1/R2/A/07")).sentence
    assert hall.outcome("IT-00101") == "not_swept"
    assert walk.adopt().verdict == "command"
    assert hall.outcome("IT-00101") == "found"
    assert walk.adopt().hash is None
    assert "made before" not in walk.take(code("LOC:DC1/R2/A/08")).sentence
    take(walk, "CMD:UNDO", "CMD:UNDO")
    assert hall.outcome("IT-00101") == "not_swept"


def test_a_repeat_is_told_with_its_age() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "XX-1")
    hall.clock.move(250)
    again, unknown = take(walk, "IT-00101", "XX-1")
    assert (again.verdict, again.sentence, again.ago_ms) == ("repeat", "Already, 4 min ago.", 250_000)
    assert again.asset is not None
    assert (unknown.verdict, unknown.ago_ms) == ("repeat", 250_000)
    other = hall.walk("ben")
    other.go(RACK_A)
    assert take(other, "IT-00101")[0].verdict == "repeat"


def test_the_outcomes_of_a_rack() -> None:
    hall = Hall()
    walk = hall.walk()
    verdicts = take(walk, "LOC:DC1/R2/A/07", "IT-00201", "IT-00900", "XX-1", "IT-00777", "7LDDH2J")
    assert [each.verdict for each in verdicts[1:]] == [
        "misplaced",
        "retired_present",
        "unknown",
        "out_of_scope",
        "found",
    ]
    assert verdicts[1].expected == "DC1/R2/A/08:U10"
    assert [each.tone for each in verdicts[1:4]] == [Tone.ATTENTION, Tone.WRONG, Tone.WRONG]


def test_a_code_of_a_product_is_told_and_makes_no_finding() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    verdict = walk.take(Read(reader="keys://", text="4006381333931", symbology="]E0"))
    assert (verdict.verdict, verdict.tone) == ("saved", Tone.ATTENTION)
    assert "Wrong code" in verdict.sentence


def test_undo_takes_back_step_by_step() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "LOC:DC1/R2/A/08", "IT-00201", "CMD:CLOSE")
    assert "closed DC1/R2/A/08" in walk.take(code("CMD:UNDO")).sentence
    assert hall.audit.reconciliation.sweep_state(RACK_B) == "open"
    assert "'IT-00201'" in walk.undo().sentence
    assert hall.outcome("IT-00201") == "not_swept"
    verdict = walk.undo()
    assert "you stand in DC1/R2/A/07 again" in verdict.sentence
    assert (walk.place, walk.at) == (RACK_A, hall.log.written[2].hash)
    take(walk, "IT-00102")
    assert hall.outcome("IT-00102") == "found"
    for _ in range(3):
        verdict = walk.undo()
    assert "you stand nowhere now" in verdict.sentence
    assert (walk.place, walk.at) == (None, None)
    assert walk.undo().hash is None
    kept = walk.take(code("CMD:UNDO"))
    assert (kept.verdict, kept.tone) == ("command", Tone.ATTENTION)
    assert kept.hash == hall.log.written[-1].hash
    assert walk.undo().hash is None


def test_undo_is_of_this_walk_only() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk("ben")
    take(ana, "LOC:DC1/R2/A/07", "IT-00101")
    assert ben.undo().hash is None
    assert hall.outcome("IT-00101") == "found"


def test_closing_tells_what_is_not_located() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101")
    assert [each.asset_tag for each in walk.would_be_missing()] == ["IT-00103", "IT-00102"]
    assert [each.asset_tag for each in walk.would_be_missing("front")] == ["IT-00102"]
    verdict = walk.take(code("CMD:CLOSE"))
    assert (verdict.verdict, verdict.tone) == ("command", Tone.ATTENTION)
    assert "2 assets were not located: IT-00103, IT-00102" in verdict.sentence
    assert hall.outcome("IT-00102") == "missing"
    assert hall.log.written[-1].d["covers"] == [{"place": "DC1/R2/A/07"}]
    assert hall.outcome("IT-00201") == "not_swept"


def test_a_rack_is_closed_without_going_through_the_whole_register(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall()
    walk = hall.walk()
    with monkeypatch.context() as patch:
        patch.setattr(MemoryRegister, "outlines", lambda _self: pytest.fail("the whole register was gone through"))
        *_, closed = take(walk, "LOC:DC1/R2/A/07", "IT-00101", "CMD:CLOSE")
    assert closed.sentence == "Closed: DC1/R2/A/07. 2 assets were not located: IT-00103, IT-00102."
    assert hall.outcome("IT-00102") == "missing"


def test_closing_one_side_covers_that_side() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A, side="front")
    walk.close()
    assert hall.log.written[-1].d["covers"] == [{"place": "DC1/R2/A/07", "side": "front"}]
    assert hall.outcome("IT-00102") == "missing"
    assert hall.outcome("IT-00103") == "not_swept"


def test_exactly_the_places_named_are_closed() -> None:
    hall = Hall()
    walk = hall.walk()
    verdict = walk.close([RACK_B, RACK_C])
    assert verdict.verdict == "command"
    assert [hall.audit.reconciliation.sweep_state(rack) for rack in (RACK_A, RACK_B, RACK_C)] == [
        "not visited",
        "closed",
        "closed",
    ]


def test_commands_without_a_place_change_nothing_but_keep_the_read() -> None:
    hall = Hall()
    walk = hall.walk()
    for name in ("CLOSE", "BLOCKED", "MOVED", "WRONG", "TWO", "DAMAGED", "UNREADABLE", "PAIR"):
        verdict = walk.take(code(f"CMD-{name}"))
        assert (verdict.verdict, verdict.tone, verdict.text) == ("command", Tone.ATTENTION, f"CMD-{name}")
        assert verdict.hash == hall.log.written[-1].hash
    assert set(kinds(hall)) == {"scan"}
    assert list(hall.audit.reconciliation.counts().values()).count(0) >= 14
    assert walk.close().hash is None


def test_next_goes_to_what_is_not_closed_and_blocked_comes_last() -> None:
    hall = Hall()
    walk = hall.walk()
    verdict = walk.take(code("CMD:NEXT"))
    assert (verdict.verdict, verdict.at, walk.place) == ("command", "DC1/R2/A/07", RACK_A)
    walk.block("locked")
    blocked = hall.audit.reconciliation.finding("cmdb:IT-00101")
    assert blocked is not None
    assert blocked.reason == "blocked: locked"
    walk.next()
    assert walk.place == RACK_B
    walk.close()
    walk.next()
    assert walk.place == RACK_C
    walk.next()
    assert walk.place == RACK_A
    walk.close([RACK_A])
    walk.next()
    assert walk.place == RACK_C
    walk.close()
    assert walk.take(code("CMD:NEXT")).tone is Tone.ATTENTION
    assert walk.place == RACK_C


def test_a_tag_is_one_bulk_event_and_never_acts() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    verdict = walk.take(tag(EPC, -61.5))
    assert (verdict.verdict, verdict.text) == ("found", EPC)
    event = hall.log.written[-1]
    assert event.k == "bulk"
    assert event.d["tags"] == [{"epc": EPC, "antenna": 1, "unit": "dBm", "n": 1, "max": -615, "sum": -615}]
    command = "434D443A434C4F5345"
    walk.take(Read(reader="tcp://r", kind="tag", epc=command))
    walk.take(Read(reader="tcp://r", kind="tag", text="CMD:CLOSE"))
    walk.take(Read(reader="tcp://r", kind="tag", text="LOC:DC1/R2/A/08"))
    assert walk.place == RACK_A
    assert hall.audit.reconciliation.sweep_state(RACK_A) == "open"
    assert kinds(hall) == ["place", "bulk", "bulk", "scan", "scan"]


def test_a_second_of_tags_is_one_event() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    reads = [
        tag(EPC, -60, at="2026-03-01T08:00:00.100Z"),
        tag(EPC, -50, at="2026-03-01T08:00:00.900Z"),
        tag(EPC, -70, antenna=2),
        tag("30340000000000000000BEEF", -40),
    ]
    verdict = walk.take_tags(reads)
    assert verdict is not None
    assert "2 things read together" in verdict.sentence
    event = hall.log.written[-1]
    assert event.d["ms"] == 800
    assert [(each["epc"], each["antenna"], each["n"], each["max"], each["sum"]) for each in event.d["tags"]] == [
        ("30340000000000000000BEEF", 1, 1, -400, -400),
        (EPC, 1, 2, -500, -1100),
        (EPC, 2, 1, -700, -700),
    ]
    assert walk.take_tags([]) is None


def test_a_picture_never_commands() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    walk.take(Read(reader="camera://0", text="CMD:CLOSE"))
    walk.take(Read(reader="camera://0", text="LOC:DC1/R2/A/08"))
    assert walk.place == RACK_A
    assert kinds(hall) == ["place", "scan", "scan"]


def test_other_reads_are_kept() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    for kind in ("status", "position"):
        verdict = walk.take(Read(reader="gps://x", kind=kind, text="$GPGGA", note="fix"))
        assert verdict.verdict == "saved"
        assert verdict.hash == hall.log.written[-1].hash
    assert walk.undo().sentence.startswith("Taken back: the place")


def test_an_identification_that_fails_loses_nothing() -> None:
    def broken(read: Read) -> Identification:
        if read.text == "BOOM":
            raise RuntimeError(read.text)
        return Identification(read.raw, read.raw, cleaned=False)

    hall = Hall(identify=broken)
    walk = hall.walk()
    with pytest.raises(RuntimeError):
        walk.take(code("BOOM"))
    assert hall.log.written[-1].d["read"]["text"] == "BOOM"


def test_a_blind_audit_tells_nothing_of_what_is_expected() -> None:
    hall = Hall(blind=True)
    walk = hall.walk()
    verdicts = take(walk, "LOC:DC1/R2/A/07", "IT-00101", "IT-00101", "IT-00201", "XX-1", "CMD:CLOSE", "CMD:MOVED")
    assert [each.verdict for each in verdicts] == ["place", "saved", "repeat", "saved", "saved", "command", "command"]
    for each in verdicts:
        assert (each.asset, each.finding, each.expected) == (None, None, None)
        assert "IT-00102" not in each.sentence
    assert {each.tone for each in verdicts[1:5]} == {Tone.NEUTRAL}
    assert walk.would_be_missing() == []
    assert hall.outcome("IT-00102") == "missing"


def test_the_next_walk_is_told_where_one_stood() -> None:
    hall = Hall()
    first = hall.walk()
    take(first, "LOC:DC1/R2/A/07", "LOC:DC1/R2/A/08")
    hall.audit.refresh()
    second = hall.walk()
    second.remember(hall.audit.last_place("ana"))
    assert (second.place, second.resume_hint()) == (None, RACK_B)
    assert hall.audit.last_place("nobody") is None

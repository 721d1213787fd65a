"""Codes out of a scanner's memory: told by pace and silence, and given a place only by labels among them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assetaudit.audit.walk import Walk
from assetaudit.model.read import Read
from assetaudit.model.verdict import Verdict
from tests.audit.hall import Hall, code

SERIAL = "serial:///dev/ttyACM0"
DUMP = ("IT-00101", "IT-00102", "IT-00103", "IT-00900", "IT-00777", "XX-1", "XX-2")


def pass_ms(hall: Hall, ms: int) -> None:
    hall.clock.time += timedelta(milliseconds=ms)


def scan(hall: Hall, walk: Walk, texts: tuple[str, ...], *, gap: int = 60, reader: str = SERIAL) -> list[Verdict]:
    told = []
    for text in texts:
        told.append(walk.take(Read(reader=reader, text=text)))
        pass_ms(hall, gap)
    return told


def at_rack(hall: Hall, walk: Walk, silence: int = 60_000) -> None:
    scan(hall, walk, ("LOC:DC1/R2/A/07",))
    pass_ms(hall, silence)


def test_a_dump_without_labels_counts_for_no_place_not_even_its_first_codes() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    told = scan(hall, walk, DUMP)
    assert [verdict.verdict for verdict in told[4:]] == ["saved"] * 3
    assert "out of a scanner's memory" in told[-1].sentence
    assert [hall.outcome(tag) for tag in ("IT-00101", "IT-00102", "IT-00900")] == ["not_swept", "not_swept", "none"]
    assert not [f for f in hall.audit.reconciliation.findings() if f.outcome == "unknown"]
    assert str(walk.place) == "DC1/R2/A/07"


def test_nothing_of_a_dump_is_lost_and_it_can_be_taken_along() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    scan(hall, walk, DUMP)
    live = [event for event in hall.log.written if event.k == "scan" and hall.audit.reconciliation.live(event.hash)]
    assert [event.d["read"]["text"] for event in live] == list(DUMP)
    assert not any("at" in event.d for event in live)
    pass_ms(hall, 5_000)
    scan(hall, walk, ("LOC:DC1/R2/A/08",))
    pass_ms(hall, 2_000)
    assert f"{len(DUMP)} scans count for DC1/R2/A/08" in walk.take(code("CMD:ADOPT")).sentence
    assert hall.found("IT-00101") == "DC1/R2/A/08"


def test_labels_inside_a_dump_give_their_places() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    scan(hall, walk, ("IT-00101", "IT-00102", "LOC:DC1/R2/A/08", "IT-00201", "IT-00103", "LOC:DC1/R2/A/09", "IT-00301"))
    assert [hall.outcome(tag) for tag in ("IT-00101", "IT-00102")] == ["not_swept", "not_swept"]
    assert (hall.found("IT-00201"), hall.found("IT-00103")) == ("DC1/R2/A/08", "DC1/R2/A/08")
    assert hall.found("IT-00301") == "DC1/R2/A/09"


def test_scans_by_hand_after_a_dump_count_again() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    scan(hall, walk, DUMP)
    pass_ms(hall, 700)
    scan(hall, walk, ("IT-00101",))
    assert hall.found("IT-00101") == "DC1/R2/A/07"


@pytest.mark.parametrize(
    ("silence", "gap", "reader", "texts"),
    [
        (60_000, 500, SERIAL, DUMP),  # as fast as a hand
        (1_000, 60, SERIAL, DUMP),  # no time to have scanned them before
        (60_000, 60, SERIAL, DUMP[:4]),  # a few labels at once
        (60_000, 60, SERIAL, ("IT-00101",) * 9),  # one label seen again and again
        (60_000, 60, "camera://0", DUMP),  # a photo of a rack
        (60_000, 0, "", DUMP),  # lines of a file
    ],
)
def test_what_is_no_dump(silence: int, gap: int, reader: str, texts: tuple[str, ...]) -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk, silence)
    scan(hall, walk, texts, gap=gap, reader=reader)
    assert hall.found("IT-00101") == "DC1/R2/A/07"


def test_another_scanner_meanwhile_is_not_drawn_in() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    for text in DUMP:
        scan(hall, walk, (text,), gap=30)
        if text == "IT-00777":
            scan(hall, walk, ("IT-00201",), gap=30, reader="keys://")
    assert hall.found("IT-00201") == "DC1/R2/A/07"
    assert hall.outcome("IT-00101") == "not_swept"


def test_a_place_chosen_on_the_screen_gives_a_dump_no_place() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    walk.go(hall.frame.scope[0])
    scan(hall, walk, DUMP)
    assert hall.outcome("IT-00101") == "not_swept"


def test_times_that_the_reads_bring_count_before_the_clock() -> None:
    hall = Hall()
    walk = hall.walk()
    at_rack(hall, walk)
    for second, text in enumerate(DUMP):
        walk.take(Read(reader=SERIAL, text=text, at=f"2026-03-01T09:00:{second:02}Z"))
    assert hall.found("IT-00101") == "DC1/R2/A/07"


def test_codes_that_are_no_device_make_no_finding() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.take(code("LOC:DC1/R2/A/07"))
    before = list(hall.audit.reconciliation.findings())
    for text in ("1P867055-B21", "(01)09521234543213", "(00)006141411234567890", "30PABC", "4LCN"):
        verdict = walk.take(code(text))
        assert verdict.verdict == "saved", text
        assert "Scan the asset tag or the S/N" in verdict.sentence
    assert list(hall.audit.reconciliation.findings()) == before

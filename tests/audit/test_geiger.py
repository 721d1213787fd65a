"""Find mode: the needle rises towards the tag, falls in silence, and knows whose signal it follows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.audit.geiger import FADES, FAST, SLOW, Geiger, Trend
from assetaudit.audit.tags import Heard, heard
from assetaudit.model.read import Read
from tests.audit.hall import EPC

OTHER = "3034257BF7194E4000001A86"


def batch(rssi: float | None, epc: str = EPC, *, unit: str = "dBm", tid: str | None = None, antenna: int = 1) -> Heard:
    return heard([Read("tcp://r", "tag", epc=epc, tid=tid, rssi=rssi, rssi_unit=unit, antenna=antenna)])


def walked(geiger: Geiger, *rssi: float) -> list[float]:
    levels = []
    for number, one in enumerate(rssi):
        geiger.hear(batch(one), number * 0.25)
        levels.append(geiger.tick(number * 0.25).level)
    return levels


def test_the_needle_rises_as_one_comes_nearer_and_clicks_faster() -> None:
    geiger = Geiger(frozenset({EPC}))
    levels = walked(geiger, -75, -70, -66, -61, -55, -48, -42)
    assert levels == sorted(levels)
    signal = geiger.signal(1.5)
    assert signal.trend is Trend.WARMER
    assert (signal.tenths, signal.unit, signal.antenna, signal.reads) == (-420, "dBm", 1, 7)
    assert signal.click_seconds is not None
    assert FAST <= signal.click_seconds < 0.4
    assert signal.history[-1] > signal.history[0]


def test_the_needle_falls_as_one_walks_away() -> None:
    geiger = Geiger(frozenset({EPC}))
    walked(geiger, -40, -45, -52, -60, -66, -72)
    assert geiger.signal(1.3).trend is Trend.COLDER


def test_silence_lets_it_fall_to_nothing() -> None:
    geiger = Geiger(frozenset({EPC}))
    assert geiger.signal(0).trend is Trend.LOST
    assert geiger.signal(0).click_seconds is None
    geiger.hear(batch(-40), 1.0)
    half, gone = geiger.signal(1.0 + FADES / 2), geiger.signal(1.0 + FADES)
    assert 0 < half.level < 0.6
    assert (gone.level, gone.click_seconds, gone.ago, gone.trend) == (0.0, None, FADES, Trend.LOST)


def test_only_the_thing_looked_for_moves_the_needle() -> None:
    geiger = Geiger(frozenset({EPC}), frozenset({"E280AA"}))
    assert not geiger.hear(batch(-30, OTHER), 0)
    assert not geiger.hear(batch(-30, EPC, tid="E280BB"), 0)
    assert geiger.signal(0).level == 0.0
    assert geiger.hear(batch(-30, EPC, tid="E280AA"), 0)
    assert geiger.hear(batch(-30, EPC), 0.1)
    assert geiger.signal(0.1).level > 0.9


def test_raw_figures_are_put_between_the_weakest_and_the_strongest_heard() -> None:
    geiger = Geiger(frozenset({EPC}))
    for number, raw in enumerate((90, 60, 120, 60, 120, 120, 120)):
        geiger.hear(batch(raw, unit="raw"), number * 0.2)
    near = geiger.signal(1.2)
    assert near.level > 0.75
    geiger.hear(batch(60, unit="raw"), 1.4)
    assert geiger.signal(1.4).level < near.level
    assert geiger.signal(1.4).unit == "raw"


def test_a_reader_that_tells_no_signal_still_clicks() -> None:
    geiger = Geiger(frozenset({EPC}))
    geiger.hear(batch(None), 0)
    assert geiger.signal(0).level == 0.5


@given(st.lists(st.tuples(st.floats(-120, 20), st.floats(0, 3)), max_size=80))
def test_whatever_is_heard_the_needle_stays_on_its_scale(steps: list[tuple[float, float]]) -> None:
    geiger, now = Geiger(frozenset({EPC})), 0.0
    for rssi, pause in steps:
        now += pause
        geiger.hear(batch(rssi), now)
        signal = geiger.tick(now + pause / 2)
        assert 0.0 <= signal.level <= 1.0
        assert signal.click_seconds is None or FAST <= signal.click_seconds <= SLOW
        assert len(signal.history) <= 120

"""One code in view is one read, and what one frame alone cannot prove has to be agreed on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.readers.camera.believing import AGREE, Believing
from assetaudit.readers.camera.code import Code
from assetaudit.readers.camera.decoding import Found


def found(text: str, *, sure: bool = True) -> Found:
    return Found(Code(text, None, "]C0", (), checked=sure), untouched=True)


def test_a_code_in_view_is_told_once() -> None:
    believing = Believing(again=3)
    told = [code.text for tick in range(300) for code in believing.take([found("A"), found("B")], tick / 30)]
    assert told == ["A", "B"]


def test_a_code_that_comes_back_later_is_told_again() -> None:
    believing = Believing(again=3)
    times = (0, 1, 2, 4.9, 8.0, 8.1)
    assert [len(believing.take([found("A")], now)) for now in times] == [1, 0, 0, 0, 1, 0]


def test_an_uncertain_code_needs_two_frames_that_agree() -> None:
    believing = Believing()
    shy = found("A", sure=False)
    assert believing.take([shy], 0) == []
    assert believing.take([found("B", sure=False)], 0.1) == []
    assert [code.text for code in believing.take([shy], 0.5)] == ["A"]
    assert believing.take([shy], 0.6) == []
    assert believing.take([found("B", sure=False)], 0.1 + AGREE + 0.01) == []


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans(), st.integers(0, 40)), max_size=60))
def test_every_certain_code_is_told_and_no_code_twice_within_its_time(steps: list[tuple[str, bool, int]]) -> None:
    believing, now = Believing(again=2), 0.0
    seen: dict[str, float] = {}
    told: set[str] = set()
    for text, sure, pause in steps:
        now += pause / 10
        fresh = text not in seen or now - seen[text] > 2
        codes = [code.text for code in believing.take([found(text, sure=sure)], now)]
        if fresh:
            told.discard(text)
        assert not (codes and text in told), "told twice while in view"
        told |= {text} if codes else set()
        assert not sure or text in told, "a certain code was never told"
        seen[text] = now


def test_what_went_out_of_view_is_forgotten() -> None:
    believing = Believing(again=1)
    for number in range(10_000):
        believing.take([found(f"IT-{number}")], number / 10)
    assert len(believing._seen) < 20

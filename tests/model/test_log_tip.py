"""Tips of logs as text: short enough for a small code, read back however they were typed."""

from __future__ import annotations

import pytest

from assetaudit.errors import UsageError
from assetaudit.model.log_tip import LogTip, pages, tip_text, tips_in
from assetaudit.printing.codes.qr import encode

ONE = LogTip("0197c0de-0000-7000-8000-0000000000a1", 412, "ab" * 32)
TWO = LogTip("0197c0de-0000-7000-8000-0000000000a2", 7, "0123456789abcdef" * 4)


def test_a_text_is_versioned_and_read_back() -> None:
    text = tip_text([ONE, TWO])
    assert text.startswith("AATIP1:0197C0DE00007000800000000000" + "00A1.412.")
    assert tips_in(text) == (ONE, TWO)


@pytest.mark.parametrize("typed", [str.lower, " ".join, lambda text: text.replace(":", ":\n")])
def test_blanks_and_case_do_not_matter(typed: object) -> None:
    assert callable(typed)
    assert tips_in(typed(tip_text([ONE]))) == (ONE,)


def test_a_log_may_be_written_with_its_hyphens() -> None:
    assert tips_in(f"AATIP1:{ONE.log}.{ONE.seq}.{ONE.hash}") == (ONE,)


@pytest.mark.parametrize(
    "text",
    ["", "AATIP1:", "AATIP2:" + tip_text([ONE])[7:], tip_text([ONE])[:-1], tip_text([ONE]) + "+", "AATIP1:x.1.y", "\0"],
)
def test_what_is_no_tip_is_wrong_use(text: str) -> None:
    with pytest.raises(UsageError, match="no tip of a log"):
        tips_in(text)


def test_one_log_of_a_long_walk_fits_a_small_terminal() -> None:
    text = tip_text([LogTip(ONE.log, 999_999_999, ONE.hash)])
    assert encode(text, "L").width == 33


def drawn(text: str) -> list[str]:
    """A square as large as its text is long."""
    return ["#" * len(text)] * len(text)


def test_as_many_logs_as_fit_share_a_code_and_none_is_left_out() -> None:
    room = len(tip_text([ONE, TWO]))
    assert [tips for tips, _ in pages([ONE, TWO, ONE], drawn, room, room)] == [(ONE, TWO), (ONE,)]
    assert [tips for tips, _ in pages([ONE, TWO], drawn, 10, 10)] == [(ONE,), (TWO,)]
    assert pages([], drawn, 10, 10) == []

"""Numbers, sums and days as each language writes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assetaudit.language import say, sentence, speaking, spoken
from assetaudit.language.figures import amount, decimal, moment, share, whole


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("en", ["1,234,567", "999", "-12,345.06", "0.05", "1,234.5", "66.6 %", "< 0.1 %", "–", "100.0 %"]),
        ("de", ["1.234.567", "999", "-12.345,06", "0,05", "1.234,5", "66,6 %", "< 0,1 %", "–", "100,0 %"]),
    ],
)
def test_numbers_have_the_marks_of_the_language(name: str, told: list[str]) -> None:
    with speaking(name):
        numbers = [whole(1_234_567), whole(999), amount(-1_234_506), amount(5), decimal(1234.5)]
        assert [*numbers, share(2, 3), share(1, 2_000), share(0, 0), share(7, 7)] == told


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("2026-11-24T12:30:05Z", "2026-11-24 12:30:05 UTC", "24.11.2026 12:30:05 UTC"),
        ("2026-11-24T12:30:05.123+00:00", "2026-11-24 12:30:05 UTC", "24.11.2026 12:30:05 UTC"),
        ("2026-11-24", "2026-11-24", "24.11.2026"),
        ("2026-11-24 08:15", "2026-11-24 08:15", "24.11.2026 08:15"),
        ("last Tuesday", "last Tuesday", "last Tuesday"),
    ],
)
def test_days_stand_in_the_order_of_the_language(text: str, english: str, german: str) -> None:
    assert moment(text) == english
    with speaking("de"):
        assert moment(text) == german


def test_a_language_is_spoken_where_it_was_asked_for_and_nowhere_else() -> None:
    with ThreadPoolExecutor(1) as beside, speaking("de"):
        assert spoken() == "de"
        assert beside.submit(spoken).result() == "en"
        with speaking("en"):
            assert say("verified") == "verified"
        assert say("verified") != "verified"
    assert spoken() == "en"


def test_a_share_inside_of_a_sentence_is_one_and_the_name_of_a_room_is_none() -> None:
    with speaking("de"):
        assert "1.05" in sentence("Expected at 1.05, seen at 1.06 by tag.")

"""Accuracy group by group, and ages of sightings."""

from __future__ import annotations

import pytest

from assetaudit.model.finding import Finding, Outcome
from assetaudit.review.accuracy import DAY_MS, Accuracy, Age, Unseen, accuracy, days_before


def test_each_group_counts_what_says_something_of_the_register() -> None:
    told = [
        ("b", Outcome.FOUND),
        ("b", Outcome.MISMATCH),
        ("b", Outcome.MISPLACED),
        ("b", Outcome.MISSING),
        ("a", Outcome.WRONG_POSITION),
        ("a", Outcome.NOT_SWEPT),
        ("c", Outcome.CONTESTED),
    ]
    found = accuracy((group, Finding(outcome)) for group, outcome in told)
    assert found == [Accuracy("a", 0, 1, 0), Accuracy("b", 2, 1, 1)]
    assert [one.whole for one in found] == [1, 4]


@pytest.mark.parametrize(
    ("walls", "days", "age"),
    [
        ([], None, Age.NEVER),
        ([1000 * DAY_MS], 0, Age.QUARTER),
        ([1001 * DAY_MS], 0, Age.QUARTER),
        ([10, 910 * DAY_MS], 90, Age.QUARTER),
        ([909 * DAY_MS], 91, Age.YEAR),
        ([600 * DAY_MS], 400, Age.LONGER),
    ],
)
def test_the_age_is_counted_from_the_last_sighting_to_the_opening(walls: list[int], days: int | None, age: Age) -> None:
    assert days_before(1000 * DAY_MS, walls) == days
    assert Unseen("IT-1", "A", days).age is age

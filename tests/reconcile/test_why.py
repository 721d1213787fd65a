"""Why a finding is as it is, in words that are true of one and of several, and of things without a place."""

from __future__ import annotations

import pytest

from assetaudit.language.catalogue import load
from tests.stories.language import Stage, read

RACKS = "IT-2 DC1/R2/A/07:U1 | IT-3 DC1/R2/A/08:U1"
CASES = {
    "contested without a place": (
        f"register: IT-1 - | {RACKS}\nana at DC1/R2/A/07: IT-1\nben at DC1/R2/A/08: IT-1\n",
        "No place is registered for it, and it was seen at DC1/R2/A/07 & DC1/R2/A/08 by tag; these do not agree.",
    ),
    "one that it may be": (
        "register: IT-1 DC1/R2/A/07:U10\nat DC1/R2/A/07: XX-9 closed\n",
        "Expected at DC1/R2/A/07:U10, which was closed, and seen nowhere; it may be what was seen there: XX-9.",
    ),
    "two that it may be": (
        "register: IT-1 DC1/R2/A/07:U10\nat DC1/R2/A/07: XX-8 XX-9 closed\n",
        "Expected at DC1/R2/A/07:U10, which was closed, and seen nowhere; "
        "it may be one of these, seen there: XX-8, XX-9.",
    ),
    "a second device": (
        "register: IT-1 DC1/R2/A/07:U10\nat DC1/R2/A/07: IT-1\nat DC1/R2/A/08: IT-1 two\n",
        "Two devices carry the code 'IT-1', and this one has no record; seen at DC1/R2/A/08 by tag.",
    ),
    "a blade of a moved chassis": (
        "register: CH DC1/R2/A/07:U10 height=7 | B1 DC1/R2/A/07:U10#bay1 parent=CH\n"
        "at DC1/R2/A/08:U10: CH\nat DC1/R2/A/08:U10#bay1: B1\n",
        "It belongs in CH, so it is now expected at DC1/R2/A/08:U10#bay1; seen at DC1/R2/A/08:U10#bay1 by tag.",
    ),
    "two codes of two records": (
        "register: IT-7 DC1/R2/A/07:U10 serial=S1 | IT-7!b DC1/R2/A/08:U10 serial=S1\nat DC1/R2/A/07: IT-7 S1\n",
        "The codes 'IT-7' & 'S1', read at DC1/R2/A/07, belong to this and one other record; somebody has to decide.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_why(name: str) -> None:
    story, why = CASES[name]
    assert why in [finding.why for finding in Stage(read(story)).engine.findings()]
    german = load("de").sentence(why)
    assert german != why
    assert "seen" not in german.split()

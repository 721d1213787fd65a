"""Arabic letters join: the forms are those that the standard's own shaping gives."""

from __future__ import annotations

import unicodedata

import pytest

from assetaudit.pdf.arabic import joined
from assetaudit.pdf.fonts import face


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("\u0628", "ISOLATED"),
        ("\u0628\u0628", "INITIAL FINAL"),
        ("\u0628\u0628\u0628", "INITIAL MEDIAL FINAL"),
        ("\u062f\u0628", "ISOLATED ISOLATED"),
        ("\u0628\u062f\u0628", "INITIAL FINAL ISOLATED"),
        ("\u0628\u064e\u0628", "INITIAL - FINAL"),
        ("\u0628 \u0628", "ISOLATED - ISOLATED"),
        ("\u0644\u0627", "ISOLATED"),
        ("\u0628\u0644\u0627", "INITIAL FINAL"),
        ("\u067e\u0628", "INITIAL FINAL"),
    ],
)
def test_forms_follow_their_neighbours(text: str, forms: str) -> None:
    got = joined(text, lambda _: True)
    told = [next((form for form in unicodedata.name(each).split() if form in _FORMS), "-") for each in got]
    assert " ".join(told) == forms
    assert unicodedata.normalize("NFKC", got) == unicodedata.normalize("NFKC", text)


_FORMS = {"ISOLATED", "FINAL", "INITIAL", "MEDIAL"}


def test_what_a_font_lacks_stays_as_it_is() -> None:
    assert joined("\u0628\u0628", lambda _: False) == "\u0628\u0628"
    assert joined("IT-00101 Łódź", lambda _: True) == "IT-00101 Łódź"


def test_a_label_shows_joined_letters_from_right_to_left() -> None:
    drawn = face().drawable("\u062e\u0627\u062f\u0645")
    assert [unicodedata.name(each).rsplit(" ", 2)[-2] for each in drawn][-1] == "INITIAL"
    assert drawn[-1] == "\ufea7"

"""Catalogues: every text that the program says has its translation, and no sheet of a workbook the name of another."""

from __future__ import annotations

from collections import Counter

import pytest

from assetaudit import language
from assetaudit.language.catalogue import within
from tests.language.spoken import called, in_context, listed

FOREIGN = [name for name in language.languages() if name != "en"]


@pytest.mark.parametrize("name", FOREIGN)
def test_every_text_that_is_said_is_translated(name: str) -> None:
    catalogue, every = language.load(name), called()
    assert len(every) > 600
    known = catalogue.texts.keys() | catalogue.plurals.keys()
    assert sorted(f"{file}: {text}" for text, file in every.items() if text not in known) == []


@pytest.mark.parametrize("name", FOREIGN)
def test_every_text_of_a_table_is_translated(name: str) -> None:
    texts, every = language.load(name).texts, listed()
    assert len(every) > 300
    assert sorted(every - texts.keys()) == []


@pytest.mark.parametrize("name", FOREIGN)
def test_every_word_that_means_something_in_one_place_is_translated(name: str) -> None:
    texts = language.load(name).texts
    assert [pair for pair in in_context() if within(*pair) not in texts] == []


@pytest.mark.parametrize("name", FOREIGN)
def test_no_two_sheets_have_one_name(name: str) -> None:
    texts = language.load(name).texts
    names = Counter(texts[within(*pair)].casefold()[:31] for pair in set(in_context()) if pair[0] == "sheet")
    assert [each for each, number in names.items() if number > 1] == []

"""Texts in another language: nothing is forgotten, every place in a text is filled, and the core's sentences fit."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetaudit import language
from assetaudit.audit.batch import TOLD
from assetaudit.audit.locating import told_position
from assetaudit.language import say, say_many, sentence
from assetaudit.model.coordinates import sites_of
from assetaudit.model.finding import Outcome
from assetaudit.model.place import Place
from assetaudit.ui.screens import blocked, condition, settings
from assetaudit.ui.signs import SIGNS
from assetaudit.ui.widgets.verdict import _DONE
from tests.sample.test_walk import ONE_FILE, walked
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

UI = Path(settings.__file__).parents[1]
_DOING = frozenset({"work", "finish", "in_turn", "_do", "trouble", "look", "do", "slowly"})
"""Calls whose first word says what was being done, should it fail."""
FOREIGN = [name for name in language.languages() if name != "en"]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    language.use("en")


@pytest.mark.parametrize("name", FOREIGN)
def test_nothing_that_is_read_from_two_metres_is_forgotten(name: str) -> None:
    texts = language.load(name).texts
    large = {text for one in SIGNS.values() for text in (one.word, one.large)} | set(_DONE.values())
    large |= {outcome.printed for outcome in Outcome} | {*blocked.REASONS, *condition.CONDITIONS}
    assert sorted(text for text in large if text and text not in texts) == []


@pytest.mark.parametrize("name", FOREIGN)
def test_every_translation_names_the_same_places(name: str) -> None:
    def places(text: str) -> list[str]:
        return sorted({field for _, field, _, _ in string.Formatter().parse(text) if field is not None})

    catalogue = language.load(name)
    wrong = [text for text, told in catalogue.texts.items() if "{" in text + told and places(text) != places(told)]
    wrong += [told for pattern, told in catalogue.patterns if set(places(told)) - set(re.findall(r"{(\w+)}", pattern))]
    assert wrong == []


@pytest.mark.parametrize("name", FOREIGN)
def test_what_the_core_says_in_the_sample_walk_is_said_in_it(name: str, tmp_path: Path) -> None:
    from assetaudit.sample.hall import DEFAULT_SEED, make

    engine, verdicts = walked(make(DEFAULT_SEED), tmp_path, ONE_FILE)
    language.use(name)
    told = {verdict.sentence for verdict in verdicts} | {finding.why for finding in engine.findings()}
    assert len(told) > 200
    assert sorted(text for text in told if text and sentence(text) == text)[:5] == []


def test_plain_and_many() -> None:
    language.use("de")
    assert say("{n} left", n=3) == "3 übrig"
    assert say_many("{n} scan", "{n} scans", 1) == "1 Scan"
    assert say_many("{n} scan", "{n} scans", 2) == "2 Scans"
    assert say("no such text") == "no such text"


def test_a_sentence_is_taken_apart_and_put_together() -> None:
    language.use("de")
    told = "Expected at DC1/R2/A/07:U12, seen at DC1/R2/A/08 by tag; it changed places with IT-7."
    assert sentence(told) == "Erwartet in DC1/R2/A/07:U12, gesehen in DC1/R2/A/08 am Etikett; mit IT-7 vertauscht."
    assert sentence("You stand in A. 3 assets still to be seen here.") == "Sie stehen in A. 3 Geräte fehlen hier noch."


@pytest.mark.parametrize("name", FOREIGN)
def test_positions_and_batches_are_told_in_it(name: str) -> None:
    language.use(name)
    here, there = Place.parse("DC1/R2"), Place.parse("DC5/R1")
    sites = sites_of([("DC1", "48.1173,11.5167")])
    told = [told_position(text, sites, at) for text in ("", "1,1", "48.1173,11.5167") for at in (None, here, there)]
    assert [text for text in (TOLD, *told) if sentence(text) == text] == []


def test_a_code_with_braces_is_no_place_in_a_text() -> None:
    language.use("de")
    told = sentence("No record has the identifier '{0.__class__}', seen at A by tag.")
    assert told == "Kein Eintrag hat die Kennung '{0.__class__}', gesehen in A am Etikett."


def test_the_system_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "de_AT.UTF-8")
    assert language.use("auto") == "de"
    monkeypatch.setenv("LANG", "xx_YY.UTF-8")
    assert language.use("auto") == "en"


async def test_the_walk_speaks_german(desk: Desk) -> None:
    desk.chosen.language = "de"
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R2/A/07", "IT-003000", "IT-003103")
        assert "gehört nach" in person.line("#verdict")
        assert "1 von 19 gesehen · 18 übrig" in person.line("#top")
        assert "suchen" in person.line("#keys")
        await person.press("c")
        await person.settle()
        assert "dann fehlend" in person.shown()

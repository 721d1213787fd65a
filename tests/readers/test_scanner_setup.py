"""Scanners that type with another keyboard layout than the computer's: found out, said in words, and put right."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit import config
from assetaudit.errors import ConfigError
from assetaudit.identify.setup_codes import GS, SETUP_CODES
from assetaudit.readers.correction import NO_CORRECTION, Correction
from assetaudit.readers.keys import Scan, Wedge
from assetaudit.readers.layouts import LAYOUTS, typed
from assetaudit.readers.scanner_setup import sentences, set_up

PAIRS = list(permutations(LAYOUTS, 2))
CODES = ("IT-00101", "LOC:DC1/R2/A-07:U12", "CMD:CLOSE", "7LDDH2J", "AZ_Qw-Zm;0192", "https://example.com/a?b=1&c=2")


def arrives(text: str, scanner: str, host: str) -> str:
    """What the terminal gets from a scanner of one layout on a computer of another."""
    return GS.join(typed(part, LAYOUTS[scanner], LAYOUTS[host]) for part in text.split(GS))


def sheet(scanner: str, host: str, *, suffix: str = "\r", gs: str = GS) -> list[str]:
    return [arrives(code.text, scanner, host).replace(GS, gs) + suffix for code in SETUP_CODES]


def through_the_wedge(text: str, correction: Correction) -> Scan:
    wedge, heard, now = Wedge(correction), [], 0.0
    for char in text:
        heard += wedge.feed(char if char != "\x1d" else "ctrl+right_square_bracket", char, now)
        now += 0.004
    heard += wedge.feed("enter", "\r", now)
    (scan,) = heard
    assert isinstance(scan, Scan)
    return scan


def test_the_best_known_mismatch_as_it_is_told() -> None:
    assert arrives("ASSET-000123", "us", "de") == "ASSETß000123"
    assert arrives("YZ", "us", "de") == "ZY"
    assert arrives("AQ-1", "us", "fr") == "QA)&"


@pytest.mark.parametrize(("scanner", "host"), PAIRS)
def test_every_mismatch_is_found_from_the_sheet_and_put_right_through_the_wedge(scanner: str, host: str) -> None:
    setup = set_up(sheet(scanner, host))
    assert (setup.correction.layout, setup.correction.suffix, setup.gs) == (f"{scanner}-on-{host}", "cr", "kept")
    assert len(setup.seen) == len(SETUP_CODES)
    words = " ".join(sentences(setup))
    assert LAYOUTS[scanner].title in words
    assert f"keyboard country to {LAYOUTS[host].title}" in words
    whole = [code for code in CODES if not lost(code, scanner, host)]
    assert len(whole) >= 3
    for code in whole:
        shown = arrives(code, scanner, host)
        scan = through_the_wedge(shown, setup.correction)
        assert scan.text == code
        assert scan.read().note == (None if code == shown else f"typed as {shown}")


def lost(code: str, scanner: str, host: str) -> bool:
    """Whether a key of the scanner gives nothing at all on this host, so that no correction can know of it."""
    strokes = LAYOUTS[scanner].strokes
    return any(strokes[char] not in LAYOUTS[host].characters for char in code)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_scanner_that_fits_is_left_alone(layout: str) -> None:
    setup = set_up(sheet(layout, layout))
    assert setup.correction == Correction(suffix="cr")
    assert not setup.correction
    assert "agree" in " ".join(sentences(setup))


@pytest.mark.parametrize(
    ("suffix", "name"), [("\r", "cr"), ("\n", "lf"), ("\r\n", "crlf"), ("\t", "tab"), ("", "none")]
)
def test_the_suffix_is_told(suffix: str, name: str) -> None:
    assert set_up(sheet("us", "us", suffix=suffix)).correction.suffix == name


@pytest.mark.parametrize(("gs", "state"), [(GS, "kept"), ("", "lost"), ("^]", "replaced"), ("|", "replaced")])
@pytest.mark.parametrize(("scanner", "host"), [("us", "us"), ("us", "de")])
def test_what_becomes_of_gs_is_told_and_put_right(gs: str, state: str, scanner: str, host: str) -> None:
    setup = set_up(sheet(scanner, host, gs=gs))
    assert setup.gs == state
    assert setup.correction.gs == (gs if state == "replaced" else "")
    if state == "replaced":
        assert setup.correction.corrected(f"01{gs}21X") == f"01{GS}21X"


def test_one_code_of_the_sheet_is_enough_for_the_layout() -> None:
    assert set_up([sheet("us", "de")[0]]).correction.layout == "us-on-de"
    assert "Scan the code 'Separator'" in " ".join(sentences(set_up([sheet("us", "de")[0]])))


def test_caps_lock_and_aim_identifiers_are_told() -> None:
    assert set_up([SETUP_CODES[0].text.swapcase() + "\r"]).capitals_swapped
    setup = set_up(["]C0" + SETUP_CODES[0].text + "\r"])
    assert setup.symbology
    assert not setup.correction


def test_a_layout_without_a_name_is_learnt_character_by_character() -> None:
    swedish = str.maketrans("-_/:;#*()<>?&", "+?-ÖöÄ(=)ÅÉ_/")
    setup = set_up([code.text.translate(swedish) + "\r" for code in SETUP_CODES[:2]])
    assert dict(setup.correction.letters)["+"] == "-"
    assert setup.correction.corrected("IT+00101") == "IT-00101"
    assert "another keyboard" in " ".join(sentences(setup))


def test_codes_that_are_not_of_the_sheet_change_nothing() -> None:
    setup = set_up(["IT-00101\r", "5012345678900\r"])
    assert not setup.correction
    assert "None of the sheet's codes" in sentences(setup)[0]
    assert "2 scans are none" in sentences(setup)[1]


def test_a_whole_place_label_is_never_corrected() -> None:
    correction = Correction("us", "de")
    assert correction.corrected("LOC:DC1/R2-A") == "LOC:DC1/R2-A"
    assert correction.corrected("CMD-CLOSE") == "CMD-CLOSE"
    assert correction.corrected(arrives("LOC:DC1/R2-A", "us", "de")) == "LOC:DC1/R2-A"


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_scans_are_borne(scans: list[str]) -> None:
    setup = set_up(scans)
    assert sentences(setup)
    for scan in scans:
        setup.correction.corrected(scan)


def test_the_settings_keep_a_correction(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for made in (Correction("us", "de", gs="^]", suffix="tab"), Correction(letters=(("+", "-"),)), NO_CORRECTION):
        config.save(file, made.kept_in(config.Settings()))
        assert Correction.of(config.load(file)) == made
    with pytest.raises(ConfigError, match="klingon"):
        Correction.of(config.Settings(scanner_layout="us-on-klingon"))


def test_a_scanner_known_to_send_tab_is_heard_at_once() -> None:
    keys = [*"IT-00101", "tab"]
    at_once, patient = Wedge(Correction(suffix="tab")), Wedge()
    heard = [at_once.feed(key, None if key == "tab" else key, n * 0.004) for n, key in enumerate(keys)]
    waited = [patient.feed(key, None if key == "tab" else key, n * 0.004) for n, key in enumerate(keys)]
    assert heard[-1] == [Scan("IT-00101")]
    assert waited[-1] == []

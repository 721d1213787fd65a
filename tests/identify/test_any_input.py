"""Whatever is read: identification never raises, is deterministic, and nothing that acts is ever displayed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import ConfigError
from assetaudit.identify.clean import printable
from assetaudit.identify.identifier import identifier
from assetaudit.identify.near import near
from assetaudit.identify.show import identification_json
from assetaudit.model.frame import Patterns
from assetaudit.model.read import Read

IDENTIFY = identifier(Patterns())
OWN = identifier(Patterns(asset_tag=(r"IT-\d{4,6}",), check_digit="mod10"))
anything = st.text(st.characters(codec=None), max_size=200) | st.sampled_from(
    ["]d2", "[)>\x1e06\x1d", "https://a/8004/", "urn:epc:tag:", "CMD:", "LOC:", "(01)", "\0", "\ud800", "A" * 100_000]
)


@given(anything, st.sampled_from([None, "]C1", "]E0", "]Q3"]))
def test_never_raises_and_is_deterministic(text: str, symbology: str | None) -> None:
    read = Read(text=text, symbology=symbology)
    found = IDENTIFY(read)
    assert found == identifier(Patterns())(read)
    assert identification_json(read, found)["cleaned"] is found.cleaned


@given(st.binary(max_size=64))
def test_any_bytes_and_any_tag_memory(data: bytes) -> None:
    IDENTIFY(Read.of_bytes(data))
    IDENTIFY(Read(kind="tag", epc=data.hex().upper() or "00"))


@given(anything)
def test_what_is_displayed_does_not_act(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= 200
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def test_a_megabyte_and_nothing() -> None:
    assert IDENTIFY(Read(text="A" * 1_000_000)).candidates == ()
    assert IDENTIFY(Read(text="\r\n")).candidates == ()


@pytest.mark.parametrize(("reader", "kind"), [("keys://", "code"), ("camera://0", "code")])
def test_codes_that_steer_act_only_from_a_hand(reader: str, kind: str) -> None:
    for text in ("CMD:UNDO", "CMD-CLOSE", "LOC:DC1/R2"):
        found = IDENTIFY(Read(text=text, reader=reader, kind=kind))
        assert bool(found.candidates) is (reader == "keys://")
        assert bool(found.rejected) is (reader != "keys://")
    assert IDENTIFY(Read(text="CMD:UN\x11DO")).candidates == ()


def test_configured_tags_and_their_check_digit() -> None:
    right = OWN(Read(text="it-79927\t\r\n"))
    assert right.first("asset_tag") is None
    assert OWN(Read(text="IT-59\r")).first("asset_tag") is None
    assert OWN(Read(text="IT-0000059\r")).first("asset_tag") is None
    tag = OWN(Read(text="IT-000059\r")).first("asset_tag")
    assert tag is not None
    assert tag.value == "IT-000059"


@pytest.mark.parametrize("shape", ["(a+)+", "(a|aa)+", "(.*)*x", "[", r"(\w+\s?)*$"])
def test_patterns_that_could_run_away_are_refused(shape: str) -> None:
    with pytest.raises(ConfigError, match="pattern"):
        identifier(Patterns(asset_tag=(shape,)))


def test_near_matches_are_offered_in_the_order_of_expectation() -> None:
    expected = [("a:1", ["IT-000170", "B5Z8"]), ("a:2", ["IT-000171"]), ("a:3", ["XX-9"])]
    assert [each.key for each in near("IT-OOO17O", expected)] == ["a:1", "a:2"]
    assert near("85Z8", expected)[0].key == "a:1"
    assert near("", expected) == []

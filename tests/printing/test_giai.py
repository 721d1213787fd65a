"""GIAI as label text and as GIAI-96: what is written is what our decoder and the standard's examples read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.identify.epc import Epc, decode
from assetaudit.model.asset import Asset, Identifier
from assetaudit.printing.giai import GiaiError, digits_of, giai, giai_96
from assetaudit.printing.item import asset_label


@given(prefix=st.from_regex(r"[0-9]{6,12}", fullmatch=True), reference=st.integers(0, 10**14))
def test_what_is_written_is_read(prefix: str, reference: int) -> None:
    text = str(reference)
    try:
        digits = giai_96(prefix, text)
    except GiaiError:
        assert len(prefix) + len(text) > 24
        return
    found = decode(digits)
    assert isinstance(found, Epc)
    assert (found.scheme, found.value) == ("giai-96", f"urn:epc:id:giai:{prefix}.{text}")
    assert found.keys == {"8004": giai(prefix, text)}


def test_the_standards_own_example() -> None:
    found = decode(giai_96("0614141", "5678"))
    assert isinstance(found, Epc)
    assert found.tag_uri == "urn:epc:tag:giai-96:0.0614141.5678"


@pytest.mark.parametrize(
    ("prefix", "reference"), [("06", "1"), ("abc1234", "1"), ("0614141", "007"), ("0614141", "A1")]
)
def test_what_cannot_be_written_is_told(prefix: str, reference: str) -> None:
    with pytest.raises(GiaiError):
        giai_96(prefix, reference)
    with pytest.raises(GiaiError):
        giai("0614141", "X" * 40)


def test_an_assets_own_epc_wins() -> None:
    own = "34" + "0" * 21 + "7"
    asset = Asset("a:1", asset_tag="IT-00101", identifiers=(Identifier("epc", own.lower()),))
    assert asset_label(asset, "0614141").value("epc") == own
    assert asset_label(Asset("a:2", asset_tag="IT-X"), "0614141").value("epc") == ""
    assert asset_label(Asset("a:3", asset_tag="IT-00101"), "0614141").value("giai") == "0614141IT-00101"
    assert (digits_of("IT-00101"), digits_of("IT-000"), digits_of("IT")) == ("101", "0", "")

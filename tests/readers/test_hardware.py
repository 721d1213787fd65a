"""The page of supported hardware is the drivers' own word, and its claims are true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assetaudit.readers import protocols
from assetaudit.readers.hardware import hardware_page

ROOT = Path(__file__).parents[2]
VECTORS = {
    "a0": "r2000_a0",
    "cf600": "chafon_cf600",
    "llrp": "llrp",
    "nur": "nordicid_nur",
    "pn532": "pn532_acr122",
    "r200": "r200_m100",
    "rdm6300": "rdm6300_id12la",
    "thingmagic": "thingmagic",
    "tsl": "tsl_ascii2",
    "uhfreader18": "uhfreader18_288",
    "ur4": "chainway_ur4",
    "zeti": "zebra_zeti",
}


def test_the_page_in_the_repository_is_current() -> None:
    page = (ROOT / "docs" / "hardware.md").read_text("utf-8")
    assert page == hardware_page(), "write it anew: assetaudit readers hardware -o docs/hardware.md"


@pytest.mark.parametrize("name", [name for name in protocols.known() if protocols.dialect(name).basis == "captures"])
def test_from_captures_means_that_bytes_of_real_devices_are_among_the_tests(name: str) -> None:
    vectors = json.loads((ROOT / "tests" / "vectors" / f"{VECTORS[name]}.json").read_text("utf-8"))["vectors"]
    assert any(vector["origin"] == "real" and vector["direction"] == "rx" for vector in vectors)


def test_every_protocol_says_what_hardware_it_is_for() -> None:
    for name in protocols.known():
        dialect = protocols.dialect(name)
        assert dialect.product, name
        assert dialect.basis in ("captures", "documents")

"""What published and constructed codes mean: every shared vector of the standards and of makers' labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assetaudit.identify import epc
from assetaudit.identify.bits import Fault
from assetaudit.identify.clean import printable
from assetaudit.identify.gs1 import bracketed
from assetaudit.identify.identifier import identifier
from assetaudit.model.frame import Patterns
from assetaudit.model.identification import Identification
from assetaudit.model.read import Read

VECTORS = Path(__file__).parent.parent / "vectors"
IDENTIFY = identifier(Patterns())
GS1_KINDS = {"giai", "grai", "sgtin", "gtin", "sscc", "gln", "gsrn", "gdti", "cpi", "itip", "gcn"}


def vectors(name: str) -> list[Any]:
    data = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))["vectors"]
    return [pytest.param(vector, id=str(vector["id"])) for vector in data]


def meaning(text: str) -> Identification:
    return IDENTIFY(Read(text=text))


@pytest.mark.parametrize("vector", vectors("gs1_element_strings") + vectors("gs1_digital_link"))
def test_gs1(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    found = meaning(vector["text"])
    gs1 = [each for each in found.candidates if each.kind in GS1_KINDS]
    if expected.get("kind") == "plain":
        assert [each.kind for each in found.candidates][:2] == ["asset_tag", "serial"]
    elif expected["valid"]:
        assert not [each for each in found.rejected if each.parser in ("gs1", "digital_link")]
        fields = found.candidates[0].fields
        wanted = expected.get("bracketed") or vector["text"]
        assert bracketed(list(fields.items())) == wanted
    elif vector["id"] != "dl-compressed-epcb":
        assert not gs1
        assert any(each.parser in ("gs1", "digital_link") for each in found.rejected)


@pytest.mark.parametrize("vector", vectors("epc_tds"))
def test_epc(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    found = epc.decode(vector["hex"])
    if expected["scheme"] is None or expected["scheme"].startswith("iso"):
        assert isinstance(found, Fault)
        raw = IDENTIFY(Read(kind="tag", epc=vector["hex"]))
        assert raw.candidates[0].value == vector["hex"]
        assert raw.rejected
        return
    assert not isinstance(found, Fault), found.reason
    assert found.scheme == expected["scheme"]
    for name in ("pure_identity", "digital_link_path"):
        if name in expected:
            assert found.value == expected[name]
    assert found.tag_uri == expected.get("tag_uri", found.tag_uri)
    assert found.host == expected.get("hostname", "")
    if "gtin" in expected:
        assert (found.keys["01"], found.keys["21"]) == (expected["gtin"], expected["serial"])


@pytest.mark.parametrize("vector", vectors("iso15434_iuid"))
def test_iso_15434_and_data_identifiers(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    found = meaning(vector["text"])
    if "uii" in expected:
        uii = found.first("uii")
        assert (uii.value if uii else None) == expected["uii"]
    for name, value in expected.get("fields", {}).items():
        assert found.candidates[0].fields[name] == value
    for each in expected.get("candidates", ()):
        assert each["value"] in [candidate.value for candidate in found.candidates]


@pytest.mark.parametrize("vector", vectors("vendor_labels"))
def test_labels_of_makers(vector: dict[str, Any]) -> None:
    found = meaning(vector["text"])
    said = {candidate.value for candidate in found.candidates}
    said |= {value for candidate in found.candidates for value in candidate.fields.values()}
    for each in vector["expected"]["candidates"]:
        if each["kind"] == "lookalike":
            assert each["value"] not in said
            continue
        for name in ("value", "serial", "mtm", "express_code", "service_tag", "part", "pid", "year", "week"):
            if name in each:
                assert str(each[name]) in said


@pytest.mark.parametrize("vector", vectors("malicious"))
def test_hostile_codes_are_data(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    found = meaning(vector["text"])
    assert found.text == vector["text"]
    shown = printable(found.text)
    assert shown.isprintable()
    assert len(shown) <= 200
    assert all(char.isprintable() for char in found.clean)
    if expected.get("action", "").startswith("flag"):
        assert found.cleaned
        assert found.clean == expected["match_value"]
    if vector["attack_class"] == "terminal_escape":
        assert found.cleaned

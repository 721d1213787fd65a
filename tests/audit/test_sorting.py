"""What a read asks for is the same whether its code is told at once or every parser is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.audit.sorting import Control, Entered, Refused, Sorting
from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, PlaceInfo
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.identification import Identification
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister

RACK = Place.parse("D/R1/A")
REGISTER = MemoryRegister(
    [Asset("r:1", "IT-1", "SN9", place=RACK), Asset("r:2", "IT-2", "RACK-7", place=RACK)],
    [PlaceInfo(RACK, "rack", codes=("RACK-7", "RACK-8", "004711", "4006381333931"))],
)
FRAME = Frame("A", (Place.parse("D"),), REGISTER.version)
PATTERNS = Patterns(asset_tag=(r"IT-\d+",))
UNITS = ("U12", "u7.5", "\x02U3\x03", "\x1dU4", " U5", "U99", "UX1", "Ｕ6")
CODES = ("IT-1", "sn9", "RACK-7", "rack-8 ", "004711", "4006381333931", "CMD:UNDO", "CMD:NONE", "LOC:D/R1/A", "x", "")


def at_length(read: Read) -> Identification:
    """Identification without a short way."""
    return identifier(PATTERNS)(read)


@given(
    st.sampled_from(CODES + UNITS) | st.text(max_size=12),
    st.sampled_from(["", "camera://0"]),
    st.sampled_from([None, "]C1"]),
    st.sampled_from([None, RACK]),
)
def test_told_at_once_or_at_length(text: str, reader: str, symbology: str | None, here: Place | None) -> None:
    read = Read(reader=reader, text=text, symbology=symbology)
    quick = Sorting(identifier(PATTERNS)).asked(read, REGISTER, FRAME, here)
    assert quick == Sorting(at_length).asked(read, REGISTER, FRAME, here)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("IT-1", None),
        ("RACK-7", None),  # a device's own number is a device's, even where a place has the same code
        ("RACK-8", Entered(RACK, known=True)),
        ("004711", Entered(RACK, known=True)),
        ("CMD:UNDO", Control("UNDO")),
    ],
)
def test_what_codes_ask_for(text: str, asked: Control | Entered | Refused | None) -> None:
    assert Sorting(identifier(PATTERNS)).asked(Read(text=text), REGISTER, FRAME) == asked

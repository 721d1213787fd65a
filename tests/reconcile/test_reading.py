"""Reads understood together, or in short, point at what each of them points at when it is looked up at length."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier
from assetaudit.model.frame import Patterns
from assetaudit.model.identification import Identification
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile.reading import Reads, basis_of

CODES = ("IT-1", "it-1 ", "IT-2", "SN-9", "004711", "ABC1234", "3034257BF7194E4000001A85", "FCW2133L0QM", "OLD-7")
OTHERS = ("P/N: 77", "S/N: SN-9", "CMD:UNDO", "LOC:D/R1", "nobody", "", "\x1b[2J", "SSN-9", "4006381333931", "x" * 600)
IDENTIFY = {patterns: identifier(patterns) for patterns in (Patterns(), Patterns(asset_tag=(r"IT-\d+",)))}
PLAIN = st.fixed_dictionaries(
    {"kind": st.just("code"), "reader": st.sampled_from(["keys://", "camera://0"]), "text": st.sampled_from(CODES)},
    optional={"at": st.just("2026-01-01T00:00:00Z"), "side": st.just("rear")},
)
ANY: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"kind": st.sampled_from(["code", "code", "tag", "status", "nonsense", 7, None])},
    optional={
        "text": st.sampled_from([*CODES, *OTHERS, 7, None]),
        "reader": st.sampled_from(["keys://", None, 3]),
        "symbology": st.sampled_from(["]C0", "]C1", "]E0", ""]),
        "epc": st.sampled_from(["3034257BF7194E4000001A85", "zz"]),
        "side": st.sampled_from(["rear", 1]),
        "hex": st.sampled_from(["FF00", "F"]),
        "rssi": st.sampled_from([-300, "x"]),
    },
) | st.sampled_from([None, "text", 7, [], {}])


@st.composite
def registers(draw: st.DrawFn) -> MemoryRegister:
    """A few records that share tags, serials and former tags now and then."""
    codes = st.none() | st.sampled_from([code.strip() for code in CODES])
    former = st.lists(st.sampled_from([Identifier("asset_tag", "OLD-7", current=False)]), max_size=1)
    return MemoryRegister(
        Asset(f"r:{number}", draw(codes), draw(codes), identifiers=tuple(draw(former)))
        for number in range(draw(st.integers(0, 5)))
    )


@settings(max_examples=300, deadline=None)
@given(registers(), st.lists(PLAIN | ANY, min_size=1, max_size=6), st.sampled_from(list(IDENTIFY)), st.booleans())
def test_together_and_in_short_say_what_is_said_at_length(
    register: MemoryRegister, reads: list[object], patterns: Patterns, typed: bool
) -> None:
    quick = Reads(register, IDENTIFY[patterns])
    slow = Reads(register, AtLength(patterns))
    whole = [slow.reading(data, typed=typed) for data in reads]
    assert [quick.reading(data, typed=typed) for data in reads] == whole
    assert list(quick.answers([quick.asked(data, typed=typed) for data in reads])) == whole


@settings(max_examples=300, deadline=None)
@given(registers(), st.lists(st.sampled_from([*CODES, *OTHERS]), max_size=6), st.sampled_from(list(IDENTIFY)))
def test_the_one_record_that_a_code_points_at_is_the_same_at_length(
    register: MemoryRegister, codes: list[str], patterns: Patterns
) -> None:
    slow = Reads(register, AtLength(patterns))
    for code, (key, kind) in Reads(register, IDENTIFY[patterns]).alone(codes).items():
        whole = slow.reading({"kind": "code", "reader": "keys://", "text": code})
        assert (whole.assets, whole.basis) == ((key,), basis_of(kind))


class AtLength:
    """Identification without its short way."""

    def __init__(self, patterns: Patterns) -> None:
        self._identify = IDENTIFY[patterns]

    def __call__(self, read: Read) -> Identification:
        return self._identify(read)

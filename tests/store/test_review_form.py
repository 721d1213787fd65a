"""The form of an evidence file beyond 32 bits, and for bytes that nobody wrote."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.store import review_form
from assetaudit.store.review_form import form_of, unpacked
from assetaudit.store.review_packing import SEAL, Packing, entry


def packed(parts: dict[str, bytes]) -> bytes:
    """An evidence file's container, its seal left open."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.comment = b"0" * SEAL
        for name, content in parts.items():
            out.writestr(entry(name, packed=len(content) > 9), content)
    return target.getvalue()


PARTS = {"a.txt": b"one" * 40, "b/c.txt": b"", "d.txt": b"stored"}


def faults(data: bytes) -> list[str]:
    """What departs from the form."""
    return form_of(io.BytesIO(data), len(data), PARTS).faults


def test_parts_are_listed_and_unpacked() -> None:
    data = packed(PARTS)
    form = form_of(io.BytesIO(data), len(data))
    assert {one.name: b"".join(unpacked(io.BytesIO(data), one)) for one in form.entries} == PARTS
    assert form.faults == []


def test_what_lies_beyond_32_bits_has_one_form_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 60)
    monkeypatch.setattr(review_form, "LIMIT", 60)
    small = {name: content[:30] for name, content in PARTS.items()}
    data = packed(small)
    assert b"PK\x06\x06" in data
    assert faults(data) == []
    start = data.index(b"PK\x01\x02")
    for offset in range(start, len(data) - SEAL):
        altered = bytearray(data)
        altered[offset] ^= 1
        assert [f"byte {offset} was altered" in one for one in faults(bytes(altered))] == [True], offset


def test_a_part_beyond_32_bits_has_one_form_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 60)
    monkeypatch.setattr(review_form, "LIMIT", 60)
    big = {**PARTS, "photos/big": bytes(range(200))}
    with (tmp_path / "evidence").open("wb") as file:
        packing = Packing(file)
        for name, content in big.items():
            packing.add(name, [content[:70], content[70:]], packed=len(content) < 200)
        packing.seal()
    data = (tmp_path / "evidence").read_bytes()
    form = form_of(io.BytesIO(data), len(data), big)
    assert form.faults == []
    assert {one.name: b"".join(unpacked(io.BytesIO(data), one)) for one in form.entries} == big
    with zipfile.ZipFile(tmp_path / "evidence") as anybody:
        assert {name: anybody.read(name) for name in anybody.namelist()} == big
    header = data.index(b"photos/big") - 30
    places = [*range(header, header + 60), *range(data.index(b"PK\x01\x02"), len(data) - SEAL)]
    for offset in places:
        altered = bytearray(data)
        altered[offset] ^= 1
        found = form_of(io.BytesIO(bytes(altered)), len(data), big).faults
        assert [f"byte {offset} was altered" in one for one in found] == [True], offset


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_any_bytes_are_told_apart_from_the_form_and_never_raise(junk: bytes, at: int, length: int) -> None:
    data = packed(PARTS)
    at = min(at, len(data) - SEAL)
    altered = data[:at] + junk + data[at + length :]
    found = form_of(io.BytesIO(altered), len(altered))
    if altered != data:
        whole = True
        for one in found.entries:
            try:
                list(unpacked(io.BytesIO(altered), one))
            except ValueError:
                whole = False
        assert found.faults or not whole or altered[:-SEAL] != data[:-SEAL]
    assert form_of(io.BytesIO(junk), len(junk)).faults

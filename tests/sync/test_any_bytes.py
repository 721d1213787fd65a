"""Whatever bytes come, signed or not: they are taken, or refused by name, in little memory and at once."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.keys import key_of, signed_text
from assetaudit.sync.packing import pack
from assetaudit.sync.piece import MAGIC_OF, MAGICS, SIZES, Piece, PieceError, unseal
from assetaudit.sync.segment import MOST_BYTES, stretch_of
from assetaudit.sync.trust import TRUSTED, Peer
from tests.sync.bundled import segments
from tests.sync.laptop import Laptop

KEY = key_of(bytes(range(32)))
MANY = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


def signed(kind: str, header: bytes, body: bytes) -> bytes:
    """A piece as somebody would make it who has a key and no good will."""
    signature = KEY.sign(signed_text(kind, header))
    return MAGIC_OF[kind] + SIZES.pack(len(header), len(body)) + header + signature + body


def header_over(body: bytes, **more: Any) -> dict[str, Any]:
    import hashlib

    return {"v": 1, "key": KEY.public, "body_sha256": hashlib.sha256(body).hexdigest()} | more


@MANY
@given(st.lists(st.binary(max_size=60) | st.sampled_from(sorted(MAGICS)), max_size=12).map(b"".join))
def test_any_bytes_are_told_whole(data: bytes) -> None:
    found = list(pieces_in(data))
    assert sum(one.size for one in found if isinstance(one, Damage)) == len(data)


@MANY
@given(kind=st.sampled_from(sorted(MAGIC_OF)), header=st.binary(max_size=80) | anything, body=st.binary(max_size=60))
def test_any_signed_header_is_a_piece_or_refused(kind: str, header: Any, body: bytes) -> None:
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    for own in (head, json.dumps(header_over(body, x=repr(header))).encode()):
        try:
            piece = unseal(signed(kind, own, body))
            assert piece.body == body
            stretch_of(piece)
        except PieceError:
            continue


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Piece, Laptop]:
    """A genuine segment, and a laptop that believes whoever changes it."""
    one = Laptop(tmp_path_factory.mktemp("one"), "one")
    one.scan(one.audit(), "IT-1", "IT-2")
    (piece,) = segments(one.bundle())[-1:]
    two = Laptop(tmp_path_factory.mktemp("two"), "two")
    two.station.trust.set(Peer(KEY.public, TRUSTED, "hostile"))
    return piece, two


NAMES = ("log", "audit", "dev", "machine", "first", "last", "n", "prev", "tip", "size", "wall", "v")


@MANY
@given(wrong=st.dictionaries(st.sampled_from(NAMES), anything, max_size=2), lines=st.none() | st.binary(max_size=90))
def test_any_lie_in_a_segment_is_refused_or_harmless(
    real: tuple[Piece, Laptop], wrong: dict[str, Any], lines: bytes | None
) -> None:
    piece, laptop = real
    body = piece.body if lines is None else pack(lines)
    size = {} if lines is None else {"size": len(lines)}
    data = signed("segment", json.dumps(piece.header | header_over(body) | size | wrong).encode(), body)
    try:
        changed = unseal(data)
    except PieceError:
        return
    before = [laptop.lines(info.id) for info in laptop.events.audits()]
    taken = laptop.station.take(changed)
    assert taken.status in ("admitted", "known", "refused", "newer")
    assert taken.status != "refused" or before == [laptop.lines(info.id) for info in laptop.events.audits()]


def bomb(size: int) -> bytes:
    """A few bytes that unpack to very many."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    chunk = bytes(16 << 20)
    return b"".join(packer.compress(chunk) for _time in range(size // len(chunk))) + packer.flush()


@pytest.mark.parametrize(("says", "most"), [(100, 4 << 20), (MOST_BYTES, MOST_BYTES + (8 << 20))])
def test_what_unpacks_to_more_than_it_says_is_refused_at_once(real: tuple[Piece, Laptop], says: int, most: int) -> None:
    body = bomb(512 << 20)
    assert len(body) < 100_000
    header = real[0].header | header_over(body) | {"size": says}
    piece = unseal(signed("segment", json.dumps(header).encode(), body))
    tracemalloc.start()
    start = time.monotonic()
    with pytest.raises(PieceError, match="another size than it says"):
        stretch_of(piece)
    took, (_now, peak) = time.monotonic() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < most
    assert took < 5


@pytest.mark.parametrize(
    "body", [bytes.fromhex("28b52ffd00a8010000"), b"", b"x"], ids=["two GB of window", "nothing", "no frame"]
)
def test_what_cannot_be_unpacked_is_refused(real: tuple[Piece, Laptop], body: bytes) -> None:
    header = real[0].header | header_over(body) | {"size": 100}
    with pytest.raises(PieceError, match=r"unpacked|another size"):
        stretch_of(unseal(signed("segment", json.dumps(header).encode(), body)))


def test_a_size_that_no_segment_has_is_refused_unread(real: tuple[Piece, Laptop]) -> None:
    for size in (0, -1, MOST_BYTES + 1, 1 << 80):
        header = real[0].header | header_over(b"x") | {"size": size}
        with pytest.raises(PieceError, match=r"contradict|does not name"):
            stretch_of(unseal(signed("segment", json.dumps(header).encode(), b"x")))


def test_a_bundle_of_nothing_but_beginnings_is_read_at_once(tmp_path: Path) -> None:
    data = b"".join(magic + SIZES.pack(100, 1000) for magic in MAGICS) * 2_000
    start = time.monotonic()
    (damage,) = pieces_in(data)
    assert isinstance(damage, Damage)
    assert time.monotonic() - start < 10

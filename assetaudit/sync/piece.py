"""Pieces: signed, sized, self-contained blocks of bytes that travel alike on a stick, in a request and in a database.

::

    magic 7 bytes | header size 4 | body size 4 | header JSON | signature 64 | body

Sizes are big-endian. The header names its signer and the SHA-256 of the body, and is signed as DSSE v1 PAE under the
piece's type, so that nothing unsigned is ever unpacked. A piece is known by the SHA-256 of all its bytes.
"""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from mmap import mmap
from typing import Any

import msgspec

from assetaudit.store.event_bytes import canonical
from assetaudit.sync.keys import SIGNATURE, SigningKey, is_signed, signed_text

MAGICS = {
    b"AASEG1\n": "segment",
    b"AAREG1\n": "register",
    b"AAPPL1\n": "people",
    b"AACRT1\n": "card",
    b"AABLB1\n": "blob",
    b"AAERA1\n": "erased",
}
ANY_MAGIC = re.compile(rb"AA[A-Z]{3}[0-9]\n")
"""As every piece begins, also one of a kind that is not known yet."""
MAGIC_SIZE = 7
MAGIC_OF = {kind: magic for magic, kind in MAGICS.items()}
SIZES = struct.Struct(">II")
HEAD = MAGIC_SIZE + SIZES.size
MOST_HEADER = 16_384
MOST_BODY = {
    "segment": 8 << 20,
    "register": 1 << 30,
    "people": 1 << 20,
    "card": 65_536,
    "blob": 64 << 20,
    "erased": 8 << 20,
}
"""Bytes that a body may have."""
VERSION = 1


class PieceError(Exception):
    """Why bytes are no piece that can be taken, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece whose signature and body have been checked."""

    kind: str
    header: dict[str, Any]
    body: bytes
    data: bytes
    """All of its bytes."""

    @property
    def sha(self) -> bytes:
        """What it is known by: 32 bytes."""
        return hashlib.sha256(self.data).digest()

    @property
    def signer(self) -> str:
        """Public key (hex) of who signed it."""
        return str(self.header["key"])

    @property
    def newer(self) -> bool:
        """Whether a newer program made it: it is kept as it is, and not understood."""
        return int(self.header["v"]) > VERSION


def seal(kind: str, header: dict[str, Any], body: bytes, key: SigningKey) -> bytes:
    """The bytes of a piece; the header gains ``v``, ``key`` and ``body_sha256``."""
    full = {"v": VERSION, **header, "key": key.public, "body_sha256": hashlib.sha256(body).hexdigest()}
    head = canonical(full)
    signature = key.sign(signed_text(kind, head))
    return b"".join((MAGIC_OF[kind], SIZES.pack(len(head), len(body)), head, signature, body))


def size_of(head: bytes) -> int:
    """Bytes of the whole piece that begins so (15 bytes); PieceError where none does."""
    kind = MAGICS.get(head[:MAGIC_SIZE])
    if kind is None or len(head) < HEAD:
        raise PieceError("it does not begin as a piece does")
    header, body = SIZES.unpack_from(head, MAGIC_SIZE)
    if header > MOST_HEADER or body > MOST_BODY[kind]:
        raise PieceError("it is larger than any piece may be")
    return int(HEAD + header + SIGNATURE + body)


def unseal(data: bytes) -> Piece:
    """The piece in these bytes, exactly; PieceError says what is wrong with them."""
    if size_of(data[:HEAD]) != len(data):
        raise PieceError("it is cut off, or has something behind it")
    head_size, _body = SIZES.unpack_from(data, MAGIC_SIZE)
    head = data[HEAD : HEAD + head_size]
    signature = data[HEAD + head_size : HEAD + head_size + SIGNATURE]
    body = data[HEAD + head_size + SIGNATURE :]
    kind = MAGICS[data[:MAGIC_SIZE]]
    header = _header(head)
    if not is_signed(header["key"], signature, signed_text(kind, head)):
        raise PieceError("its signature does not fit: somebody or something changed it")
    if hashlib.sha256(body).hexdigest() != header["body_sha256"]:
        raise PieceError("its content is damaged")
    return Piece(kind, header, body, data)


def unheard(data: bytes | mmap, at: int) -> int:
    """Bytes of the whole piece at a place that is of a kind nobody knows yet; 0 where there is none, or a damaged one.

    Whose it is cannot be proved, for what it is belongs to what is signed.
    """
    head = bytes(data[at : at + HEAD])
    if head[:MAGIC_SIZE] in MAGICS or not ANY_MAGIC.match(head) or len(head) < HEAD:
        return 0
    head_size, body_size = SIZES.unpack_from(head, MAGIC_SIZE)
    size = int(HEAD + head_size + SIGNATURE + body_size)
    if head_size > MOST_HEADER or at + size > len(data):
        return 0
    piece = bytes(data[at : at + size])
    said, signature = piece[HEAD : HEAD + head_size], piece[HEAD + head_size :][:SIGNATURE]
    try:
        header = _header(said)
    except PieceError:
        return 0
    whole = hashlib.sha256(piece[HEAD + head_size + SIGNATURE :]).hexdigest() == header["body_sha256"]
    known = any(is_signed(header["key"], signature, signed_text(kind, said)) for kind in MAGIC_OF)
    return size if whole and not known else 0


def _header(head: bytes) -> dict[str, Any]:
    try:
        header = msgspec.json.decode(head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PieceError("its header is damaged") from error
    named = isinstance(header, dict) and isinstance(header.get("v"), int)
    if not named or not all(isinstance(header.get(name), str) for name in ("key", "body_sha256")):
        raise PieceError("its header is damaged")
    return dict(header)

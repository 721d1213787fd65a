"""An evidence file as it is written: a ZIP, part after part straight to the disk, sealed over its last byte.

The seal (a SHA-256 over all bytes before it) stands in the ZIP's comment. It shows every accident and says where; that
nobody made a whole new file is shown by the signature, or by hashes that others hold.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
SEAL = 64
CHUNK = 1 << 20
_IN_MEMORY = 4 * CHUNK
_PLACEHOLDER = b"0" * SEAL
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The same in every file, so that the same evidence makes the same bytes."""
_UNIX = 3
"""Where it says it was written, wherever it was."""


class Packing:
    """A container that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._zip.comment = _PLACEHOLDER
        self._parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> None:
        """Write a part; what cannot become smaller, such as a photograph, is put in as it is.

        It waits in a file of its own, for a ZIP tells before a part whether its size fits into 32 bits.
        """
        digest, info = hashlib.sha256(), entry(name, packed=packed)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(Path(self._file.name).parent)) as whole:
            for chunk in chunks:
                digest.update(chunk)
                whole.write(chunk)
            size = whole.tell()
            whole.seek(0)
            with self._zip.open(info, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as part:
                part.writelines(chunks_of(whole))
        self._parts[name] = {"packed": self._packed(info), "sha256": digest.hexdigest(), "size": size}

    def _packed(self, info: zipfile.ZipInfo) -> str:
        """SHA-256 of a part as it lies: one content can be packed in many ways, and only one of them was written."""
        self._file.flush()
        with Path(self._file.name).open("rb") as written:
            written.seek(0, 2)
            start = written.tell() - info.compress_size
            return hash_of(written, written.tell(), start)

    def manifest(self, about: Mapping[str, Any]) -> bytes:
        """Write the manifest over all parts; answers its bytes, which a signature is made over."""
        listed = {"evidence": 1, **about, "parts": self._parts}
        manifest = json.dumps(listed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        self._zip.writestr(entry(MANIFEST, packed=False), manifest)
        return manifest

    def sign(self, signature: Mapping[str, str]) -> None:
        """Add a signature over the manifest's SHA-256."""
        text = json.dumps(dict(signature), sort_keys=True, separators=(",", ":"))
        self._zip.writestr(entry(SIGNATURE, packed=False), text.encode())

    def close(self) -> None:
        """Write nothing more."""
        self._zip.close()

    def seal(self) -> None:
        """Finish the ZIP, and seal it."""
        self.close()
        self._file.flush()
        end = self._file.seek(0, 2) - SEAL
        with Path(self._file.name).open("rb") as written:
            seal = hash_of(written, end)
        self._file.seek(end)
        self._file.write(seal.encode())


def entry(name: str, *, packed: bool) -> zipfile.ZipInfo:
    """The head of a part, the same whenever it is written."""
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.create_system = _UNIX
    return info


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """What a file still holds, in pieces."""
    while chunk := file.read(CHUNK):
        yield chunk


def hash_of(file: IO[bytes], end: int, start: int = 0) -> str:
    """SHA-256 of the bytes of a file from ``start`` up to ``end``, in hex."""
    digest, left = hashlib.sha256(), end - start
    file.seek(start)
    while left and (chunk := file.read(min(left, CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()

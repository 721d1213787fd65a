"""An evidence file as it is read and checked: a ZIP that anybody can open, the hash of every part in a manifest.

Parts are read in pieces, so that a file full of photographs takes no more memory than one without.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from assetaudit.errors import StoreError
from assetaudit.store.review_packing import CHUNK, MANIFEST, PLACEHOLDER, SEAL, SIGNATURE, chunks_of, entry, hash_of

_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
_LOCAL_SIZE = 30
_FEW = 64
"""Bytes that differ at most where it is worth while to name the first of them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written."""

    part: str
    """Name of the part, or ``container``."""
    what: str

    def __str__(self) -> str:
        return f"{self.part}: {self.what}"


class Container:
    """An evidence file that is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = path.stat().st_size
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OSError) as error:
            where = _first_broken(path)
            raise StoreError(f"{path} is no evidence file, or its container was altered{where}: {error}.") from error

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def sealed(self) -> bool:
        """Whether every byte before the seal is as it was when the file was sealed."""
        with self.path.open("rb") as file:
            digest = hash_of(file, self._size - SEAL)
            return file.read(SEAL) == digest.encode()

    def names(self) -> list[str]:
        """The parts, in their order."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """A part; StoreError where it cannot be read."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces; StoreError where it cannot be read."""
        try:
            with self._zip.open(name) as part:
                yield from chunks_of(part)
        except Exception as error:
            raise StoreError(f"{self.path}: the part {name} cannot be read: {error}.") from error

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part, streamed."""
        with self._zip.open(name) as part:
            for line in part:
                yield line.rstrip(b"\n")

    def extract(self, name: str, target: Path) -> None:
        """Write a part to a file."""
        with target.open("wb") as file:
            file.writelines(self.chunks(name))

    def manifest(self) -> dict[str, Any]:
        """What the file says of itself; StoreError where it cannot be read."""
        try:
            data = json.loads(self.read(MANIFEST))
        except ValueError as error:
            raise StoreError(f"{self.path}: the manifest was altered and cannot be read: {error}.") from error
        if not isinstance(data, dict) or data.get("evidence") != 1 or not isinstance(data.get("parts"), dict):
            raise StoreError(f"{self.path}: the manifest is none of an evidence file.")
        return data

    def altered(self, manifest: Mapping[str, Any]) -> list[Problem]:
        """Parts that are not as the manifest has them, that are missing, or that nobody listed."""
        listed: Mapping[str, Mapping[str, Any]] = manifest["parts"]
        present = Counter(self.names())
        found = [Problem(name, "it is missing.") for name in listed if name not in present]
        extra = [name for name in present if name not in listed and name not in (MANIFEST, SIGNATURE)]
        found += [Problem(name, "the manifest does not list it.") for name in extra]
        found += [Problem(name, "it is there twice.") for name, times in sorted(present.items()) if times > 1]
        for name in listed:
            if name in present and (told := self._altered(name, listed[name].get("sha256"))):
                found.append(Problem(name, told))
        return found

    def _altered(self, name: str, wanted: object) -> str:
        digest = hashlib.sha256()
        try:
            for chunk in self.chunks(name):
                digest.update(chunk)
        except StoreError as error:
            return str(error)
        return "" if digest.hexdigest() == wanted else "its bytes are not those that the manifest names."

    def header_fault(self) -> str:
        """Which header was altered where every part is whole: the file is written again from its parts and compared."""
        with tempfile.TemporaryFile(prefix="assetaudit-") as again, self.path.open("rb") as theirs:
            self._write_again(again)
            differing = list(islice(_differing(again, theirs, self._size - SEAL), _FEW))
            same_size = again.seek(0, 2) == self._size
        if differing and len(differing) < _FEW:
            return f"byte {differing[0]} was altered, in the headers of the ZIP; every part is whole."
        if same_size and not differing:
            return f"its seal was altered (the last {SEAL} bytes); every part is whole."
        return "its bytes are not those that were sealed, though every part is whole."

    def _write_again(self, file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = PLACEHOLDER
            for info in self._zip.infolist():
                packed = info.compress_type != zipfile.ZIP_STORED
                with target.open(entry(info.filename, packed=packed), "w") as part:
                    part.writelines(self.chunks(info.filename))


def _differing(first: IO[bytes], second: IO[bytes], end: int) -> Iterator[int]:
    """The offsets at which two files differ, up to an end."""
    first.seek(0)
    for start in range(0, end, CHUNK):
        size = min(CHUNK, end - start)
        ours, theirs = first.read(size), second.read(size)
        if ours != theirs:
            yield from (start + at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other)


def _first_broken(path: Path) -> str:
    """Where the structure of a ZIP first departs from the one form in which evidence files are written."""
    found = ""
    with suppress(Exception), path.open("rb") as file:
        found = _walk(file)
    return found


def _walk(file: IO[bytes]) -> str:
    offset, parts = 0, 0
    while (head := _at(file, offset, _LOCAL_SIZE)).startswith(_LOCAL):
        name_size, extra, size = _int(head, 26, 2), _int(head, 28, 2), _int(head, 18, 4)
        name = _at(file, offset + _LOCAL_SIZE, name_size).decode("utf-8", "replace")
        parts += 1
        offset += _LOCAL_SIZE + name_size + extra + size
        if _at(file, offset, 4) not in (_LOCAL, _CENTRAL):
            return f" (near byte {offset}, behind the part {name})"
    return f" (near byte {offset}, behind {parts} parts)" if not head.startswith(_CENTRAL) else ""


def _at(file: IO[bytes], offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)


def _int(data: bytes, offset: int, size: int) -> int:
    return int.from_bytes(data[offset : offset + size], "little")


def check_parts(container: Container) -> tuple[dict[str, Any], list[Problem]]:
    """The manifest, and everything that is wrong with the container and its parts."""
    manifest = container.manifest()
    problems = container.altered(manifest)
    if not problems and not container.sealed():
        problems.append(Problem("container", container.header_fault()))
    return manifest, problems

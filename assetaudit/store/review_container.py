"""The evidence file: a ZIP that anybody can open, sealed over its last byte, with the hash of every part in a manifest.

The seal (a SHA-256 over all bytes before it) stands in the ZIP's comment. It shows every accident and says where; that
nobody made a whole new file is shown by the signature, or by hashes that others hold.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from assetaudit.errors import StoreError

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
_SEAL = 64
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The same in every file, so that the same evidence makes the same bytes."""
_CHUNK = 1 << 20
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written."""

    part: str
    """Name of the part, or ``container``."""
    what: str

    def __str__(self) -> str:
        return f"{self.part}: {self.what}"


@dataclass
class Writing:
    """A container that is being written, part by part."""

    zip: zipfile.ZipFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """Add a part, streamed."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name, _MOMENT)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=False) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        self.parts[name] = {"sha256": digest.hexdigest(), "size": size}


def finish(writing: Writing, about: Mapping[str, Any]) -> bytes:
    """Write the manifest; answers its bytes, which a signature is made over."""
    manifest = json.dumps(
        {"evidence": 1, **about, "parts": writing.parts}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    writing.zip.writestr(zipfile.ZipInfo(MANIFEST, _MOMENT), manifest)
    return manifest


def sign(writing: Writing, signature: Mapping[str, str]) -> None:
    """Add a signature over the manifest's SHA-256."""
    text = json.dumps(dict(signature), sort_keys=True, separators=(",", ":"))
    writing.zip.writestr(zipfile.ZipInfo(SIGNATURE, _MOMENT), text.encode())


def seal(file: IO[bytes]) -> None:
    """Seal a whole file whose comment is 64 zeros."""
    file.seek(0, 2)
    end = file.tell() - _SEAL
    digest = _hash(file, end)
    file.seek(end)
    file.write(digest.encode())


def _hash(file: IO[bytes], end: int) -> str:
    digest, left = hashlib.sha256(), end
    file.seek(0)
    while left and (chunk := file.read(min(left, _CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


PLACEHOLDER = b"0" * _SEAL


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
            digest = _hash(file, self._size - _SEAL)
            return file.read(_SEAL) == digest.encode()

    def names(self) -> list[str]:
        """The parts, in their order."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """A part; StoreError where it cannot be read."""
        try:
            return self._zip.read(name)
        except Exception as error:
            raise StoreError(f"{self.path}: the part {name} cannot be read: {error}.") from error

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part, streamed."""
        with self._zip.open(name) as part:
            for line in part:
                yield line.rstrip(b"\n")

    def extract(self, name: str, target: Path) -> None:
        """Write a part to a file."""
        with self._zip.open(name) as part, target.open("wb") as file:
            while chunk := part.read(_CHUNK):
                file.write(chunk)

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
        present = self.names()
        found = [Problem(name, "it is missing.") for name in listed if name not in present]
        extra = [name for name in present if name not in listed and name not in (MANIFEST, SIGNATURE)]
        found += [Problem(name, "the manifest does not list it.") for name in extra]
        twice = {name for name in present if present.count(name) > 1}
        found += [Problem(name, "it is there twice.") for name in sorted(twice)]
        for name in [name for name in listed if name in present]:
            try:
                data = self.read(name)
            except StoreError as error:
                found.append(Problem(name, str(error)))
                continue
            if hashlib.sha256(data).hexdigest() != listed[name].get("sha256"):
                found.append(Problem(name, "its bytes are not those that the manifest names."))
        return found

    def region(self) -> str:
        """Which bytes of the container may be altered where no part is: the first that is not where it belongs."""
        return _first_broken(self.path)


def _first_broken(path: Path) -> str:
    """Where the structure of a ZIP first departs from the one form in which evidence files are written."""
    data = path.read_bytes()
    found = ""
    with suppress(Exception):
        found = _walk(data)
    return found


def _walk(data: bytes) -> str:
    offset, names = 0, []
    while data[offset : offset + 4] == _LOCAL:
        name_size, extra = _int(data, offset + 26, 2), _int(data, offset + 28, 2)
        name = data[offset + 30 : offset + 30 + name_size].decode("utf-8", "replace")
        names.append(name)
        size = _int(data, offset + 18, 4)
        offset += 30 + name_size + extra + size
        if data[offset : offset + 4] not in (_LOCAL, _CENTRAL):
            return f" (near byte {offset}, behind the part {name})"
    return f" (near byte {offset}, behind {len(names)} parts)" if data[offset : offset + 4] != _CENTRAL else ""


def _int(data: bytes, offset: int, size: int) -> int:
    return int.from_bytes(data[offset : offset + size], "little")


def check_parts(container: Container) -> tuple[dict[str, Any], list[Problem]]:
    """The manifest, and everything that is wrong with the container and its parts."""
    manifest = container.manifest()
    problems = container.altered(manifest)
    if not problems and not container.sealed():
        problems.append(Problem("container", _header_fault(container)))
    return manifest, problems


def _header_fault(container: Container) -> str:
    """Which header was altered where every part is whole: the file is written again from its parts and compared."""
    import io

    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        target.comment = PLACEHOLDER
        for name in container.names():
            info = zipfile.ZipInfo(name, _MOMENT)
            if name not in (MANIFEST, SIGNATURE):
                info.compress_type = zipfile.ZIP_DEFLATED
            with target.open(info, "w") as part:
                part.write(container.read(name))
    ours, theirs = again.getvalue(), container.path.read_bytes()
    differing = [offset for offset in range(min(len(ours), len(theirs)) - _SEAL) if ours[offset] != theirs[offset]]
    if differing and len(differing) < 64:
        return f"byte {differing[0]} was altered, in the headers of the ZIP; every part is whole."
    if len(ours) == len(theirs) and not differing:
        return f"its seal was altered (the last {_SEAL} bytes); every part is whole."
    return "its bytes are not those that were sealed, though every part is whole."


def names_in(parts: Sequence[Problem]) -> set[str]:
    """Names of the parts that problems are about."""
    return {problem.part for problem in parts}

"""An evidence file as it is read and checked: a ZIP that anybody can open, the hash of every part in a manifest.

Parts are read in pieces, so that a file full of photographs takes no more memory than one without.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetaudit.errors import StoreError
from assetaudit.store.review_form import form_of, unpacked
from assetaudit.store.review_packing import MANIFEST, SEAL, SIGNATURE, hash_of


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written."""

    part: str
    """Name of the part, or ``container``."""
    what: str

    def __str__(self) -> str:
        return f"{self.part}: {self.what}"


class Container:
    """An evidence file that is read, as far as its bytes allow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = path.stat().st_size
        self._file = path.open("rb")
        self._learn()

    def _learn(self, known: Collection[str] = (MANIFEST, SIGNATURE)) -> None:
        self._form = form_of(self._file, self._size, known)
        self._entries = {entry.name: entry for entry in self._form.entries}

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def sealed(self) -> bool:
        """Whether every byte before the seal is as it was when the file was sealed."""
        digest = hash_of(self._file, self._size - SEAL)
        return self._file.read(SEAL) == digest.encode()

    def names(self) -> list[str]:
        """The parts, in their order."""
        return [entry.name for entry in self._form.entries]

    def read(self, name: str) -> bytes:
        """A part; StoreError where it cannot be read."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces; StoreError where it cannot be read."""
        try:
            yield from unpacked(self._file, self._entries[name])
        except KeyError as error:
            raise StoreError(f"{self.path}: the part {name} is missing.") from error
        except ValueError as error:
            raise StoreError(f"{self.path}: the part {name} cannot be read: {error}.") from error

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part, streamed; StoreError where it cannot be read to its end."""
        rest = b""
        for chunk in self.chunks(name):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
        if rest:
            yield rest

    def extract(self, name: str, target: Path) -> None:
        """Write a part to a file."""
        with target.open("wb") as file:
            file.writelines(self.chunks(name))

    def manifest(self) -> dict[str, Any]:
        """What the file says of itself; StoreError where it cannot be read."""
        if not self._entries:
            raise StoreError(f"{self.path} is no evidence file, or its container was altered: {self._form.faults[0]}")
        try:
            data = json.loads(self.read(MANIFEST))
        except ValueError as error:
            raise StoreError(f"{self.path}: the manifest was altered and cannot be read: {error}.") from error
        except StoreError as error:
            raise StoreError(" ".join((str(error), *self._form.faults))) from error
        if not isinstance(data, dict) or data.get("evidence") != 1 or not isinstance(data.get("parts"), dict):
            raise StoreError(f"{self.path}: the manifest is none of an evidence file.")
        if self._form.faults:
            self._learn({*data["parts"], MANIFEST, SIGNATURE})
        return data

    def altered(self, manifest: Mapping[str, Any]) -> list[Problem]:
        """Parts that are not as the manifest has them, that are missing, or that nobody listed; and altered headers."""
        listed: Mapping[str, Mapping[str, Any]] = manifest["parts"]
        present = Counter(self.names())
        found = [Problem(name, "it is missing.") for name in listed if name not in present]
        extra = [name for name in present if name not in listed and name not in (MANIFEST, SIGNATURE)]
        found += [Problem(name, "the manifest does not list it.") for name in extra]
        found += [Problem(name, "it is there twice.") for name, times in sorted(present.items()) if times > 1]
        for name in listed:
            if name in present and (told := self._altered(name, listed[name])):
                found.append(Problem(name, told))
        return found + [Problem("container", fault) for fault in self._form.faults]

    def _altered(self, name: str, listed: Mapping[str, Any]) -> str:
        digest = hashlib.sha256()
        try:
            for chunk in unpacked(self._file, self._entries[name]):
                digest.update(chunk)
        except ValueError as error:
            return f"it cannot be read: {error}."
        if digest.hexdigest() != listed.get("sha256"):
            return "its bytes are not those that the manifest names."
        entry = self._entries[name]
        if listed.get("packed") not in (None, hash_of(self._file, entry.end, entry.begin)):
            return "it was packed again, or bytes between its own were altered; its content is whole."
        return ""

    def broken_seal(self, manifest: Mapping[str, Any]) -> list[Problem]:
        """What is wrong where the seal does not hold although every part and every header is whole."""
        if self.sealed():
            return []
        if all("packed" in facts for facts in manifest["parts"].values()):
            other = "the order of its parts"
        else:
            other = "how a part is packed"
        return [Problem("container", f"its seal (the last {SEAL} bytes) was altered, or {other}; every part is whole.")]

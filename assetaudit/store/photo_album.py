"""Photographs on disk, named by the SHA-256 of their bytes, so that the log's hash chain vouches for them too."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from assetaudit.errors import StoreError
from assetaudit.model.event import Event
from assetaudit.paths import Home, replacing

_KINDS = (
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG", "png", "image/png"),
    (b"RIFF", "webp", "image/webp"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\x00", "tif", "image/tiff"),
    (b"MM\x00*", "tif", "image/tiff"),
)
_NAME = 64
"""Hex digits of a SHA-256."""
_HEAD = 16
"""Bytes that tell what kind of picture it is."""
_HEX = re.compile("[0-9a-f]{64}")
_NS = 1_000_000
"""Nanoseconds in a millisecond."""
_OTHER = ("bin", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph that is on disk."""

    size: int
    media: str
    file: Path


class PhotoAlbum:
    """Fulfils ``model.needs.Album``: offered photographs wait in the cache until a walk keeps or drops them."""

    def __init__(self, home: Home) -> None:
        self._folder = home.photos
        self._waiting = home.cache / "photos"

    def offer(self, data: bytes) -> str:
        """A reader took a photograph; its SHA-256 in hex."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(self._waiting / sha256) as file:
            file.write(data)
        return sha256

    def keep(self, sha256: str) -> Photo | None:
        """Put an offered photograph beside the log; what is there already stays as it is."""
        found = self.find(sha256)
        waiting = self._waiting / sha256
        if found is None and waiting.exists():
            data = waiting.read_bytes()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            suffix, _ = _kind(data)
            with replacing(self._folder / f"{sha256}.{suffix}") as file:
                file.write(data)
            _flush(self._folder)
            found = self.find(sha256)
        waiting.unlink(missing_ok=True)
        return found

    def drop(self, sha256: str) -> None:
        """Forget an offered photograph."""
        (self._waiting / sha256).unlink(missing_ok=True)

    def erase(self, sha256: str, now: datetime) -> None:
        """Remove a photograph for good, and remember that it was erased rather than lost."""
        self.adopt_erased({sha256: now.isoformat(timespec="seconds").replace("+00:00", "Z")})

    def adopt_erased(self, erased: Mapping[str, str]) -> int:
        """Erase what was erased elsewhere (SHA-256 to when); returns how many of them were not erased here yet."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self._folder / "erased.lock"):
            known = self.erased()
            new = {sha256: when for sha256, when in erased.items() if sha256 not in known}
            if new:
                with replacing(self._erased) as list_:
                    list_.write(json.dumps(known | new, indent=1, sort_keys=True).encode())
        for sha256 in erased:
            for file in self._folder.glob(f"{sha256}.*"):
                file.unlink()
            self.drop(sha256)
        _flush(self._folder)
        return len(new)

    def kept(self) -> list[str]:
        """SHA-256 of every photograph that is here, by name; whether it is whole is for ``find`` to say."""
        names = {file.name.partition(".")[0] for file in self._folder.glob("*.*")}
        return sorted(name for name in names if len(name) == _NAME)

    def adopt(self, data: bytes, at: int) -> bool:
        """Keep a photograph that came from elsewhere at a time (ms); False where it is here, or is not to be."""
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self.erased() or sha256 in self.let_go() or self.find(sha256) is not None:
            return False
        self.offer(data)
        if (kept := self.keep(sha256)) is not None:
            os.utime(kept.file, ns=(at * _NS, at * _NS))
        return kept is not None

    def arrivals(self, names: Iterable[str], *, look: bool = False) -> dict[str, int]:
        """When those of some photographs came here (ms since 1970) that are kept; ``look`` reads them."""
        wanted, found = set(names), dict[str, int]()
        for file in self._folder.glob("*.*"):
            name = file.name.partition(".")[0]
            if name in wanted and len(name) == _NAME and (not look or self.find(name) is not None):
                found[name] = file.stat().st_mtime_ns // _NS
        return found

    def let_go(self) -> dict[str, str]:
        """SHA-256 of photographs of purged audits, and when they left (UTC, RFC 3339); empty for those still here."""
        return self._list(self._left)

    def mark_leaving(self, names: Iterable[str]) -> None:
        """These may leave as soon as they are safe elsewhere, and are not wished for again."""
        self._write_left(lambda known: dict.fromkeys(names, "") | known)

    def leave(self, names: Collection[str], at: int) -> int:
        """Remove photographs that are safe elsewhere, at a time (ms); returns the bytes that are free by that."""
        when, size = datetime.fromtimestamp(at // 1000, UTC).isoformat().replace("+00:00", "Z"), 0
        self._write_left(lambda known: known | dict.fromkeys(names, when))
        for file in [file for name in names for file in self._folder.glob(f"{name}.*")]:
            size += file.stat().st_size
            file.unlink()
        return size

    def wish_for(self, names: Collection[str]) -> None:
        """They are wished for again: an audit that was purged is here once more."""
        self._write_left(lambda known: {name: when for name, when in known.items() if name not in names})

    def size_of(self, names: Iterable[str]) -> int:
        """Bytes of some photographs."""
        return sum(file.stat().st_size for name in names for file in self._folder.glob(f"{name}.*"))

    def _write_left(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        known = self.let_go()
        if change(known) == known:
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self._folder / "let_go.lock"), replacing(self._left) as list_:
            list_.write(json.dumps(change(self.let_go()), indent=1, sort_keys=True).encode())

    @property
    def _left(self) -> Path:
        return self._folder / "let_go.json"

    def erased(self) -> dict[str, str]:
        """SHA-256 of every erased photograph, and when that was (UTC, RFC 3339)."""
        return self._list(self._erased)

    @staticmethod
    def _list(file: Path) -> dict[str, str]:
        try:
            found = json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreError(f"The list {file} cannot be read: {error}.") from error
        return {str(sha256): str(when) for sha256, when in found.items()}

    @property
    def _erased(self) -> Path:
        return self._folder / "erased.json"

    def find(self, sha256: str) -> Photo | None:
        """A photograph that was kept and is still what its name says; None otherwise."""
        file = next(iter(sorted(self._folder.glob(f"{sha256}.*"))), None)
        if file is None:
            return None
        with file.open("rb") as data:
            head = data.read(_HEAD)
            data.seek(0)
            whole = hashlib.file_digest(data, "sha256").hexdigest() == sha256
            return Photo(data.tell(), _kind(head)[1], file) if whole else None


def named_in(event: Event) -> Iterator[str]:
    """The photographs that an event names."""
    for field in ("sha256", "photo"):
        if _HEX.fullmatch(str(event.d.get(field, ""))):
            yield str(event.d[field])


def _kind(data: bytes) -> tuple[str, str]:
    return next(((suffix, media) for head, suffix, media in _KINDS if data.startswith(head)), _OTHER)


def _flush(folder: Path) -> None:
    """Make the new name durable too, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

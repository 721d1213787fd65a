"""Register versions of a workspace: immutable files, a current one among them, and how a new one comes to be.

Reading a file into rows is the business of ``assetaudit.registers`` (``import_file`` there takes this store).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assetaudit.errors import RegisterError, StoreError, UsageError
from assetaudit.model.asset import StatusClass
from assetaudit.model.frame import SourceInfo
from assetaudit.model.needs import Clock
from assetaudit.model.register import normal
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.store.register_index import Index, VersionInfo, read_index, write_index
from assetaudit.store.register_read import StoredRegister
from assetaudit.store.register_search_index import search_file
from assetaudit.store.register_sources import LEADABLE, Disagreement

if TYPE_CHECKING:
    from assetaudit.store.register_draft import Draft

_EPOCH = date(1970, 1, 1)
_WAIT_SECONDS = 60
_NS = 1_000_000
"""Nanoseconds in a millisecond."""


class RegisterStore:
    """The registers folder of one workspace."""

    def __init__(self, home: Home, clock: Clock | None = None) -> None:
        self._home = home
        self._clock: Clock = clock if clock is not None else SystemClock()
        self._opened: dict[str, StoredRegister] = {}

    def index(self) -> Index:
        """The list of versions and what is remembered, as it stands on disk."""
        return read_index(self._index_file)

    @property
    def _index_file(self) -> Path:
        return self._home.registers / "index.json"

    def file(self, version: str) -> Path:
        """Where a version lies."""
        return self._home.registers / f"{version}.sqlite"

    def current(self) -> StoredRegister | None:
        """The register as last imported; None before the first import."""
        version = self.index().current
        return self.open(version) if version else None

    def open(self, version: str) -> StoredRegister:
        """One version; RegisterError where it is not here."""
        if version not in self._opened:
            self._opened[version] = StoredRegister(self.file(version), version, self._home.cache)
        return self._opened[version]

    def versions(self) -> list[VersionInfo]:
        """Every version, in the order in which they were made."""
        index = self.index()
        return [replace(info, current=info.version == index.current) for info in index.versions]

    def adopt(self, info: VersionInfo, place: Callable[[Path], None]) -> bool:
        """Take over a version that another workspace made; False where it is here. The current one stays current.

        ``place`` writes its file to the path it is given, whole or not at all.
        """
        with self._locked():
            index = self.index()
            if any(known.version == info.version for known in index.versions):
                return False
            place(self.file(info.version))
            self._stamp(info.version)
            adopted = index.with_version(replace(info, current=False))
            self._write(replace(adopted, current=index.current or info.version))
        return True

    def arrivals(self, versions: Iterable[str], *, look: bool = False) -> dict[str, int]:
        """When those of some versions came here (ms since 1970) that are here; ``look`` reads all of them."""
        wanted, here = set(versions), [info.version for info in self.versions()]
        found = [one for one in here if one in wanted and self.file(one).exists()]
        return {one: self.file(one).stat().st_mtime_ns // _NS for one in found if not look or self.open(one).intact()}

    def remove(self, version: str) -> int:
        """Let go of a version that others hold; returns the bytes that are free by that. The current one stays."""
        with self._locked():
            index = self.index()
            if version == index.current or all(info.version != version for info in index.versions):
                return 0
            self._write(replace(index, versions=tuple(info for info in index.versions if info.version != version)))
            self._opened.pop(version, None)
            size = self.file(version).stat().st_size
            self.file(version).unlink()
            search_file(self._home.cache, version).unlink(missing_ok=True)
        return size

    def _stamp(self, version: str) -> None:
        """The file says when it came here, by the clock that everything else goes by."""
        at = int(self._clock.now().timestamp() * 1000) * _NS
        os.utime(self.file(version), ns=(at, at))

    def follow(self, version: str) -> bool:
        """Let new audits be opened on a version that came from elsewhere, as long as no register is imported here.

        False where nothing changes; StoreError where it is older than the current one.
        """
        with self._locked():
            index = self.index()
            made = {info.version: info.made for info in index.versions}
            if index.latest or version == index.current or version not in made:
                return False
            if made[version] < made.get(index.current, ""):
                msg = f"The hub's register of {made[version]} is older than the one here of {made[index.current]}."
                raise StoreError(msg, hint="The newer one stays current; ask who runs the hub.")
            self._write(replace(index, current=version))
        return True

    def sources(self) -> list[SourceInfo]:
        """What is known of each source of the current version, by its last import."""
        register = self.current()
        latest = self.index().latest
        return [] if register is None else [latest.get(info.source, info) for info in register.sources()]

    def disagreements(self) -> list[Disagreement]:
        """Where the sources of the current version say different things."""
        register = self.current()
        return [] if register is None else register.disagreements()

    def status_map(self) -> dict[str, StatusClass]:
        """What each status word of the current version means, and what the user has set besides."""
        register = self.current()
        words = {} if register is None else dict(register.status_map())
        known = {normal(word) for word in words}
        words |= {word: meaning for word, meaning in self.index().statuses.items() if word not in known}
        return {word: StatusClass(meaning) for word, meaning in sorted(words.items())}

    def status_edits(self) -> dict[str, StatusClass]:
        """What the user has set: folded word to class."""
        return {word: StatusClass(meaning) for word, meaning in self.index().statuses.items()}

    def set_status(self, word: str, meaning: StatusClass) -> None:
        """Say what a status word means, from now on and in the current register, which becomes a new version."""
        with self._locked():
            index = self.index()
            self._write(replace(index, statuses=index.statuses | {normal(word): meaning.value}))
            if any(normal(known) == normal(word) for known in self.status_map()):
                self._again(f"'{word}' means {meaning.value}")

    def mapping(self, source: str) -> dict[str, str]:
        """How the columns of a source were mapped last; empty for a new source."""
        return dict(self.index().mappings.get(source, {}))

    def set_lead(self, field: str, source: str) -> None:
        """Let a source lead one field of joined assets; the current register becomes a new version."""
        if field not in LEADABLE:
            raise UsageError(f"There is no field '{field}' to lead.", hint=f"Fields are {', '.join(LEADABLE)}.")
        self._check_sources([source])
        with self._locked():
            index = self.index()
            self._write(replace(index, leads=index.leads | {field: source}))
            self._again(f"{source} leads {field}")

    def set_order(self, sources: Sequence[str]) -> None:
        """Put the sources in order, the leading one first; the current register becomes a new version."""
        self._check_sources(sources)
        with self._locked():
            index = self.index()
            rest = tuple(name for name in index.order if name not in sources)
            self._write(replace(index, order=(*sources, *rest)))
            self._again(f"{sources[0]} leads")

    def _check_sources(self, sources: Sequence[str]) -> None:
        known = self.index().order
        wrong = [name for name in sources if name not in known]
        if wrong or not sources:
            said = f"There is no source '{wrong[0]}'." if wrong else "No source was named."
            raise RegisterError(said, hint=f"Known are: {', '.join(known) or 'none yet'}.")

    @contextmanager
    def draft(self, source: str, now: datetime, *, records: bool = True) -> Iterator[Draft]:
        """A new version to write, on top of the current one; it leaves no trace unless it is kept.

        ``records`` says that the source's records are read anew; a list of places leaves them as they are.
        """
        with self._locked(), self._new(source, now, records=records) as draft:
            yield draft

    @contextmanager
    def _new(self, source: str, now: datetime, *, records: bool = True) -> Iterator[Draft]:
        from assetaudit.store.file_trouble import file_told
        from assetaudit.store.register_draft import Draft

        self._sweep()
        current = self.index().current
        file = self._home.registers / f".new-{os.getpid()}.sqlite"
        base = self.file(current) if current else None
        try:
            with (
                file_told(file, "do that again"),
                closing(Draft(file, base, source, (now.date() - _EPOCH).days, records=records)) as draft,
            ):
                yield draft
        finally:
            file.unlink(missing_ok=True)

    def keep(self, draft: Draft, info: SourceInfo, mapping: Mapping[str, str]) -> str:
        """Make a settled draft the current version; answers it. Nothing is changed until the very last step."""
        index = self.index()
        mappings = index.mappings | {info.source: dict(mapping)}
        remembered = replace(index, mappings=mappings, latest=index.latest | {info.source: info})
        return self._adopt(draft, info, remembered, f"import of {info.file or info.source}", info.extracted)

    def keep_as_is(self, info: SourceInfo, mapping: Mapping[str, str]) -> str:
        """Note an import that changed nothing: the current version stays; answers it."""
        index = self.index()
        mappings = index.mappings | {info.source: dict(mapping)}
        self._write(replace(index, mappings=mappings, latest=index.latest | {info.source: info}))
        return index.current

    def _adopt(self, draft: Draft, info: SourceInfo | None, index: Index, why: str, made: str) -> str:
        version = draft.seal(info)
        records, sources = draft.summary()
        draft.close()
        _to_disk(draft.file)
        draft.file.replace(self.file(version))
        self._stamp(version)
        _to_disk(self._home.registers)
        self._write(index.with_version(VersionInfo(version, made, why, records, sources)))
        return version

    def _again(self, why: str) -> None:
        from assetaudit.store.register_settle import settle

        now = self._clock.now()
        if not self.index().current:
            return
        with self._new("", now) as draft:
            for number, (word, _) in list(draft.terms.statuses.known.items()):
                if (meaning := self.status_edits().get(normal(word))) is not None:
                    draft.terms.statuses.known[number] = (word, meaning)
            index = self.index()
            settle(draft, index.order, index.leads)
            self._adopt(draft, None, index, why, now.isoformat(timespec="seconds").replace("+00:00", "Z"))

    def _write(self, index: Index) -> None:
        self._home.make()
        write_index(self._index_file, index)
        _to_disk(self._home.registers)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._home.make()
        try:
            with FileLock(self._home.locks / "registers.lock", timeout=_WAIT_SECONDS):
                yield
        except Timeout as error:
            raise StoreError(
                "Another import into this workspace is still running.", hint="Wait until it is done, then try again."
            ) from error

    def _sweep(self) -> None:
        for left in self._home.registers.glob(".new-*"):
            with suppress(OSError):
                left.unlink()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if path.is_file():  # folders cannot be synced on every system
            raise
    finally:
        os.close(handle)

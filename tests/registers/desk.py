"""A workspace to import into, with a clock that stands where a test puts it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assetaudit.model.asset import Asset
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.registers.importing import ImportReport, Wishes, import_file
from assetaudit.store.register_read import StoredRegister
from assetaudit.store.register_version import RegisterStore


@dataclass(slots=True)
class StandingClock:
    """The Clock protocol, standing still."""

    day: str = "2026-03-01"

    def now(self) -> datetime:
        return datetime.fromisoformat(self.day).replace(hour=9, tzinfo=UTC)

    def mono_ms(self) -> int:
        return 0

    def boot(self) -> str:
        return ""


@dataclass(slots=True)
class Desk:
    """Files in, registers out."""

    folder: Path
    clock: StandingClock = field(default_factory=StandingClock)

    @property
    def store(self) -> RegisterStore:
        return RegisterStore(Home(self.folder / "home"), self.clock)

    def take(self, content: str | bytes, name: str = "list.csv", wishes: Wishes | None = None) -> ImportReport:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_file(self.store, file, wishes or Wishes(), clock=self.clock)

    @property
    def register(self) -> StoredRegister:
        register = self.store.current()
        assert register is not None
        return register

    def asset(self, tag: str) -> Asset:
        (hit,) = self.register.find("asset_tag", tag)
        asset = self.register.asset(hit.key)
        assert asset is not None
        return asset

    def tags(self) -> set[str | None]:
        return {asset.asset_tag for asset in self.register.assets()}


def place_of(asset: Asset) -> str | None:
    return None if asset.place is None else str(asset.place)


def at(text: str) -> Place:
    return Place.parse(text)

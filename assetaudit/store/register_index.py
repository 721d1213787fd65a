"""The list of register versions, and what is remembered between imports: one small file, replaced in one step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from assetaudit.errors import StoreError
from assetaudit.model.frame import SourceInfo
from assetaudit.paths import replacing


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One line of ``register list``."""

    version: str
    """SHA-256 in hex."""
    made: str
    """UTC time, RFC 3339."""
    why: str
    """What made it: the import of a source, or a change of what status words mean."""
    records: int
    sources: tuple[str, ...]
    current: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As ``register list --json`` prints it."""
        return {
            "version": self.version,
            "made": self.made,
            "why": self.why,
            "records": self.records,
            "sources": list(self.sources),
            "current": self.current,
        }

    def cells(self) -> tuple[str, ...]:
        """As ``register list`` prints it."""
        mark = "current" if self.current else ""
        return (self.version[:12], self.made, f"{self.records} records", ", ".join(self.sources), self.why, mark)


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that the index file holds."""

    current: str = ""
    versions: tuple[VersionInfo, ...] = ()
    """In the order in which they were made."""
    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    """Per source: column to field, as it was used last."""
    latest: dict[str, SourceInfo] = field(default_factory=dict)
    """Per source: its last import, also where that changed nothing."""
    statuses: dict[str, str] = field(default_factory=dict)
    """Status words (folded) to classes, where the user set them."""
    order: tuple[str, ...] = ()
    """Sources, the leading one first."""
    leads: dict[str, str] = field(default_factory=dict)
    """Fields that another source leads."""

    def with_version(self, info: VersionInfo) -> Index:
        """The index after a version was made."""
        others = tuple(one for one in self.versions if one.version != info.version)
        order = self.order + tuple(name for name in info.sources if name not in self.order)
        return replace(self, current=info.version, versions=(*others, info), order=order)


def read_index(file: Path) -> Index:
    """The index of a workspace; an empty one before the first import; StoreError where it is damaged."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Index)
    except FileNotFoundError:
        return Index()
    except (OSError, msgspec.DecodeError) as error:
        raise StoreError(
            f"The list of register versions in {file} cannot be read: {error}.",
            hint="Restore it from a backup, or move it away and import the files again.",
        ) from error


def write_index(file: Path, index: Index) -> None:
    """Replace the index in one step."""
    with replacing(file) as new:
        new.write(msgspec.json.format(msgspec.json.encode(index), indent=1))

"""What the workspace of the screen's tests tells: settings, audits, the register, imports, labels and stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass
class DeskSettings:
    person: str = "ana"
    sound: str = "all"
    theme: str = "dark"
    signs: str = "unicode"
    readers: tuple[str, ...] = ()
    density: str = "normal"
    order: str = "down"
    language: str = "en"
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Note:
    name: str
    scope: tuple[str, ...]
    opened: str
    closed: str | None
    events: int
    last_place: str | None
    last_event: str | None


@dataclass(frozen=True)
class RegisterFacts:
    version: str
    records: int
    imported: str = "2026-11-22T08:00:00Z"
    sources: tuple[str, ...] = ("cmdb",)


@dataclass(frozen=True)
class Problem:
    line: int
    reason: str


@dataclass(frozen=True)
class Plan:
    source: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: int
    added: int
    changed: int
    gone: int
    rejected: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Count:
    assets: int
    places: int


@dataclass(frozen=True)
class Label:
    code: str
    lines: tuple[str, ...]
    place: str
    reason: str
    state: str = "waiting"


@dataclass(frozen=True)
class Stock:
    name: str
    text: str

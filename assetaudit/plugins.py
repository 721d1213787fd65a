"""The one door through which readers, identifiers, rules, registers, printers and reports come in.

The project's own parts use the same entry points as a third party's. Reading the metadata of every installed package
costs more than a short command may take, so the list is kept in a file and made anew when an installation changed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any

import platformdirs

from assetaudit.errors import ConfigError
from assetaudit.paths import replacing

GROUPS = ("readers", "identifiers", "rules", "registers", "pulls", "printers", "reports")


def names(group: str) -> dict[str, str]:
    """Name to ``module:attribute`` of every part in a group; loads none of them."""
    return _catalogue().get(group, {})


def load(group: str, name: str) -> Any:  # noqa: ANN401 - each group has its own Protocol
    """Import one part; ConfigError where it does not exist or cannot be imported."""
    target = names(group).get(name)
    if target is None:
        known = ", ".join(sorted(names(group)))
        raise ConfigError(f"There is no {group[:-1]} called '{name}'.", hint=f"Known are: {known}.")
    return _resolve(group, name, target)


def load_all(group: str) -> dict[str, Any]:
    """Import every part of a group, by name."""
    return {name: _resolve(group, name, target) for name, target in sorted(names(group).items())}


def _resolve(group: str, name: str, target: str) -> Any:  # noqa: ANN401 - whatever an entry point names
    module, _colon, attribute = target.partition(":")
    try:
        return attrgetter(attribute)(import_module(module))
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"The {group[:-1]} '{name}' ({target}) cannot be loaded: {error}.") from error


def _catalogue() -> dict[str, dict[str, str]]:
    stamp = _stamp()
    file = platformdirs.user_cache_path("assetaudit") / f"plugins-{stamp}.json"
    try:
        found: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        found = _discover()
        _keep(file, found)
    return found


def _stamp() -> str:
    parts = [sys.version]
    for entry in sys.path:
        try:
            parts.append(f"{entry}:{Path(entry).stat().st_mtime_ns}")
        except OSError:
            continue
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _discover() -> dict[str, dict[str, str]]:
    from importlib import metadata

    return {
        group: {entry.name: entry.value for entry in metadata.entry_points(group=f"assetaudit.{group}")}
        for group in GROUPS
    }


def _keep(file: Path, found: dict[str, dict[str, str]]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as new:
            new.write(json.dumps(found).encode())
    except OSError:
        return  # a read-only home only costs the discovery each time

"""Settings of a workspace: read from TOML, given to whoever needs them, never asked of a global."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assetaudit.errors import ConfigError
from assetaudit.paths import replacing

CHOICES = {
    "sound": ("all", "wrong", "off"),
    "signs": ("auto", "unicode", "ascii"),
    "density": ("normal", "compact", "large"),
    "order": ("down", "up"),
}
"""Settings that are one of a few words."""
PAIRS = frozenset(
    {"foreign_patterns", "keys", "place_aliases", "retention_audits", "scanner_letters", "site_positions"}
)
"""Settings that are lists of pairs of texts."""


_MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; every field has a default that works."""

    person: str = ""
    """The name of who walks, as declared; kept outside the log."""
    sound: str = "all"
    """``all``, ``wrong`` (attention and wrong only) or ``off``."""
    theme: str = "dark"
    signs: str = "auto"
    """``auto``, ``unicode`` or ``ascii``."""
    density: str = "normal"
    """``compact`` (more of the rack), ``normal`` or ``large`` (for gloves and two metres)."""
    order: str = "down"
    """The way in which a rack is walked: ``down`` from its top, or ``up`` from its bottom."""
    language: str = "auto"
    """``auto`` (the system's) or a language that is shipped: ``en``, ``de``."""
    keys: tuple[tuple[str, str], ...] = ()
    """(command, key): the user's own keys, such as ``("walk.undo", "backspace")``."""
    readers: tuple[str, ...] = ()
    """Addresses of readers that a walk opens."""
    asset_tag_patterns: tuple[str, ...] = ()
    """Regular expressions of the organisation's own asset tags; none means that any code may be one."""
    check_digit: str = ""
    """``mod10`` or ``mod97`` where tags end in one."""
    foreign_patterns: tuple[tuple[str, str], ...] = ()
    """(regular expression, owner) of other people's labels."""
    link_bases: tuple[str, ...] = ()
    """Base addresses of the organisation's own asset systems; none means any."""
    place_aliases: tuple[tuple[str, str], ...] = ()
    """(other name, place)."""
    company: str = ""
    """Whose property labels say the assets are."""
    currency: str = ""
    """The unit of the registers' book values, such as ``EUR``; reports name it beside every sum."""
    gs1_prefix: str = ""
    """GS1 company prefix, for labels and RFID tags with a GIAI."""
    scanner_layout: str = ""
    """Keyboard layout of a scanner that types, and this computer's, where they differ: ``us-on-de``."""
    scanner_letters: tuple[tuple[str, str], ...] = ()
    """(character as it arrives, character meant) where the layouts have no name here."""
    scanner_gs: str = ""
    """What arrives in place of the separator GS."""
    scanner_suffix: str = ""
    """What the scanner that types sends after a code: ``cr lf crlf tab none``; empty where unknown."""
    retention_days_names: int = 0
    """Days after the closing of the last audit somebody took part in; then the name is due for erasing. 0: kept."""
    retention_days_photos: int = 0
    """Days after the closing of the last audit that names a picture; then it is due for erasing. 0: kept."""
    retention_audits: tuple[tuple[str, str], ...] = ()
    """(audit's id, days for its names and for its pictures: ``90 30``) where an audit has a rule of its own."""
    site_positions: tuple[tuple[str, str], ...] = ()
    """(place, ``latitude, longitude, radius in metres``) of sites, for a GPS receiver to propose one."""


def load(file: Path) -> Settings:
    """The settings in a file, or the defaults where there is none; ConfigError says which line cannot be used."""
    if not file.exists():
        return Settings()
    import tomllib

    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"The settings in {file} cannot be read: {error}.", hint="Mend or remove the file."
        ) from error
    return _from_dict(data, file)


def save(file: Path, settings: Settings) -> None:
    """Write the settings in one step: the file is the old one or the new one, never half of each."""
    import tomli_w

    data = {field.name: _plain(getattr(settings, field.name)) for field in fields(Settings)}
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as new:
        new.write(tomli_w.dumps(data).encode())


def _plain(value: object) -> Any:  # noqa: ANN401 - TOML
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _from_dict(data: Mapping[str, Any], file: Path) -> Settings:
    settings = Settings()
    for key, value in data.items():
        if key not in Settings.__dataclass_fields__:
            raise ConfigError(f"{file} has a setting '{key}' that does not exist.", hint="Remove it.")
        settings = replace(settings, **{key: _checked(key, value, getattr(settings, key), file)})
    return settings


def _checked(key: str, value: Any, default: object, file: Path) -> Any:  # noqa: ANN401 - TOML
    if isinstance(default, tuple):
        return _checked_list(key, value, file)
    if isinstance(default, int):
        return _checked_days(key, value, file)
    if not isinstance(value, str):
        raise ConfigError(f"{file}: '{key}' must be a text.")
    if value not in CHOICES.get(key, (value,)):
        raise ConfigError(f"{file}: {key} '{value}' does not exist.", hint=f"Choose one of {', '.join(CHOICES[key])}.")
    return value


def _checked_days(key: str, value: object, file: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_DAYS:
        raise ConfigError(f"{file}: '{key}' must be a whole number of days.", hint="0 keeps everything.")
    return value


def read_days(text: str, where: str) -> tuple[int, int]:
    """Days for names and for pictures, written as two numbers; ConfigError names ``where`` they stand."""
    words = text.split()
    if len(words) != 2 or not all(word.isdecimal() and int(word) <= _MOST_DAYS for word in words):
        raise ConfigError(
            f"{where}: '{text}' is not two whole numbers of days.",
            hint="The first is for names, the second for pictures, such as 90 30; 0 keeps everything.",
        )
    return int(words[0]), int(words[1])


def _checked_list(key: str, value: Any, file: Path) -> tuple[Any, ...]:  # noqa: ANN401 - TOML
    pairs = key in PAIRS
    if not isinstance(value, list) or not all(_is_item(item, pairs=pairs) for item in value):
        raise ConfigError(f"{file}: '{key}' must be a list of {'pairs of texts' if pairs else 'texts'}.")
    for pattern in (item[0] if pairs else item for item in value) if key.endswith("_patterns") else ():
        _check_pattern(key, pattern, file)
    for _audit, days in value if key == "retention_audits" else ():
        read_days(days, f"{file}: {key}")
    return tuple(tuple(item) if pairs else item for item in value)


def _is_item(item: object, *, pairs: bool) -> bool:
    if not pairs:
        return isinstance(item, str)
    return isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)


def _check_pattern(key: str, pattern: str, file: Path) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ConfigError(f"{file}: '{pattern}' in {key} is no regular expression: {error}.") from error

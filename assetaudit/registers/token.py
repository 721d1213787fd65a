"""The token for a system's interface: from the environment, a file that only its owner may read, or the keyring."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from assetaudit.errors import ConfigError

_LONGEST = 4096
SERVICE = "assetaudit"
"""What the keyring calls us; the name within is the system's address."""


def find_token(name: str, address: str, file: Path | None, environment: Mapping[str, str] | None = None) -> str:
    """The token; ConfigError where there is none, or where others could have read it.

    ``name`` is the variable of the environment. A file that was named goes before it, the keyring is asked last.
    """
    if file is not None:
        return _checked(_from_file(file), str(file))
    told = (os.environ if environment is None else environment).get(name, "")
    found = _checked(told, f"The variable {name}") if told.strip() else _from_keyring(address)
    if not found:
        raise ConfigError(
            f"There is no token for {address}.",
            hint=f"Put it into the variable {name}, or into a file of mode 0600 and name it with --token-file.",
        )
    return found


def _from_file(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise ConfigError(
                    f"{file} may be read by others.",
                    hint=f"Make it yours alone: chmod 600 {file}; better, a new token.",
                )
            return opened.read(_LONGEST + 1).decode("utf-8", "replace")
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error


def _checked(text: str, where: str) -> str:
    token = text.strip()
    if not token or len(token) > _LONGEST or not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigError(f"{where} holds no token.", hint="It is one word of letters and digits, alone.")
    return token


def _from_keyring(address: str) -> str:
    """What the system's keyring holds, where the package that asks it is installed."""
    try:
        import keyring
    except ImportError:
        return ""
    try:
        found = keyring.get_password(SERVICE, address)
    except keyring.errors.KeyringError:
        return ""  # locked, or none on this machine: as good as empty
    return _checked(found, "The keyring") if found else ""

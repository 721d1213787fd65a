"""What makes a workspace a hub: its address, its certificate, whom it invited, and a ledger of who sent what."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from base64 import b32decode, b32encode
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from filelock import FileLock

from assetaudit.errors import SyncError
from assetaudit.paths import replacing

CODE = "aahub1:"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One use of the right to enrol a device."""

    name: str
    used_by: str = ""
    """Public key of the device that came with it."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """What the hub's file holds; tokens only as SHA-256, so that the file gives none away."""

    url: str
    epoch: str
    """Changes when a hub begins anew or is restored: receipts of an older epoch prove nothing about this one."""
    database: str = ""
    """URL of the PostgreSQL database that holds the events; empty for the workspace's own file."""
    invitations: dict[str, Invitation] = field(default_factory=dict)
    passes: dict[str, str] = field(default_factory=dict)
    """Hashed pass of a device to its public key."""
    horizon: int = 0
    """Days that a backup is old at most when the hub is restored from it; 0 where nobody said so."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What a laptop needs to enrol: as a text, a QR code or a file."""

    url: str
    token: str
    key: str
    """The hub's public key."""
    certificate: str
    """SHA-256 of the hub's TLS certificate, in hex, or its first 20 bytes; empty for plain HTTP."""

    def __str__(self) -> str:
        return f"{CODE}{self.token}.{self.key}.{self.certificate}@{self.url}"

    @property
    def dense(self) -> str:
        """The same for a QR code, in the characters of its alphanumeric mode, so that it fits a terminal of 24 rows.

        ``AAHUB1:<token>.<key>.<certificate>+<URL>``, the hashes in base 32; as ever where the address needs others.
        """
        words = (_base32(bytes.fromhex(self.key)), _base32(bytes.fromhex(self.certificate)[:_PROOF]))
        text = f"{CODE}{self.token}.{'.'.join(words)}+{self.url}".upper()
        return text if _DENSE.fullmatch(text) and self.url == self.url.lower() else str(self)

    def proves(self, certificate: str) -> bool:
        """Whether a certificate, by its SHA-256 in hex, is the invited one."""
        return len(self.certificate) >= 2 * _PROOF and certificate.startswith(self.certificate)


_PROOF = 20
"""Bytes of a certificate's hash that are enough: nobody finds another certificate with the same 160 bits."""
_DENSE = re.compile(r"[A-Z0-9 $%*+./:-]+")


def joining(text: str) -> Joining:
    """The code that a person typed, scanned or read from a file; SyncError where it is none."""
    code = text.strip()
    made = _dense(code.upper()) if "@" not in code else _plain(code)
    if made is None:
        msg = "This is no invitation of a hub."
        raise SyncError(msg, hint="It begins with 'aahub1:' and is made at the hub with: assetaudit hub invite NAME")
    return made


def _plain(code: str) -> Joining | None:
    head, _at, url = code.removeprefix(CODE).partition("@")
    parts = head.split(".")
    if not code.startswith(CODE) or len(parts) != 3 or not is_address(url):
        return None
    return Joining(url.rstrip("/"), *parts)


def _dense(code: str) -> Joining | None:
    head, _plus, url = code.removeprefix(CODE.upper()).partition("+")
    parts = head.split(".")
    if not code.startswith(CODE.upper()) or len(parts) != 3 or not is_address(url.lower()):
        return None
    try:
        key, certificate = (b32decode(part + "=" * (-len(part) % 8)).hex() for part in parts[1:])
    except ValueError:
        return None
    return Joining(url.lower().rstrip("/"), parts[0], key, certificate)


def is_address(url: str) -> bool:
    """Whether a hub may be reached at it: HTTP or HTTPS, with a host, and a port that there is."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _base32(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=")


class HubHome:
    """The hub's own files in its workspace."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / "hub.json"
        self._lock = FileLock(root / "hub.lock")
        self.certificate = root / "hub.crt"
        self.certificate_key = root / "hub.pem"

    @property
    def is_hub(self) -> bool:
        """Whether this workspace has been made a hub."""
        return self._file.exists()

    def begin(self, url: str, database: str = "") -> None:
        """Make the workspace a hub, or change its address."""
        with self._lock:
            old = self._read() if self.is_hub else HubFile(url, secrets.token_hex(8))
            self._write(replace(old, url=url, database=database or old.database))

    def database(self) -> str:
        """Where the events lie; empty for the workspace's own file."""
        return self._read().database

    def url(self) -> str:
        """Where laptops reach it."""
        return self._read().url

    def epoch(self) -> str:
        """The hub's present epoch."""
        return self._read().epoch

    def horizon(self) -> int:
        """Days that a backup may be old when the hub is restored from it; 0 where nobody said so."""
        return self._read().horizon

    def set_horizon(self, days: int) -> None:
        """Promise that the hub is never restored from a backup that is older than so many days."""
        with self._lock:
            self._write(replace(self._read(), horizon=days))

    def invite(self, name: str) -> str:
        """A token that enrols one device, once."""
        token = _base32(secrets.token_bytes(15))
        with self._lock:
            old = self._read()
            self._write(replace(old, invitations=old.invitations | {_hashed(token): Invitation(name)}))
        return token

    def admit(self, token: str, key: str) -> tuple[str, str] | None:
        """The invited name and a pass for the device; None where the token is wrong or was used by another key."""
        with self._lock:
            old = self._read()
            invitation = old.invitations.get(_hashed(token))
            if invitation is None or invitation.used_by not in ("", key):
                return None
            given = secrets.token_urlsafe(24)
            passes = {hashed: owner for hashed, owner in old.passes.items() if owner != key} | {_hashed(given): key}
            used = old.invitations | {_hashed(token): replace(invitation, used_by=key)}
            self._write(replace(old, invitations=used, passes=passes))
        return invitation.name, given

    def holder(self, given: str) -> str:
        """Public key of the device that a pass belongs to; empty where it is none."""
        return self._read().passes.get(_hashed(given), "")

    def note(self, line: dict[str, str]) -> None:
        """Add a line to the ledger."""
        with self._lock, (self._root / "hub_ledger.jsonl").open("a+b") as ledger:
            if ledger.tell() and ledger.seek(-1, os.SEEK_END) and ledger.read() != b"\n":
                ledger.write(b"\n")  # a power cut tore the line before
            ledger.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")

    def ledger(self, most: int) -> list[dict[str, str]]:
        """The last lines of the ledger."""
        try:
            lines = (self._root / "hub_ledger.jsonl").read_text("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return []
        return [line for text in lines[-most:] if (line := _line(text)) is not None]

    def _read(self) -> HubFile:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=HubFile)
        except FileNotFoundError as error:
            msg = f"{self._root} is no hub."
            raise SyncError(msg, hint="Make it one with: assetaudit hub init --url https://HOST:8443") from error
        except (OSError, msgspec.DecodeError) as error:
            raise SyncError(f"The hub's file {self._file} cannot be read: {error}.") from error

    def _write(self, new: HubFile) -> None:
        with replacing(self._file) as file:
            file.write(msgspec.json.format(msgspec.json.encode(new), indent=1))


def _line(text: str) -> dict[str, str] | None:
    """A line of the ledger; None for one that a power cut tore."""
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except msgspec.DecodeError:
        return None


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()

"""Whom this workspace believes: keys that a person compared and accepted, and those that its hub vouches for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from filelock import FileLock

from assetaudit.errors import SyncError
from assetaudit.paths import replacing
from assetaudit.sync.keys import fingerprint

TRUSTED = "trusted"
HUB = "hub"
REVOKED = "revoked"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Peer:
    """One key, and what is known of its owner."""

    key: str
    """Public key in hex."""
    state: str
    """``trusted``, ``hub`` (trusted, and believed when it vouches for others), ``revoked`` or ``unknown``."""
    name: str = ""
    """What the owner calls the device; declared, not proved."""
    device: str = ""
    since: str = ""
    """UTC time, RFC 3339."""
    by: str = ""
    """Who said so: a person here, or the fingerprint of a hub."""


@dataclass(frozen=True, slots=True)
class Peers:
    """What the file holds."""

    peers: dict[str, Peer] = field(default_factory=dict)


class Trust:
    """The file of peers of a workspace."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(file.with_suffix(".lock"))

    def peers(self) -> dict[str, Peer]:
        """Key to peer."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Peers).peers
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError) as error:
            msg = f"The list of known devices in {self._file} cannot be read: {error}."
            raise SyncError(
                msg, hint="Restore it from a backup, or move it away and trust the devices again."
            ) from error

    def state(self, key: str) -> str:
        """What is thought of a key."""
        peer = self.peers().get(key)
        return UNKNOWN if peer is None else peer.state

    def set(self, peer: Peer) -> None:
        """Write what is thought of a key from now on; a name that is known stays where none is given."""
        with self._lock:
            known = self.peers()
            old = known.get(peer.key, peer)
            whole = replace(peer, name=peer.name or old.name, device=peer.device or old.device)
            with replacing(self._file) as new:
                new.write(msgspec.json.format(msgspec.json.encode(Peers(known | {peer.key: whole})), indent=1))

    def meet(self, key: str, name: str, device: str) -> None:
        """Remember how a key's owner calls itself; a name that somebody here or a hub gave it stays."""
        old = self.peers().get(key)
        given = old is not None and bool(old.by and old.name)
        if old is None or (not given and (old.name, old.device) != (name, device)):
            self.set(replace(old or Peer(key, UNKNOWN), name=name, device=device))

    def hear_of(self, key: str, device: str) -> None:
        """Remember a key that others brought something of, so that it can be trusted by its fingerprint."""
        if key not in self.peers():
            self.set(Peer(key, UNKNOWN, device=device))

    def find(self, text: str) -> Peer:
        """The peer that a key, the beginning of a fingerprint or a name stands for; SyncError where not exactly one."""
        wanted = "".join(text.split()).casefold()
        found = [peer for peer in self.peers().values() if _is(peer, wanted)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(f"{peer.name or 'a device'} ({fingerprint(peer.key)})" for peer in self.peers().values())
        said = f"'{text}' stands for {len(found)} devices." if found else f"No device '{text}' has been met."
        raise SyncError(said, hint=f"Known are: {known or 'none; take a bundle of theirs first'}.")


def _is(peer: Peer, wanted: str) -> bool:
    print_ = fingerprint(peer.key).replace(" ", "")
    return bool(wanted) and (
        peer.key == wanted or print_.startswith(wanted) or "".join(peer.name.split()).casefold() == wanted
    )

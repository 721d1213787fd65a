"""A hub's signed word on what it holds since when, and how old its backups may be: without it nothing is purged.

What the hub has held for longer than its backups are ever old comes back even with the oldest of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from assetaudit.errors import SyncError
from assetaudit.paths import replacing
from assetaudit.store.event_bytes import canonical
from assetaudit.sync.keys import SigningKey, is_signed_in_hex, signed_text

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Holding:
    """What a hub says; times are the hub's own, in milliseconds since 1970 UTC."""

    hub: str
    """The hub's public key."""
    epoch: str
    at: int
    """When it said so."""
    horizon: int
    """Milliseconds that a backup may be old at most when the hub is restored from it; 0 where the hub does not say."""
    register: str = ""
    """Version of the register that new audits are opened on; empty for none."""
    held: Mapping[str, int] = field(default_factory=dict)
    """SHA-256 (hex) of a piece that it holds and counts, to when it took it in."""
    signature: str = ""

    def signed(self, key: SigningKey) -> Holding:
        """The same with the hub's signature."""
        return replace(self, signature=key.sign(self._said()).hex())

    @property
    def genuine(self) -> bool:
        """Whether the hub that it names signed it."""
        return is_signed_in_hex(self.hub, self.signature, self._said())

    def safe_from(self, sha: bytes) -> int | None:
        """From when on (the hub's time) every backup that may be restored has a piece; None where none need have it."""
        since = self.held.get(sha.hex())
        return None if since is None or not self.horizon else since + self.horizon

    def is_safe(self, sha: bytes) -> bool:
        """Whether every backup that the hub may be restored from has a piece."""
        safe = self.safe_from(sha)
        return safe is not None and safe <= self.at

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return dict(msgspec.to_builtins(self))

    def _said(self) -> bytes:
        words = {
            "at": self.at,
            "epoch": self.epoch,
            "horizon": self.horizon,
            "hub": self.hub,
            "register": self.register,
        }
        return signed_text("holding", canonical(words | {"held": dict(self.held)}))


def keep_holding(file: Path, holding: Holding) -> None:
    """Keep the newest word of the hub."""
    with replacing(file) as new:
        new.write(msgspec.json.encode(holding))


def kept_holding(file: Path) -> Holding | None:
    """The word that was kept; None where there is none yet; SyncError where the file was changed."""
    try:
        holding = msgspec.json.decode(file.read_bytes(), type=Holding)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SyncError(f"The hub's receipts in {file} cannot be read: {error}.", hint=_AGAIN) from error
    if not holding.genuine:
        raise SyncError(f"The hub's receipts in {file} are not as the hub signed them.", hint=_AGAIN)
    return holding


_AGAIN = "Get new ones with: assetaudit sync"

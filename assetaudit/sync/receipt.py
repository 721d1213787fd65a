"""Receipts: a hub's signed word that it has a piece, and in what state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from assetaudit.store.event_bytes import canonical
from assetaudit.sync.keys import SigningKey, is_signed_in_hex, signed_text


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a hub says of one piece."""

    sha: str
    status: str
    """``admitted``, ``known``, ``quarantined``, ``newer`` or ``refused``."""
    text: str
    hub: str
    """The hub's public key."""
    epoch: str
    signature: str = ""

    def signed(self, key: SigningKey) -> Receipt:
        """The same with the hub's signature."""
        return Receipt(self.sha, self.status, self.text, self.hub, self.epoch, key.sign(self._said()).hex())

    @property
    def genuine(self) -> bool:
        """Whether the hub that it names signed it."""
        return is_signed_in_hex(self.hub, self.signature, self._said())

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return dict(msgspec.to_builtins(self))

    def _said(self) -> bytes:
        body = {"epoch": self.epoch, "hub": self.hub, "sha": self.sha, "status": self.status, "text": self.text}
        return signed_text("receipt", canonical(body))

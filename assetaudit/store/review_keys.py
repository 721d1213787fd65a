"""Personal Ed25519 keys: made on first wish, kept in a file that only its owner reads, never in a database or a log."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assetaudit.errors import MissingExtraError, StoreError
from assetaudit.paths import Home

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def _library() -> None:
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401 - whether it is there
    except ImportError as error:
        raise MissingExtraError("Signing", "sign") from error


def can_check() -> bool:
    """Whether signatures can be checked here: the extra ``sign`` is installed."""
    return find_spec("cryptography") is not None


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one workspace."""

    home: Home

    def _file(self, user: str) -> Path:
        return self.home.root / "keys" / f"{user}.key"

    def has(self, user: str) -> bool:
        """Whether a person has a key here."""
        return bool(user) and self._file(user).is_file()

    def make(self, user: str) -> str:
        """Make a person's key, unless they have one; answers the public key in hex."""
        _library()
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not self.has(user):
            file = self._file(user)
            file.parent.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as target:
                target.write(Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
        return self.public(user)

    def public(self, user: str) -> str:
        """A person's public key in hex."""
        return self._key(user).public_key().public_bytes_raw().hex()

    def sign(self, user: str, message: bytes) -> dict[str, str]:
        """Public key and signature in hex, of a message."""
        return {"key": self.public(user), "sig": self._key(user).sign(message).hex()}

    def _key(self, user: str) -> Ed25519PrivateKey:
        _library()
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self._file(user).read_text("ascii").strip()))
        except (OSError, ValueError) as error:
            raise StoreError(f"The key in {self._file(user)} cannot be used: {error}.") from error


def genuine(key: str, signature: str, message: bytes) -> bool:
    """Whether a signature in hex was made over a message by the owner of a public key in hex."""
    _library()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True

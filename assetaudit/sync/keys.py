"""The key that a device signs with: made once, kept outside every database, so that a copied log carries no identity.

Ed25519 (RFC 8032). A key is written as 64 hex digits of its public part and told to people by its fingerprint.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import MissingExtraError, SyncError
from assetaudit.paths import replacing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = 64
"""Bytes of a signature."""
_SECRET = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, and its public half in hex."""

    _private: Ed25519PrivateKey
    public: str

    def sign(self, data: bytes) -> bytes:
        """64 bytes over ``data``."""
        return self._private.sign(data)

    def pem(self) -> bytes:
        """The private key as TLS libraries read it (PKCS#8, PEM, no password)."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_of(secret: bytes) -> SigningKey:
    """The key that 32 secret bytes are."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError as error:
        raise MissingExtraError("Signing", "sync") from error
    private = Ed25519PrivateKey.from_private_bytes(secret)
    return SigningKey(private, private.public_key().public_bytes_raw().hex())


def device_key(file: Path) -> SigningKey:
    """The key in a file that only its owner may read, made at the first call; SyncError where it cannot be used."""
    try:
        secret = _read(file) or _make(file)
    except OSError as error:
        msg = f"The key of this device in {file} cannot be used: {error.strerror or error}."
        raise SyncError(msg, hint="Check that the file belongs to you.") from error
    return key_of(secret)


def new_key() -> tuple[SigningKey, bytes]:
    """A new key, and its secret bytes."""
    secret = os.urandom(_SECRET)
    return key_of(secret), secret


def write_key(file: Path, secret: bytes) -> None:
    """Put a key in the place of the present one, in one step."""
    with replacing(file) as new:
        new.write(secret.hex().encode() + b"\n")


def is_signed(public: str, signature: bytes, data: bytes) -> bool:
    """Whether a public key (hex) signed ``data``; False also for what is no key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed_in_hex(public: str, signature: str, data: bytes) -> bool:
    """The same of a signature in hex; False also for what is no hex."""
    try:
        return is_signed(public, bytes.fromhex(signature), data)
    except ValueError:
        return False


def fingerprint(public: str) -> str:
    """A key as two people compare it aloud: 5 groups of 4 hex digits of its SHA-256."""
    digits = hashlib.sha256(public.encode()).hexdigest()[:20]
    return " ".join(digits[start : start + 4] for start in range(0, 20, 4))


def signed_text(kind: str, body: bytes) -> bytes:
    """What is signed: the type inside the signed bytes, so that none passes for another (DSSE v1 PAE)."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


def _read(file: Path) -> bytes:
    try:
        text = file.read_text("ascii").strip()
    except FileNotFoundError:
        return b""
    except UnicodeDecodeError:
        text = ""
    with suppress(ValueError):
        if len(secret := bytes.fromhex(text)) == _SECRET:
            return secret
    msg = f"The file {file} holds no key."
    raise SyncError(msg, hint="Move it away; a new key is made, which others have to be told of.")


def _make(file: Path) -> bytes:
    secret = os.urandom(_SECRET)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
        new.write(secret.hex() + "\n")
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        secret = _read(file)
    except OSError:
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return secret

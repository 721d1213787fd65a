"""TLS certificates: the hub's own, which every laptop that enrols pins, and those that it gives to devices.

No authority is needed: a device proves by its certificate that it holds the key that the hub enrolled.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assetaudit.errors import SyncError
from assetaudit.model.needs import Clock

if TYPE_CHECKING:
    from cryptography import x509

_YEARS = timedelta(days=3650)


def make_certificate(url: str, certificate: Path, key: Path, clock: Clock) -> None:
    """Write a self-signed certificate for the host of ``url`` and its key, which only its owner may read."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "assetaudit hub")])
    host = urlsplit(url).hostname or "localhost"
    now = clock.now()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    pkcs8 = serialization.PrivateFormat.PKCS8
    plain = serialization.NoEncryption()
    _write_secret(key, private.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))


def device_certificate(public: str, certificate: Path, key: Path, clock: Clock) -> str:
    """A certificate in PEM, issued by the hub, for the key of a device (its public part in hex)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    signer = serialization.load_pem_private_key(key.read_bytes(), None)
    if not isinstance(signer, EllipticCurvePrivateKey):
        raise SyncError(f"The key in {key} is none that a hub made.", hint="Make a new one with: assetaudit hub init")
    hub, now = x509.load_pem_x509_certificate(certificate.read_bytes()), clock.now()
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"assetaudit {public[:32]}")]))
        .issuer_name(hub.subject)
        .public_key(Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=True)
        .sign(signer, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode("ascii")


def key_in(certificate: bytes) -> str:
    """Public key (hex) that a device's certificate (DER) is for; empty where it is for another kind of key."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = x509.load_der_x509_certificate(certificate).public_key()
    return public.public_bytes_raw().hex() if isinstance(public, Ed25519PublicKey) else ""


def certificate_hash(pem: str) -> str:
    """SHA-256 of a certificate (its DER bytes) in hex: what a laptop pins."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def _alternative(host: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write_secret(file: Path, data: bytes) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(data)

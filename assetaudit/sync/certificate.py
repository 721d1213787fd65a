"""The hub's own TLS certificate: pinned by every laptop that enrols, so that no authority is needed."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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

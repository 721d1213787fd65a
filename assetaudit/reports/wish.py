"""What somebody wishes of a report: whom it is for, in which language, into which file, and who signs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assetaudit.reports.theme import Audience


@dataclass(frozen=True, slots=True)
class ReportWish:
    """One report, before it is written."""

    file: Path
    """Its ending chooses the format."""
    audience: Audience = Audience.AUDITOR
    language: str = ""
    """Empty for that of the settings."""
    key: Path | None = None
    """A PKCS#12 file or a PEM key that signs the PDF."""
    certificate: Path | None = None
    """Of a PEM key."""
    stamps: str = ""
    """Address of an authority that stamps the signature (RFC 3161); it gets a hash."""

"""GIAI-96 tags (GS1 TDS 1.x/2.x, header 0x34) for the RFID labels of the sample halls."""

from __future__ import annotations

_HEADER = 0x34
_FILTER = 0
_PARTITION = 5
"""Seven digits (24 bits) of company prefix, 58 bits of asset reference."""
COMPANY = 614141
"""The company prefix of GS1's own examples."""


def giai_hex(reference: int) -> str:
    """The tag's 24 hex digits for an individual asset reference."""
    value = (((_HEADER << 3 | _FILTER) << 3 | _PARTITION) << 24 | COMPANY) << 58 | reference
    return f"{value:024X}"

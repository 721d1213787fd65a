"""GIAI: an asset's number among all companies' assets, as text for a label and as EPC of an RFID tag (TDS 14.6.5)."""

from __future__ import annotations

from assetaudit.identify.epc_schemes import PREFIX_BITS

_HEADER = 0x34
_FILTER = 0
_BOTH_BITS = 82
"""Company prefix and individual asset reference together."""
LONGEST = 30
"""Characters of a GIAI."""


class GiaiError(ValueError):
    """A number that cannot be written so; the message says why in one sentence."""


def company_prefix(text: str) -> str:
    """A GS1 company prefix as given in the settings; GiaiError where it is none."""
    prefix = text.strip()
    if not (prefix.isascii() and prefix.isdigit() and 6 <= len(prefix) <= 12):
        msg = f"'{text}' is no GS1 company prefix: it has 6 to 12 digits."
        raise GiaiError(msg)
    return prefix


def giai(prefix: str, reference: str) -> str:
    """The GIAI of a company's asset (what stands behind AI 8004)."""
    number = company_prefix(prefix) + reference
    if not reference or len(number) > LONGEST:
        msg = f"The GIAI of '{reference}' has {len(number)} characters; {LONGEST} are the most."
        raise GiaiError(msg)
    return number


def giai_96(prefix: str, reference: str) -> str:
    """The 24 hexadecimal digits that an RFID tag carries; the reference is digits only, without a leading zero."""
    company = company_prefix(prefix)
    if not (reference.isascii() and reference.isdigit()) or (len(reference) > 1 and reference.startswith("0")):
        msg = f"'{reference}' cannot be written as GIAI-96, which holds digits without a leading zero."
        raise GiaiError(msg)
    partition = 12 - len(company)
    width = _BOTH_BITS - PREFIX_BITS[partition]
    if int(reference) >= min(1 << width, 10 ** (25 - len(company))):
        msg = f"'{reference}' is too large for GIAI-96 with the company prefix {company}."
        raise GiaiError(msg)
    value = ((_HEADER << 3 | _FILTER) << 3 | partition) << PREFIX_BITS[partition] | int(company)
    return f"{value << width | int(reference):024X}"


def digits_of(tag: str) -> str:
    """The digits that an asset tag ends in, without leading zeros, as GIAI-96 wants them; empty where it has none."""
    tail = tag[len(tag.rstrip("0123456789")) :]
    return tail.lstrip("0") or ("0" if tail else "")

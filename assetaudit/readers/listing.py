"""What is plugged in, and which addresses work here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assetaudit.readers import protocols
from assetaudit.readers.keys import ADDRESS as KEYS
from assetaudit.readers.opening import driver, schemes

_WITH_PROTOCOL = frozenset({"serial", "tcp"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One reader, or one form of address."""

    address: str
    product: str
    protocols: tuple[str, ...]
    basis: str

    def to_dict(self) -> dict[str, Any]:
        """As ``readers list --json`` prints it."""
        return {
            "address": self.address,
            "product": self.product,
            "protocols": list(self.protocols),
            "basis": self.basis,
        }


def list_readers() -> list[Listed]:
    """Serial devices on USB by their names, then the form of every kind of address."""
    return [*plugged_in(), *forms()]


def forms() -> list[Listed]:
    """Every kind of address that works here."""
    spoken = tuple(protocols.known())
    rows = [Listed(KEYS, "scanner that types as a keyboard; works as it is", (), "documents")]
    for scheme in schemes():
        found = driver(scheme)
        rows.append(Listed(found.form, found.product, spoken if scheme in _WITH_PROTOCOL else (), "documents"))
    return rows


def plugged_in() -> list[Listed]:
    """Serial devices that tell a USB vendor; empty where the system cannot say."""
    from serial.tools import list_ports

    rows = []
    for port in sorted(list_ports.comports(), key=lambda port: str(port.device)):
        if port.vid is None:
            continue
        name = " ".join(part for part in (port.manufacturer, port.product) if part) or port.description
        product = f"{name} ({port.vid:04X}:{port.pid or 0:04X})"
        rows.append(Listed(f"serial://{port.device}", product, tuple(protocols.known()), "documents"))
    return rows

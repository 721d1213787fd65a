"""What is plugged in, what it probably speaks and the address for it; then every kind of address that works here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from assetaudit.readers import protocols
from assetaudit.readers.announced import heard
from assetaudit.readers.camera.drivers import cameras
from assetaudit.readers.input_device import InputInfo, typing_devices
from assetaudit.readers.keys import ADDRESS as KEYS
from assetaudit.readers.opening import driver, schemes
from assetaudit.readers.usb_names import Guess, guess, is_scanner

WITH_PROTOCOL = frozenset({"serial", "tcp"})
OWN_SCHEME = frozenset({"llrp", "nmea"})
"""Protocols that have a kind of address of their own."""
PERMISSION = "where it cannot be opened: be a member of the group dialout"


@dataclass(frozen=True, slots=True)
class Listed:
    """One reader, or one form of address."""

    address: str
    product: str
    protocols: tuple[str, ...]
    basis: str
    hint: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As ``readers list --json`` prints it."""
        row = {
            "address": self.address,
            "product": self.product,
            "protocols": list(self.protocols),
            "basis": self.basis,
        }
        return row | ({"hint": self.hint} if self.hint else {})


class Port(Protocol):
    """What is used of a serial port that the system lists."""

    device: str
    vid: int | None
    pid: int | None
    manufacturer: str | None
    product: str | None
    description: str


def in_network(seconds: float) -> Iterator[Listed]:
    """Readers that tell the network of themselves within so many seconds."""
    if seconds > 0:
        for found in heard(seconds):
            told = f"announced itself; try it: assetaudit readers test {found.address}"
            yield Listed(found.address, f"Chainway ({found.mac})", ("ur4",), "documents", told)


def plugged_in() -> list[Listed]:
    """Serial devices on USB and Bluetooth, scanners that type, cameras; empty where the system cannot say."""
    from serial.tools import list_ports

    typing = typing_devices() if sys.platform.startswith("linux") else ()
    seeing = [Listed(address, product, (), "documents") for address, product in cameras()]
    return [*serial_devices(list_ports.comports()), *scanners(typing), *seeing]


def serial_devices(ports: Iterable[Port]) -> Iterator[Listed]:
    """Serial ports behind which a reader may be, each with the protocol it probably speaks."""
    for port in sorted(ports, key=lambda port: str(port.device)):
        bluetooth = "rfcomm" in str(port.device)
        if port.vid is None and not bluetooth:
            continue
        name = " ".join(part for part in (port.manufacturer, port.product) if part) or port.description
        number = "" if port.vid is None else f" ({port.vid:04X}:{port.pid or 0:04X})"
        known = guess(port.vid, name) or Guess("", protocols=("tsl", "zeti", "line") if bluetooth else ())
        maker = f"{known.maker}: " if known.maker and known.maker.split()[0].casefold() not in name.casefold() else ""
        yield _serial(str(port.device), maker + name + number, known)


def _serial(device: str, product: str, known: Guess) -> Listed:
    spoken = known.protocols or (() if known.scheme != "serial" else spoken_on_lines())
    first = known.protocols[0] if known.protocols else "line"
    address = f"{known.scheme}://{device}" + (f"?protocol={first}" if first != "line" else "")
    told = "; ".join(part for part in (known.hint, f"try it: assetaudit readers test {address}") if part)
    return Listed(address, product, spoken, "documents", told)


def scanners(devices: Iterable[InputInfo]) -> Iterator[Listed]:
    """Devices that type and are probably scanners."""
    for info in devices:
        if is_scanner(int(info.vendor, 16), info.name):
            product = f"{info.name} ({info.vendor.upper()}:{info.product.upper()}), types as a keyboard"
            told = "works as it is (keys://); this address takes it away from every other program"
            yield Listed(f"evdev://{info.path}", product, (), "documents", told)


def spoken_on_lines() -> tuple[str, ...]:
    """Protocols of serial lines and connections."""
    return tuple(name for name in protocols.known() if name not in OWN_SCHEME)


def forms() -> list[Listed]:
    """Every kind of address that works here."""
    rows = [Listed(KEYS, "scanner that types as a keyboard; works as it is", (), "documents")]
    for scheme in schemes():
        found = driver(scheme)
        spoken = spoken_on_lines() if scheme in WITH_PROTOCOL else ()
        rows.append(Listed(found.form, found.product, spoken, "documents"))
    return rows

"""``serial://``: USB and RS-232 scanners and readers, through pyserial."""

from __future__ import annotations

from typing import Any

from assetaudit.errors import UsageError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Driver, LinkLostError, Reader, Tap
from assetaudit.readers.protocols import dialect, framer_of
from assetaudit.readers.stream import StreamReader

FORM = "serial:///dev/ttyACM0?baud=115200&protocol=line"


class SerialLink:
    """A serial port; ``in_waiting`` is read at once instead of byte by byte."""

    def __init__(self, address: Address, baud: int) -> None:
        self._device = address.target
        self._baud = int(address.number("baud", baud, 50, 4_000_000))
        self._port: Any = None
        if not self._device:
            raise UsageError(f"{address.text} names no device.", hint=f"Write {FORM}.")

    def open(self) -> None:
        """Open the port for us alone."""
        import serial

        try:
            self._port = serial.Serial(self._device, self._baud, timeout=TICK, write_timeout=1.0, exclusive=True)
        except (OSError, ValueError) as error:
            raise LinkLostError(f"{self._device} cannot be opened: {_plain(error)}.") from error

    def receive(self) -> bytes:
        """Everything that waits in the port, or what comes within a tick."""
        try:
            data: bytes = self._port.read(self._port.in_waiting or 1)
        except (OSError, TypeError, AttributeError) as error:  # what pyserial raises when a port vanishes or is closed
            told = f"{self._device} is gone: it was unplugged or switched off, or another program reads from it."
            raise LinkLostError(told) from error
        return data

    def send(self, data: bytes) -> None:
        """Write to the port."""
        try:
            self._port.write(data)
        except (OSError, TypeError, AttributeError) as error:
            raise LinkLostError(f"{self._device} takes nothing: {_plain(error)}.") from error

    def close(self) -> None:
        """Close the port, also one whose device is gone."""
        port, self._port = self._port, None
        try:
            if port is not None:
                port.close()
        except OSError:
            return


def _plain(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    if number == 2:
        return "there is no such device"
    if number == 13:
        return "permission denied (on Linux, be a member of the group dialout)"
    return str(error).rstrip(".")


def open_serial(address: Address, tap: Tap | None) -> Reader:
    """A reader on a serial port."""
    return StreamReader(address, SerialLink(address, dialect(address.protocol).baud), framer_of(address), tap)


DRIVER = Driver("serial", open_serial, FORM, "scanner or RFID reader on a USB or RS-232 serial port")

"""Linux input devices (``/dev/input/event*``): which are keyboards or scanners, and their key events.

The kernel's interface is small enough to be spoken directly: no library has to be compiled. Names and keys come from
``/sys/class/input``, which everybody may read; only the device itself asks for permission.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

SYSTEM = Path("/sys/class/input")
_EVENT = struct.Struct("llHHi")
"""``struct input_event``: seconds, microseconds, type, code, value, as long as the machine's own."""
_AT_ONCE = 64
_GRAB = 0x40044590
"""``EVIOCGRAB``."""
_TYPED = frozenset({16, 28, 30, 44, *range(2, 12)})
"""Q, Enter, A, Z and the digits: whatever types codes has them."""
_MOUSE_BUTTON = 0x110


class InputEvent(NamedTuple):
    """One event of a device."""

    type: int
    code: int
    value: int


@dataclass(frozen=True, slots=True)
class InputInfo:
    """A device as the system describes it."""

    path: str
    """Such as ``/dev/input/event3``."""
    name: str
    vendor: str
    """USB vendor and product, four hex digits each; ``0000`` where it has none."""
    product: str


class InputDevice:
    """An open device; OSError where it cannot be opened, or is gone."""

    def __init__(self, path: str, name: str = "") -> None:
        self.path = path
        self.name = name or path
        self.fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))

    def grab(self) -> None:
        """Have all its events alone."""
        import fcntl

        fcntl.ioctl(self.fd, _GRAB, 1)

    def read(self) -> list[InputEvent]:
        """Events that are there; none once the device has come to its end."""
        data = os.read(self.fd, _EVENT.size * _AT_ONCE)
        whole = len(data) - len(data) % _EVENT.size
        return [InputEvent(*event[2:]) for event in _EVENT.iter_unpack(data[:whole])]

    def close(self) -> None:
        """Let go; the system takes the grab back by itself."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def typing_devices(system: Path = SYSTEM) -> Iterator[InputInfo]:
    """Devices that type letters, digits and Enter and are no mouse; keyboards and scanners look alike here."""
    for folder in sorted(system.glob("event*"), key=lambda each: (len(each.name), each.name)):
        keys = _keys(_text(folder / "device" / "capabilities" / "key"))
        if keys >= _TYPED and _MOUSE_BUTTON not in keys:
            about = folder / "device"
            vendor, product = _text(about / "id" / "vendor"), _text(about / "id" / "product")
            yield InputInfo(f"/dev/input/{folder.name}", _text(about / "name"), vendor or "0000", product or "0000")


def find_device(target: str, system: Path = SYSTEM) -> InputDevice:
    """The device of a path, of a part of a name, or the only one that types; OSError says why there is none."""
    if target.startswith("/"):
        return InputDevice(target)
    found = [info for info in typing_devices(system) if target.casefold() in info.name.casefold()]
    if len(found) == 1 or (target and found):
        return InputDevice(found[0].path, found[0].name)
    raise OSError(
        f"{len(found)} devices here type letters; name one as 'readers list' shows it"
        if found
        else "no device of that name is plugged in"
    )


def _keys(text: str) -> frozenset[int]:
    """Key codes in a bit mask, written as words of the machine's long in hex, the highest first."""
    bits = 8 * struct.calcsize("l")
    try:
        words = [int(word, 16) for word in text.split()]
    except ValueError:
        return frozenset()
    return frozenset(
        bits * place + bit for place, word in enumerate(reversed(words)) for bit in range(bits) if word >> bit & 1
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""

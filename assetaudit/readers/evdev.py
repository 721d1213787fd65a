"""``evdev://``: a scanner that types, taken away from the terminal and every other program (Linux).

The device is grabbed: nothing it types reaches anything else, and no window needs the focus. It is named by its path
(``evdev:///dev/input/event3``), by a part of its name (``evdev://honeywell``, which survives another port), or not at
all (``evdev://``: the only device that looks like a scanner). ``?layout=de`` is the layout the *scanner* is set to.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from assetaudit.errors import ReaderError, UsageError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Driver, LinkLostError, Reader, Tap
from assetaudit.readers.input_device import InputDevice, InputEvent, find_device
from assetaudit.readers.key_codes import KeyText
from assetaudit.readers.layouts import LAYOUTS
from assetaudit.readers.line import LineFramer
from assetaudit.readers.settings import choice
from assetaudit.readers.stream import StreamReader

FORM = "evdev:///dev/input/event3?layout=us"
LAYOUT = choice("layout", LAYOUTS)
GRAB = choice("grab", {"on": True, "off": False})
EV_SYN, EV_KEY, SYN_DROPPED = 0, 1, 3
"""Of Linux's ``input-event-codes.h``."""
PERMISSION = (
    "permission denied. Be a member of the group input (sudo usermod -aG input $USER, then log in anew), or "
    'add a udev rule: SUBSYSTEM=="input", ATTRS{idVendor}=="VVVV", MODE="0660", TAG+="uaccess"'
)


Find: TypeAlias = Callable[[str], InputDevice]
"""Opens the device of a path or a part of a name; OSError where that fails."""


class EvdevLink:
    """Bytes as a serial scanner would send them, from the keys of a grabbed device."""

    def __init__(self, address: Address, find: Find) -> None:
        self._target = address.target
        self._find = find
        self._layout = LAYOUT.of(address, LAYOUTS["us"])
        self._grab = GRAB.of(address, True)  # noqa: FBT003 - a default
        self._device: InputDevice | None = None
        self._keys = KeyText(self._layout)

    def open(self) -> None:
        """Find, open and grab the device."""
        try:
            self._device = self._find(self._target)
            if self._grab:
                self._device.grab()
        except OSError as error:
            raise LinkLostError(f"{self._target or 'The scanner'} cannot be opened: {_plain(error)}.") from error
        self._keys = KeyText(self._layout)

    def receive(self) -> bytes:
        """What was typed, within a tick."""
        device = self._device
        if device is None:
            raise LinkLostError("The scanner is not open.")
        try:
            ready, _, _ = select.select([device.fd], [], [], TICK)
            events = device.read() if ready else []
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            raise LinkLostError(f"{device.name or self._target} is gone: {_plain(error)}.") from error
        if ready and not events:
            raise LinkLostError(f"{device.name or self._target} is gone: it was unplugged.")
        return "".join(map(self._typed, events)).encode("utf-8", "replace")

    def _typed(self, event: InputEvent) -> str:
        if event.type == EV_SYN and event.code == SYN_DROPPED:
            raise LinkLostError("Keys were lost because this computer was too busy; scan the last code again.")
        return self._keys.feed(event.code, event.value) if event.type == EV_KEY else ""

    def send(self, data: bytes) -> None:
        """A scanner that types is told nothing."""

    def close(self) -> None:
        """Let go; what it types then reaches the terminal again."""
        device, self._device = self._device, None
        try:
            if device is not None:
                device.close()
        except OSError:
            return


def _plain(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    words = {2: "there is no such device", 13: PERMISSION, 16: "another program has grabbed it", 19: "it was unplugged"}
    return words.get(number or 0, str(error).rstrip("."))


def open_evdev(address: Address, tap: Tap | None) -> Reader:
    """A reader that grabs a scanner which types."""
    if not sys.platform.startswith("linux"):
        raise ReaderError("evdev:// works on Linux only.", hint="Elsewhere just scan: keys:// needs nothing.")
    own = {LAYOUT.name, GRAB.name}
    framing = replace(address, options={name: value for name, value in address.options.items() if name not in own})
    try:
        framer = LineFramer(framing)
    except UsageError as error:
        raise UsageError(error.message, hint=f"{error.hint} And: layout={'|'.join(LAYOUTS)}, grab=on|off.") from None
    return StreamReader(address, EvdevLink(address, find_device), framer, tap)


DRIVER = Driver("evdev", open_evdev, FORM, "scanner that types as a keyboard, taken away from the terminal (Linux)")

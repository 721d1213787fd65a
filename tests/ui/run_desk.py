"""Runs the real screen on a real terminal for the tests: ``python -m tests.ui.run_desk HOME AUDIT``.

SIGUSR1 stalls the screen's thread for 0.8 s, as a busy machine does; SIGUSR2 holds up the thread that reads the
terminal for 0.3 s after the next key that it hands on.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path

from textual.events import Key
from textual.message import Message

from assetaudit.ui.app import AuditApp
from assetaudit.ui.terminal_driver import TerminalDriver
from tests.ui.desk import Desk


class StallingDriver(TerminalDriver):
    """The terminal's driver, held up in the middle of a code when asked."""

    stall = False

    def process_message(self, message: Message) -> None:
        super().process_message(message)
        if StallingDriver.stall and isinstance(message, Key):
            StallingDriver.stall = False
            time.sleep(0.3)


def stall_reading() -> None:
    StallingDriver.stall = True


class StallingApp(AuditApp):
    """The screen, which stalls on a signal."""

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, lambda: time.sleep(0.8))
        loop.add_signal_handler(signal.SIGUSR2, stall_reading)
        super().on_mount()


def main() -> None:
    desk = Desk(Path(sys.argv[1]))
    audit = sys.argv[2] if len(sys.argv) > 2 else None
    StallingApp(desk, audit=audit, driver=StallingDriver).run(mouse=False)


if __name__ == "__main__":
    main()

"""Runs the real screen on a real terminal for the tests: ``python -m tests.ui.run_desk HOME AUDIT``.

SIGUSR1 stalls the screen's thread for 0.8 s, as a busy machine does.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path

from assetaudit.ui.app import AuditApp
from assetaudit.ui.terminal import driver_class
from tests.ui.desk import Desk


class StallingApp(AuditApp):
    """The screen, which stalls on a signal."""

    def on_mount(self) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: time.sleep(0.8))
        super().on_mount()


def main() -> None:
    desk = Desk(Path(sys.argv[1]))
    audit = sys.argv[2] if len(sys.argv) > 2 else None
    StallingApp(desk, audit=audit, driver=driver_class()).run(mouse=False)


if __name__ == "__main__":
    main()

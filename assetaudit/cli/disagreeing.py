"""Where two sources say different things of one asset: told before anybody walks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetaudit.wiring import Workspace

_SHOWN = 5


def tell_disagreements(space: Workspace) -> None:
    """Tell some of them beside what a command prints, and where all of them are listed."""
    found = space.registers.disagreements()
    if not found:
        return
    times = "once" if len(found) == 1 else f"{len(found)} times"
    print(
        f"Sources disagree {times}; the leading one counts. All of them: assetaudit register sources", file=sys.stderr
    )
    for one in found[:_SHOWN]:
        print(f"  {one}", file=sys.stderr)

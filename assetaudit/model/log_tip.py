"""Where a log ends, as another person can photograph it: what is cut off or rewritten before it shows from then on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assetaudit.errors import UsageError

HEAD = "AATIP1:"
"""Format and version; all of it are characters of QR's alphanumeric mode, which halves the code."""
_TIP = re.compile(r"([0-9A-F]{32})\.([1-9][0-9]{0,15})\.([0-9A-F]{64})")


@dataclass(frozen=True, slots=True)
class LogTip:
    """Where one log ended: what another holder of the log can check it against."""

    log: str
    seq: int
    """Number of its last event, which is how many it has."""
    hash: str
    device: str = ""

    @property
    def short(self) -> str:
        """The log as people name it."""
        return self.log[-12:]

    @property
    def groups(self) -> str:
        """The hash in groups of four, to be compared by eye."""
        return " ".join(self.hash[at : at + 4] for at in range(0, len(self.hash), 4))


def tip_text(tips: Iterable[LogTip]) -> str:
    """``AATIP1:<log>.<number>.<hash>``, further logs after a ``+``."""
    return HEAD + "+".join(f"{tip.log.replace('-', '')}.{tip.seq}.{tip.hash}".upper() for tip in tips)


def tips_in(text: str) -> tuple[LogTip, ...]:
    """The tips of a scanned or typed text, blanks, hyphens and case aside; UsageError where it is none."""
    plain = re.sub(r"[\s-]", "", text).upper()
    found = [_TIP.fullmatch(part) for part in plain.removeprefix(HEAD).split("+")]
    tips = [LogTip(_uuid(tip[1]), int(tip[2]), tip[3].lower()) for tip in found if tip is not None]
    if not plain.startswith(HEAD) or len(tips) != len(found):
        msg = "This is no tip of a log."
        raise UsageError(msg, hint=f"Give the whole text of the code: {HEAD}LOG.NUMBER.HASH")
    return tuple(tips)


def pages(
    tips: Sequence[LogTip], draw: Callable[[str], Sequence[str]], columns: int, rows: int
) -> list[tuple[tuple[LogTip, ...], Sequence[str]]]:
    """The tips and the drawn code of each page: as many logs in one code as fit, and at least one."""
    made: list[tuple[tuple[LogTip, ...], Sequence[str]]] = []
    for tip in tips:
        wider = (*made[-1][0], tip) if made else (tip,)
        lines = draw(tip_text(wider))
        if made and len(lines) <= rows and max(map(len, lines)) <= columns:
            made[-1] = (wider, lines)
        else:
            made.append(((tip,), draw(tip_text((tip,)))))
    return made


def _uuid(plain: str) -> str:
    parts = plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]
    return "-".join(parts).lower()

"""What was worked out of an audit, kept until one of its events is another; deleting it costs only time."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from assetaudit.paths import Home, replacing


class AuditSummaries:
    """One small file for each audit, in the workspace's cache."""

    def __init__(self, home: Home) -> None:
        self._folder = home.cache / "summaries"

    def find(self, audit: str, stand: str) -> dict[str, Any] | None:
        """What is kept of an audit, if it was worked out of this very stand."""
        try:
            kept = json.loads((self._folder / f"{audit}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        summary = kept.get("summary") if isinstance(kept, dict) and kept.get("stand") == stand else None
        return summary if isinstance(summary, dict) else None

    def keep(self, audit: str, stand: str, summary: dict[str, Any]) -> None:
        """Keep what was worked out; a workspace that may only be read works it out every time."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with replacing(self._folder / f"{audit}.json") as file:
                file.write(json.dumps({"stand": stand, "summary": summary}).encode())

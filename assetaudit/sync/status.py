"""What a workspace can say about its exchanges: who it is, what it has, what it holds back, whom it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assetaudit.model.amount import counted
from assetaudit.store.event_ids import day_of
from assetaudit.store.event_segments import IN, SegmentInfo
from assetaudit.sync.holding import DAY_MS, Holding
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.trust import Peer


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of a workspace."""

    key: str
    device: str
    segments: Sequence[SegmentInfo]
    peers: Sequence[Peer]
    holding: Holding | None = None
    """The hub's last word on what it holds of this."""
    warnings: Sequence[str] = ()
    """What people have to know of label numbers, a sentence each."""

    def to_dict(self) -> dict[str, Any]:
        """As ``sync status --json`` prints it."""
        return {
            "device": self.device,
            "key": self.key,
            "fingerprint": fingerprint(self.key),
            "segments": dict(sorted(self._counts().items())),
            "bytes": sum(info.size for info in self.segments),
            "hub": self._hub(),
            "peers": [
                {"key": peer.key, "fingerprint": fingerprint(peer.key), "state": peer.state, "name": peer.name}
                for peer in self.peers
            ],
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(self._counts().items()))
        size = sum(info.size for info in self.segments)
        lines = [
            f"This device: {fingerprint(self.key)}",
            f"Segments: {counts or 'none'} ({counted(size, 'byte', 'bytes')})",
        ]
        if (hub := self._hub()) is not None:
            lines.append(f"At the hub, by its word of {hub['at']}: {hub['held']}; {_days(int(hub['horizon_days']))}.")
        lines += [f"{fingerprint(peer.key)}  {peer.state}  {peer.name}" for peer in self.peers]
        return "\n".join([*lines, *self.warnings])

    def _hub(self) -> dict[str, Any] | None:
        if self.holding is None:
            return None
        held = sum(info.sha.hex() in self.holding.held for info in self.segments if info.state == IN)
        days = self.holding.horizon // DAY_MS
        return {"at": day_of(self.holding.at), "held": held, "horizon_days": days}

    def _counts(self) -> Counter[str]:
        return Counter(info.state for info in self.segments)


def _days(days: int) -> str:
    return (
        f"its backups are up to {counted(days, 'day', 'days')} old"
        if days
        else "it does not say how old its backups may be"
    )

"""What a workspace can say about its exchanges: who it is, what it has, what it holds back, whom it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assetaudit.model.amount import counted
from assetaudit.store.event_ids import day_of, moment_of
from assetaudit.store.event_segments import HELD, IN, SegmentInfo
from assetaudit.sync.holding import DAY_MS, Holding
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.meetings import SYNCED, WROTE, Meeting
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
    meetings: Sequence[Meeting] = ()
    """When others were met, the latest first."""

    @property
    def held_of(self) -> Counter[str]:
        """How many segments are held back, by the key that signed them."""
        return Counter(info.signer for info in self.segments if info.state == HELD)

    @property
    def met(self) -> dict[str, str]:
        """When each key was met last: ``2026-11-24 19:17 UTC``."""
        return {one.key: moment_of(one.at) for one in reversed(self.meetings) if one.way != WROTE}

    def to_dict(self) -> dict[str, Any]:
        """As ``sync status --json`` prints it."""
        return {
            "device": self.device,
            "key": self.key,
            "fingerprint": fingerprint(self.key),
            "segments": dict(sorted(self._counts().items())),
            "bytes": sum(info.size for info in self.segments),
            "hub": self._hub(),
            "peers": [self._peer(peer) for peer in self.peers],
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
            held = f"{hub['held']} of {counted(hub['of'], 'segment', 'segments')}"
            lines.append(f"At the hub, by its word of {hub['at']}: {held}; {_days(int(hub['horizon_days']))}.")
        if self.last:
            lines.append(f"Last: {self.last}")
        lines += [self._line(peer) for peer in self.peers]
        return "\n".join([*lines, *self.warnings])

    def _peer(self, peer: Peer) -> dict[str, Any]:
        about = {"key": peer.key, "fingerprint": fingerprint(peer.key), "state": peer.state, "name": peer.name}
        return about | {"held_back": self.held_of[peer.key], "met": self.met.get(peer.key, "")}

    def _line(self, peer: Peer) -> str:
        own = ["this device"] if peer.key == self.key else []
        held = (
            [f"held back: {counted(self.held_of[peer.key], 'segment', 'segments')}"] if self.held_of[peer.key] else []
        )
        met = [f"met {self.met[peer.key]}"] if peer.key in self.met else []
        beside = f"  ({'; '.join([*own, *held, *met])})" if own or held or met else ""
        return f"{fingerprint(peer.key)}  {peer.state:7}  {peer.name}{beside}"

    @property
    def last(self) -> str:
        """The last meeting in words; empty where there was none."""
        if not self.meetings:
            return ""
        last = self.meetings[0]
        return f"{moment_of(last.at)}, {last.way}{self._whom(last)}: {last.told}"

    def _whom(self, meeting: Meeting) -> str:
        if meeting.key == self.key:
            return ""
        name = next((peer.name for peer in self.peers if peer.key == meeting.key and peer.name), "a device")
        return f" {'with' if meeting.way == SYNCED else 'of'} {name}"

    def _hub(self) -> dict[str, Any] | None:
        if self.holding is None:
            return None
        ours = [info.sha.hex() for info in self.segments if info.state == IN]
        held, days = sum(sha in self.holding.held for sha in ours), self.holding.horizon // DAY_MS
        return {"at": day_of(self.holding.at), "held": held, "of": len(ours), "horizon_days": days}

    def _counts(self) -> Counter[str]:
        return Counter(info.state for info in self.segments)


def _days(days: int) -> str:
    return (
        f"its backups are up to {counted(days, 'day', 'days')} old"
        if days
        else "it does not say how old its backups may be"
    )

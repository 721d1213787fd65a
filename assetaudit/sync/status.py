"""What a workspace can say about its exchanges: who it is, what it has, what it holds back, whom it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assetaudit.store.event_segments import SegmentInfo
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.trust import Peer


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of a workspace."""

    key: str
    device: str
    segments: Sequence[SegmentInfo]
    peers: Sequence[Peer]

    def to_dict(self) -> dict[str, Any]:
        """As ``sync status --json`` prints it."""
        return {
            "device": self.device,
            "key": self.key,
            "fingerprint": fingerprint(self.key),
            "segments": dict(sorted(self._counts().items())),
            "bytes": sum(info.size for info in self.segments),
            "peers": [
                {"key": peer.key, "fingerprint": fingerprint(peer.key), "state": peer.state, "name": peer.name}
                for peer in self.peers
            ],
        }

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(self._counts().items()))
        size = sum(info.size for info in self.segments)
        lines = [f"This device: {fingerprint(self.key)}", f"Segments: {counts or 'none'} ({size:,} bytes)"]
        lines += [f"{fingerprint(peer.key)}  {peer.state}  {peer.name}" for peer in self.peers]
        return "\n".join(lines)

    def _counts(self) -> Counter[str]:
        return Counter(info.state for info in self.segments)

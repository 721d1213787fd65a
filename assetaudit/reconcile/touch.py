"""What one event changes: the things that it speaks of, and the places that it closes, opens or enters."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Touch:
    """Keys of what has to be looked at again."""

    things: set[str] = field(default_factory=set)
    """Assets, ``?identifier@node`` and ``!hash``, of which something is said that was not said before, or no longer."""
    closes: set[str] = field(default_factory=set)
    """Nodes in which a place was confirmed as seen whole, or is so no longer."""
    visits: set[str] = field(default_factory=set)
    """Nodes that were entered, left or blocked, or where something that no record has was or is: the words of what
    is not seen there may have changed, but no outcome."""
    exchanges: set[str] = field(default_factory=set)
    """Nodes where something was or is at a known unit: what changed places with what may be told otherwise."""
    anew: bool = False
    """Another frame or another name of a place: everything was understood anew."""

    def __bool__(self) -> bool:
        return bool(self.things or self.closes or self.visits or self.anew)

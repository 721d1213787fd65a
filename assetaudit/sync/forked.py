"""A laptop that was copied or restored: nothing is lost by it, and whoever is there is told in plain words."""

from __future__ import annotations

from assetaudit.store.event_stretch import Admitted


def told_of(admitted: Admitted) -> str:
    """What a copy or a backup did to a log, in words for whoever is there."""
    if admitted.ours and admitted.forked:
        return (
            "This workspace was copied or restored, and both went on with the same log "
            f"(numbers used twice: {admitted.forked:,}). "
            "All are kept; what you scan next goes into a new log."
        )
    if admitted.ours:
        return (
            "This workspace was copied, or restored from a backup: events came that its other self wrote. "
            "All are kept; what you scan next goes into a new log."
        )
    if admitted.forked:
        return (
            f"A laptop was copied, and both went on with its log (numbers used twice: {admitted.forked:,}). "
            "All events are kept."
        )
    return ""

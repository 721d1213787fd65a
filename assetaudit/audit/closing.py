"""What a closing fixed: the events that it cites, and what was seen or said on the floor after it.

Decisions and their approvals are made after a closing by nature and change no finding; everything else that comes later
is an addendum, however it got here and whatever its clock says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from assetaudit.model.event import REVIEW_KINDS, Event

AFTERWARDS = REVIEW_KINDS | {"log.open", "log.close"}
"""Kinds of events that belong after a closing."""
Branch = Callable[[str, Collection[str]], Collection[str]]
"""Of a log that goes on in two ways or has gaps: (log, its ends) to the hashes of the events that the ends rest on."""
Events = Callable[[], Iterable[Event]]
"""All events, from the start at every call; order carries no meaning."""


@dataclass(frozen=True, slots=True)
class Closed:
    """An audit's events, parted by its closing."""

    closing: Event
    tips: Mapping[str, tuple[int, str]]
    """Number and hash of the end of every log as it was closed."""
    branches: Mapping[str, Collection[str]]
    """Hashes that are cited, of logs that go on in two ways or have gaps."""
    later: tuple[Event, ...]
    """What the closing does not cite and nobody expects after it, by log and number."""
    signatures: tuple[Event, ...]
    """By the closing's author, of the closing; not checked."""
    cut_off: tuple[str, ...]
    """Logs of which a cited end is not here, sorted."""
    unfinished: tuple[str, ...]
    """Logs of other devices that were still being written, as far as the closing knew."""

    def cites(self, event: Event) -> bool:
        """Whether the closing rests on an event, or is it."""
        return _cites(self.tips, self.branches, event)


def cited_ends(closing: Event) -> list[tuple[str, str]]:
    """(log, hash) of every end that a closing cites; none where its payload is no such thing."""
    tips, forks = closing.d.get("tips"), closing.d.get("forks")
    found = [(str(log), str(tip)) for log, tip in tips.items()] if isinstance(tips, dict) else []
    for log, ends in forks.items() if isinstance(forks, dict) else ():
        more = ends if isinstance(ends, list | tuple) else ()
        found += [(str(log), str(end)) for end in more if (str(log), str(end)) not in found]
    return found


def closing_of(closings: Iterable[Event], live: Callable[[str], bool]) -> Event | None:
    """The event that closed an audit and still counts; of several, one and the same on every machine."""
    found = (event for event in closings if event.k == "audit.close" and live(event.hash))
    return min(found, key=lambda event: (event.wall, event.hash), default=None)


@dataclass(slots=True)
class _Log:
    """What one pass tells of a log."""

    count: int = 0
    total: int = 0
    last: int = 0
    end: int = 0
    """Number of the event that the closing cites; 0 where it is not here."""
    device: str = ""
    finished: bool = False
    """Whether what the closing cites is the end of its walk."""

    @property
    def plain(self) -> bool:
        """Whether every number stands for one event."""
        return self.count == self.last and self.total == self.last * (self.last + 1) // 2


def parted(closing: Event, events: Events, branch: Branch) -> Closed:
    """Part an audit's events by one of its closings."""
    every: dict[str, list[str]] = {closing.log: [closing.hash]}
    for log, end in cited_ends(closing):
        every.setdefault(log, []).append(end)
    cited = {log: ends[0] for log, ends in every.items()}
    forks = {log: set(ends) for log, ends in every.items() if len(ends) > 1 and log != closing.log}
    logs = _logs(cited, events())
    tips = {log: (logs[log].end, tip) for log, tip in sorted(cited.items()) if log in logs and logs[log].end}
    odd = [log for log in tips if log in forks or not logs[log].plain]
    branches = {log: branch(log, {tips[log][1], *forks.get(log, ())}) for log in odd}
    outside = [event for event in events() if not _cites(tips, branches, event)]
    signed = tuple(event for event in outside if event.k == "signature" and _signs(event, closing))
    kinds = {event.hash: event.k for event in outside}
    later = [event for event in outside if not _expected(event, kinds)]
    later.sort(key=lambda event: (event.log, event.seq, event.hash))
    own = logs[closing.log].device
    unfinished = [log for log in tips if not logs[log].finished and logs[log].device != own]
    cut_off = {log for log in cited if log not in tips}
    cut_off |= {log for log in forks if not forks[log] <= set(branches.get(log, ()))}
    return Closed(closing, tips, branches, tuple(later), signed, tuple(sorted(cut_off)), tuple(unfinished))


def _logs(cited: Mapping[str, str], events: Iterable[Event]) -> dict[str, _Log]:
    logs: dict[str, _Log] = {}
    for event in events:
        log = logs.setdefault(event.log, _Log())
        log.count += 1
        log.total += event.seq
        log.last = max(log.last, event.seq)
        if event.k == "log.open":
            log.device = str(event.d.get("device", ""))
        if event.hash == cited.get(event.log):
            log.end, log.finished = event.seq, event.k == "log.close"
    return logs


def _cites(tips: Mapping[str, tuple[int, str]], branches: Mapping[str, Collection[str]], event: Event) -> bool:
    if event.log in branches:
        return event.hash in branches[event.log]
    return event.seq <= tips.get(event.log, (0, ""))[0]


def _signs(event: Event, closing: Event) -> bool:
    return event.d.get("of") == closing.hash and event.user == closing.user


def _expected(event: Event, kinds: Mapping[str, str]) -> bool:
    """Whether an event may well come after a closing; taking back what may, may as well."""
    if event.k == "void":
        return bool(event.sup) and all(kinds.get(name) in AFTERWARDS for name in event.sup)
    return event.k in AFTERWARDS

"""The figures of a report, each with its base, and what one pass over the findings tells of rooms and reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assetaudit.model.finding import MEASURES, Basis, Finding, Measure, Outcome
from assetaudit.reports.report import AuditReport, Coverage
from assetaudit.reports.words import GROUP_OF, GROUPS, MEASURE_TITLES, base_of, percent, shown

HEADLINES = ("existence", "place_rack", "completeness", "value_missing")
NO_PLACE = "no place"
_WHERE_SEEN = frozenset(
    {Outcome.OUT_OF_SCOPE, Outcome.FOREIGN, Outcome.RETIRED_PRESENT, Outcome.UNKNOWN, Outcome.UNREADABLE}
)
"""Counted in the room in which they stand; everything else in the room to which it belongs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure as it is printed."""

    name: str
    title: str
    measure: Measure
    percent: str
    base: str
    """Numerator and denominator in words."""


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room: how many of its things came to what."""

    room: str
    counts: tuple[int, ...]
    """In the order of GROUPS."""

    @property
    def total(self) -> int:
        """Everything that was counted in this room."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one pass over the findings tells."""

    rooms: tuple[RoomRow, ...]
    unexamined: tuple[tuple[str, int], ...]
    """(reason, assets) of what was not examined, most first."""
    missing_without_value: int
    """Assets not located whose book value the register does not know: left out of the value at risk."""


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One measure as a whole and for each basis in turn."""

    figure: Figure
    parts: tuple[Measure | None, ...]
    """In the order of ``bases``; None where a basis has no part in it."""


def figure(report: AuditReport, name: str) -> Figure:
    """One measure with its base; a measure that nobody worked out has the base nought."""
    measure = report.measures.get(name, Measure(0, 0))
    return Figure(name, MEASURE_TITLES[name], measure, percent(measure), base_of(name, measure, report.currency))


def headlines(report: AuditReport) -> tuple[Figure, ...]:
    """The four figures of the first page."""
    return tuple(figure(report, name) for name in HEADLINES)


def bases(report: AuditReport) -> tuple[str, ...]:
    """The bases that have figures, strongest first."""
    order = [basis.value for basis in Basis]
    rest = sorted(set(report.by_basis) - set(order))
    return tuple(basis for basis in (*order, *rest) if report.by_basis.get(basis))


def measure_rows(report: AuditReport) -> tuple[BasisRow, ...]:
    """Every measure, split by basis."""
    split = [report.by_basis[basis] for basis in bases(report)]
    return tuple(BasisRow(figure(report, name), tuple(part.get(name) for part in split)) for name in MEASURES)


def tally(report: AuditReport) -> Tally:
    """Rooms by outcome and reasons for not examining, in one pass."""
    rooms: dict[str, list[int]] = {}
    room_of = _Rooms(report.rooms)
    reasons: Counter[str] = Counter()
    without_value = 0
    for finding in report.findings():
        room = room_of[_where(finding).partition(":")[0]]
        rooms.setdefault(room, [0] * len(GROUPS))[GROUP_OF[finding.outcome]] += 1
        if finding.outcome is Outcome.NOT_SWEPT:
            reasons[finding.reason or "not visited"] += 1
        elif finding.outcome is Outcome.MISSING:
            without_value += _without_value(report, finding)
    rows = tuple(RoomRow(shown(room), tuple(counts)) for room, counts in sorted(rooms.items(), key=_room_order))
    unexamined = tuple((shown(reason), number) for reason, number in sorted(reasons.items(), key=_most_first))
    return Tally(rows, unexamined, without_value)


def coverage_states(coverage: Iterable[Coverage]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(state, reason, places) of everything that was not closed, in walking order within each."""
    groups: dict[tuple[str, str], list[str]] = {}
    for part in coverage:
        if part.state != "closed":
            place = f"{part.place} {part.side}".rstrip()
            groups.setdefault((part.state, part.reason), []).append(shown(place))
    return tuple((state, shown(reason), tuple(places)) for (state, reason), places in sorted(groups.items()))


def _without_value(report: AuditReport, finding: Finding) -> bool:
    asset = report.asset_of(finding.asset) if finding.asset else None
    return asset is None or asset.cost_cents is None


def _where(finding: Finding) -> str:
    first, second = finding.expected, finding.found or (finding.places[0] if finding.places else None)
    if finding.outcome in _WHERE_SEEN:
        first, second = second, first
    return first or second or ""


def _room_order(item: tuple[str, list[int]]) -> tuple[bool, list[tuple[int, str]]]:
    """Numbers by their value, told by their length since it may be any; the things without a place last."""
    parts = re.split(r"([0-9]+)", item[0].casefold())
    ranked = [(len(part.lstrip("0")) if number % 2 else 0, part) for number, part in enumerate(parts)]
    return (item[0] == NO_PLACE, ranked)


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return (-item[1], item[0])


class _Rooms(dict[str, str]):
    """Node to its room: the deepest one that the register names, else the two uppermost nodes; worked out once."""

    def __init__(self, rooms: Iterable[str]) -> None:
        super().__init__()
        self._rooms = sorted(((room.casefold(), room) for room in rooms), key=lambda room: -len(room[0]))

    def __missing__(self, node: str) -> str:
        key = node.casefold() + "/"
        named = next((room for folded, room in self._rooms if key.startswith(folded + "/")), None)
        self[node] = named or "/".join(node.split("/")[:2]) or NO_PLACE
        return self[node]

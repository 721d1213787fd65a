"""The figures of a report, each with its base, and what one pass over the findings tells of rooms and reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assetaudit.language import say
from assetaudit.model.finding import MEASURES, Basis, Finding, Measure, Outcome
from assetaudit.reports.report import AuditReport, Coverage
from assetaudit.reports.words import GROUP_OF, GROUPS, MEASURE_TITLES, base_of, percent, said, shown

HEADLINES = ("existence", "place_rack", "completeness", "value_missing")
NO_PLACE = "without a place"
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
class MissingRow:
    """What was not located of one category."""

    category: str
    assets: int
    cents: int
    without_value: int
    """Assets whose book value the register does not know."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one pass over the findings tells."""

    rooms: tuple[RoomRow, ...]
    unexamined: tuple[tuple[str, int], ...]
    """(reason, assets) of what was not examined, most first."""
    missing: tuple[MissingRow, ...]
    """Assets not located by category, the highest book value first."""

    @property
    def missing_without_value(self) -> int:
        """Assets not located whose book value the register does not know: left out of the value at risk."""
        return sum(row.without_value for row in self.missing)


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One measure as a whole and for each basis in turn."""

    figure: Figure
    parts: tuple[Measure | None, ...]
    """In the order of ``bases``; None where a basis has no part in it."""


def figure(report: AuditReport, name: str) -> Figure:
    """One measure with its base; a measure that nobody worked out has the base nought."""
    measure = report.measures.get(name, Measure(0, 0))
    return Figure(name, say(MEASURE_TITLES[name]), measure, percent(measure), base_of(name, measure, report.currency))


def seen_anything(report: AuditReport) -> bool:
    """Whether anything was seen at all: where nothing was, there is no saying that it was all right."""
    return report.measures.get("completeness", Measure(0, 0)).den > 0


def none_missing(report: AuditReport) -> str:
    """Why nothing is missing: everything was located, or no place was closed in which anything was expected."""
    if report.measures.get("existence", Measure(0, 0)).den:
        return say("Everything that was expected in a closed place was located.")
    return say("Nothing was expected in a closed place, so nothing can be missing.")


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
    missing: dict[str, list[int]] = {}
    for finding in report.findings():
        room = room_of[_where(finding).partition(":")[0]]
        rooms.setdefault(room, [0] * len(GROUPS))[GROUP_OF[finding.outcome]] += 1
        if finding.outcome is Outcome.NOT_SWEPT:
            reasons[finding.reason or "not visited"] += 1
        elif finding.outcome is Outcome.MISSING:
            _lose(report, finding, missing)
    rows = tuple(RoomRow(_room(room), tuple(counts)) for room, counts in sorted(rooms.items(), key=_room_order))
    unexamined = tuple((said(reason), number) for reason, number in sorted(reasons.items(), key=_most_first))
    lost = (MissingRow(shown(category), *numbers) for category, numbers in missing.items())
    return Tally(rows, unexamined, tuple(sorted(lost, key=lambda row: (-row.cents, row.category))))


def coverage_states(coverage: Iterable[Coverage]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(state, reason, places) of everything that was not closed, in walking order within each."""
    groups: dict[tuple[str, str], list[str]] = {}
    for part in coverage:
        if part.state != "closed":
            place = f"{shown(part.place)} {side_word(part.side)}".rstrip()
            groups.setdefault((part.state, part.reason), []).append(place)
    return tuple((state, said(reason), tuple(places)) for (state, reason), places in sorted(groups.items()))


def side_word(side: str) -> str:
    """A side of a rack; empty where a place has but one."""
    return say(side) if side in ("front", "rear") else shown(side)


def by_place(coverage: Iterable[Coverage]) -> Iterator[Coverage]:
    """The sides of a place as one row where they came to the same."""
    last: Coverage | None = None
    for part in coverage:
        if last is not None and (part.place, part.state, part.reason) == (last.place, last.state, last.reason):
            numbers = (last.expected + part.expected, last.seen + part.seen, last.left + part.left)
            last = Coverage(part.place, part.state, "", part.reason, *numbers)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last


def _lose(report: AuditReport, finding: Finding, missing: dict[str, list[int]]) -> None:
    asset = report.asset_of(finding.asset) if finding.asset else None
    cents = asset.cost_cents if asset is not None else None
    numbers = missing.setdefault(asset.category if asset is not None else "", [0, 0, 0])
    numbers[0] += 1
    numbers[1 if cents is not None else 2] += 1 if cents is None else cents


def _room(name: str) -> str:
    return say(NO_PLACE) if name == NO_PLACE else shown(name)


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

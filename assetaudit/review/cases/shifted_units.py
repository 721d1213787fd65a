"""Everything in a rack, or in a whole row, stands the same number of units off: counted from another mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import LEAST, MOST_OF, Case, Clues, Seen, keys, units_off
from assetaudit.review.decision import Decide

_NAMED = 3


def shifted_units(clues: Clues) -> Iterator[Case]:
    """One case for each row and distance; racks where only some things are off are left alone.

    A tall device that is off by a unit is still found within those that it takes up: it says nothing for the shift,
    and nothing against it.
    """
    rows: dict[tuple[str, int], list[list[Seen]]] = defaultdict(list)
    for (node, off), group in sorted(_by_rack(clues).items()):
        if len(group) >= MOST_OF * (clues.stayed.get(node, 0) - clues.within.get((node, off), 0)):
            rows[node.rpartition("/")[0], off].append(group)
    for (_, off), groups in rows.items():
        everything = [one for group in groups for one in group]
        if len(everything) < LEAST:
            continue
        way = "higher" if off > 0 else "lower"
        title = f"{len(everything)} things in {_where(groups)} stand {abs(off) / 2:g} U {way} than the register says."
        yield Case("shifted_units", title, keys(everything), Decide.CORRECT_POSITION, _reason(clues, groups, off))


def _where(groups: Sequence[Sequence[Seen]]) -> str:
    """The racks by name, or where many are, their row."""
    racks = sorted({group[0].expected.node for group in groups if group[0].expected}, key=str)
    if len(racks) == 1:
        return str(racks[0])
    row = "/".join(racks[0].nodes[:-1])
    return (
        f"{len(racks)} racks ({', '.join(map(str, racks))})" if len(racks) <= _NAMED else f"{len(racks)} racks of {row}"
    )


def _reason(clues: Clues, groups: Sequence[Sequence[Seen]], off: int) -> str:
    reason = "All are off by the same: the register counts from another mark. Look at some before deciding."
    tall = sum(clues.within.get((group[0].expected.node_key, off), 0) for group in groups if group[0].expected)
    told = f" Not among them: taller devices that are off as well, but within the units that they take up ({tall})."
    return f"{reason}{told}" if tall else reason


def _by_rack(clues: Clues) -> dict[tuple[str, int], list[Seen]]:
    found: dict[tuple[str, int], list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.WRONG_POSITION):
        off = units_off(one.expected, one.found)
        if off and one.expected is not None and not one.finding.pair:
            found[one.expected.node_key, off].append(one)
    return found

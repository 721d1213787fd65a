"""Everything in a rack, or in a whole row, stands the same number of units off: counted from another mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetaudit.model.finding import Outcome
from assetaudit.review.cases.case import LEAST, MOST_OF, Case, Clues, Seen, keys
from assetaudit.review.decision import Decide


def shifted_units(clues: Clues) -> Iterator[Case]:
    """One case for each row and distance; racks where only some things are off are left alone."""
    rows: dict[tuple[str, int], list[list[Seen]]] = defaultdict(list)
    for (node, off), group in sorted(_by_rack(clues).items()):
        seen = clues.stayed.get(node, 0)
        if len(group) >= LEAST and len(group) >= MOST_OF * seen:
            rows[node.rpartition("/")[0], off].append(group)
    for (_, off), groups in rows.items():
        everything = [one for group in groups for one in group]
        racks = sorted({str(group[0].expected.node) for group in groups if group[0].expected})
        where = racks[0] if len(racks) == 1 else f"{len(racks)} racks ({', '.join(racks)})"
        way = "higher" if off > 0 else "lower"
        title = f"{len(everything)} things in {where} stand {abs(off) / 2:g} U {way} than the register says."
        reason = "All are off by the same: the register counts from another mark. Look at some before deciding."
        yield Case("shifted_units", title, keys(everything), Decide.CORRECT_POSITION, reason)


def _by_rack(clues: Clues) -> dict[tuple[str, int], list[Seen]]:
    found: dict[tuple[str, int], list[Seen]] = defaultdict(list)
    for one in clues.of(Outcome.WRONG_POSITION):
        expected = one.expected.position if one.expected else None
        seen = one.found.position if one.found else None
        if expected is None or seen is None or expected.half_units is None or seen.half_units is None:
            continue
        if one.expected is not None and not one.finding.pair:
            found[one.expected.node_key, seen.half_units - expected.half_units].append(one)
    return found

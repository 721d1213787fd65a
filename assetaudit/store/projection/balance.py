"""Shards that were judged take the place of what was said of them before, in the totals and in the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from assetaudit.store.projection.judging import Counts, PlaceState, Shard, ShardBody, add, restored, stored
from assetaudit.store.projection.rows import Rows
from assetaudit.store.projection.tables import AWAITS, FINDINGS, PLACES, SHARDS, TODO
from assetaudit.store.projection.totals import Totals


def settle(rows: Rows, totals: Totals, shards: Mapping[str, Shard]) -> None:
    """Write what was judged; ``totals`` are brought up to date with it."""
    before = {name: msgspec.json.decode(body, type=ShardBody) for name, body in rows.bodies(SHARDS, shards).items()}
    now = {name: shard.body() for name, shard in shards.items()}
    score = restored(totals.score)
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for bodies, step in ((before, -1), (now, 1)):
        for body in bodies.values():
            add(score, body.score, step)
            _spread(sums, body.counts, step)
    totals.score = stored(score)
    totals.closed += _places(rows, shards, sums)
    for table in (FINDINGS, AWAITS, SHARDS, TODO):
        rows.drop(table, "shard", shards)
    rows.add(FINDINGS, ((line, name, body) for name, shard in shards.items() for line, body in shard.lines))
    rows.add(AWAITS, ((node, name, shard.place) for name, shard in shards.items() for node in sorted(shard.awaits)))
    rows.add(
        SHARDS,
        ((name, msgspec.json.encode(now[name])) for name, shard in shards.items() if shard.lines or shard.labels),
    )


def _spread(sums: Mapping[str, dict[str, int]], counts: Counts, step: int) -> None:
    for node, some in counts.items():
        for name, count in some.items():
            sums[node][name] += step * count


def _places(rows: Rows, shards: Mapping[str, Shard], sums: Mapping[str, dict[str, int]]) -> int:
    """Bring the nodes up to date; returns by how many more of those to visit are closed."""
    states = {name: shard.state for name, shard in shards.items() if shard.state is not None}
    touched = {*states, *(node for node, some in sums.items() if any(some.values()))}
    known = rows.turns(touched)
    lines, closed = [], 0
    for node in sorted(touched):
        turn, body = known.get(node, (None, None))
        place = PlaceState("") if body is None else PlaceState.of(body)
        if (state := states.get(node)) is not None:
            closed += state.closed - place.closed
            place.sides, place.reason, place.state = state.sides, state.reason, state.state
            place.user, place.wall = state.user, state.wall
        place.sums = _added(place.sums, sums.get(node, {}))
        lines.append((node, turn, place.to_bytes()))
    rows.drop(PLACES, "node", touched)
    rows.add(PLACES, lines)
    return closed


def _added(sums: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    whole = {name: sums.get(name, 0) + more.get(name, 0) for name in (*sums, *more)}
    return {name: count for name, count in whole.items() if count}

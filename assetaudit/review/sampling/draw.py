"""What to look at: drawn by a seed, so that anybody draws the same, and in an order that names the replacements too.

An item's place in the order is the SHA-256 over the seed and its key: no random number generator has to be trusted.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assetaudit.errors import UsageError


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be drawn."""

    key: str
    """An asset's key, or a position such as ``DC1/R2/A/07:U12``."""
    cents: int = 0
    stratum: str = ""


def ordered(items: Iterable[Item], seed: str) -> list[Item]:
    """The seeded order: the first ones are the sample, those after them replace what is void."""
    return sorted(items, key=lambda item: (_mark(seed, item.key), item.key))


def _mark(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def simple(items: Sequence[Item], seed: str, n: int) -> list[Item]:
    """A simple random sample."""
    return ordered(items, seed)[:n]


def stratified(items: Sequence[Item], seed: str, n: int, least: int = 1) -> list[Item]:
    """A sample with as large a part of every stratum, rounded by the largest remainder, and at least that many."""
    strata: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        strata[item.stratum].append(item)
    shares = allocation({name: len(members) for name, members in strata.items()}, n, least)
    return [item for name, size in sorted(shares.items()) for item in ordered(strata[name], seed)[:size]]


def allocation(sizes: dict[str, int], n: int, least: int = 1) -> dict[str, int]:
    """How many of each stratum: proportional, by the largest remainder, never more than it has."""
    total = sum(sizes.values())
    if n >= total:
        return dict(sizes)
    shares = {name: min(size, max(least, n * size // total)) for name, size in sizes.items()}
    order = sorted(sizes, key=lambda name: (-(n * sizes[name] % total), name))
    while sum(shares.values()) < n:
        for name in order:
            if sum(shares.values()) < n and shares[name] < sizes[name]:
                shares[name] += 1
    return shares


def in_proportion(rest: Sequence[Item], pool: Sequence[Item], taken: Iterable[Item], more: int) -> list[Item]:
    """As many more of the seeded order, each of the stratum that is furthest behind its part of the population."""
    sizes, drawn = Counter(item.stratum for item in pool), Counter(item.stratum for item in taken)
    left: dict[str, deque[Item]] = defaultdict(deque)
    for item in rest:
        left[item.stratum].append(item)
    n, found = min(drawn.total() + more, drawn.total() + len(rest)), list[Item]()
    while drawn.total() < n:
        behind = {name: n * sizes[name] - drawn[name] * len(pool) for name, items in left.items() if items}
        name = min(behind, key=lambda one: (-behind[one], one))
        found.append(left[name].popleft())
        drawn[name] += 1
    return found


@dataclass(frozen=True, slots=True)
class Hit:
    """An item of a value-weighted sample."""

    item: Item
    hits: int
    """How many steps of the interval fell on it; at least one."""


def weighted(items: Sequence[Item], seed: str, n: int) -> tuple[int, list[Hit]]:
    """A value-weighted sample: every n-th part of the value from a seeded start. (interval in cents, hits)."""
    pool = sorted((item for item in items if item.cents > 0), key=lambda item: item.key)
    total = sum(item.cents for item in pool)
    if not pool or n < 1:
        raise UsageError("Nothing in the population has a book value, so that value cannot weigh.")
    interval = max(1, total // n)
    start = int(_mark(seed, "start"), 16) % interval
    found, passed = [], 0
    for item in pool:
        before, passed = _steps(passed, start, interval), passed + item.cents
        hits = _steps(passed, start, interval) - before
        if hits:
            found.append(Hit(item, hits))
    return interval, found


def _steps(value: int, start: int, interval: int) -> int:
    """How many of start, start + interval ... lie below a value."""
    return 0 if value <= start else (value - start - 1) // interval + 1


def replaced(
    order: Sequence[Item], n: int, is_void: Callable[[str], bool], *, same_stratum: bool = False
) -> tuple[list[Item], list[tuple[Item, Item]]]:
    """The sample without what was void at the frame, and (void, replacement) pairs in the seeded order.

    ``same_stratum`` takes the next of the void item's own stratum. Where nothing is left the sample is smaller.
    """
    chosen, waiting = list(order[:n]), list(order[n:])
    pairs = []
    for place, item in enumerate(chosen):
        current = item
        while is_void(current.key):
            after = next((one for one in waiting if not same_stratum or one.stratum == item.stratum), None)
            if after is None:
                break
            waiting.remove(after)
            pairs.append((current, after))
            chosen[place] = current = after
    return [item for item in chosen if not is_void(item.key)], pairs


def replaced_hits(
    items: Sequence[Item], hits: Sequence[Hit], seed: str, is_void: Callable[[str], bool]
) -> tuple[list[Hit], list[tuple[Item, Item]]]:
    """A value-weighted sample without what was void at the frame: each is replaced by value, as the seed says."""
    left = {item.key: item for item in sorted(items, key=lambda item: item.key) if item.cents > 0}
    for hit in hits:
        left.pop(hit.item.key)
    chosen, pairs = [], []
    for hit in hits:
        current: Item | None = hit.item
        while current is not None and is_void(current.key):
            after = _by_value(left, f"{seed}\nvoid\n{current.key}")
            if after is not None:
                pairs.append((current, left.pop(after.key)))
            current = after
        if current is not None:
            chosen.append(Hit(current, hit.hits))
    return chosen, pairs


def _by_value(left: Mapping[str, Item], seed: str) -> Item | None:
    """The item on which a seeded cent of the value falls."""
    total = sum(item.cents for item in left.values())
    cent = int(_mark(seed, "cent"), 16) % total if total else 0
    for item in left.values():
        if cent < item.cents:
            return item
        cent -= item.cents
    return None

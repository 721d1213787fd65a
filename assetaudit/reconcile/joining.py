"""Scans of one device: which belong together, and what their codes say when they are held against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assetaudit.model.event import Event
from assetaudit.model.finding import Basis
from assetaudit.model.needs import Register
from assetaudit.reconcile.claims import BASIS_ORDER
from assetaudit.reconcile.fold import Fold
from assetaudit.reconcile.reading import Reading


@dataclass(frozen=True, slots=True)
class Joined:
    """What the codes of one device say together."""

    assets: tuple[str, ...]
    basis: Basis | None = None
    conflict: bool = False
    silent: bool = False
    """An unknown code beside a known one, or the second unknown code of a device: no thing of its own."""


class Joining:
    """Groups of scans that a person said are of one device, in one step (``with``) or afterwards (a note)."""

    def __init__(
        self,
        fold: Fold,
        register: Register,
        reading: Callable[[Event], Reading],
        answers: Callable[[str], list[Event]],
    ) -> None:
        self._fold = fold
        self._register = register
        self._reading = reading
        self._answers = answers

    def joined(self, event: Event) -> Joined:
        """The scan's reading, held against the other codes that were scanned from the same device."""
        reading = self._reading(event)
        group = self.group(event)
        if len(group) == 1:
            return Joined(reading.assets)
        readings = {name: self._reading(self._fold.events[name]) for name in group}
        hits = [set(each.assets) for each in readings.values() if each.assets]
        if not hits:
            first = self._first_of(group)
            return Joined((), silent=event.hash != first)
        common = set.intersection(*hits)
        if not common:
            return Joined(tuple(sorted(set.union(*hits))), conflict=True)
        if len(common) == 1 and self._contradicted(next(iter(common)), list(readings.values())):
            return Joined(tuple(sorted(common)), conflict=True, silent=False)
        both = sum(1 for each in readings.values() if common & set(each.assets)) > 1
        return Joined(tuple(sorted(common)), Basis.TAG_SERIAL if both else _best(readings.values()))

    def group(self, event: Event) -> list[str]:
        """Hashes of the live, unresolved scans that belong to one device, this one among them, sorted."""
        if not self._beside(event.hash):
            return [event.hash]
        seen, todo = {event.hash}, [event.hash]
        while todo:
            for other in self._beside(todo.pop()):
                if other not in seen and self._counts(other):
                    seen.add(other)
                    todo.append(other)
        return sorted(seen) if self._counts(event.hash) else [event.hash]

    def _contradicted(self, key: str, readings: list[Reading]) -> bool:
        """Whether a tag's record has a serial other than the unknown one scanned beside it."""
        asset = self._register.asset(key)
        if asset is None or not asset.serial or not any(not each.assets and each.is_device for each in readings):
            return False
        by_serial = any(each.assets and each.basis is Basis.SERIAL for each in readings)
        return not by_serial and any(not each.assets and each.is_device and each.maybe_serial for each in readings)

    def _beside(self, known: str) -> list[str]:
        partner = self._fold.events[known].d.get("with")
        named = [partner] if isinstance(partner, str) else []
        return [*self._fold.live_linked(known), *named, *self._fold.live_joined(known)]

    def _counts(self, known: str) -> bool:
        event = self._fold.events.get(known)
        live_scan = event is not None and event.k == "scan" and self._fold.live(known)
        return live_scan and not self._answers(known)

    def _first_of(self, group: list[str]) -> str:
        heads = [name for name in group if self._fold.events[name].d.get("with") not in group]
        return min(heads, default=group[0])


def _best(readings: Iterable[Reading]) -> Basis:
    """The strongest basis among the codes that point at a record."""
    return min((each.basis for each in readings if each.assets), key=BASIS_ORDER.__getitem__)

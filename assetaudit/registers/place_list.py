"""A list of places: what each is, how high, whose, and which codes its label carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assetaudit.model.asset import PlaceInfo
from assetaudit.registers import cells
from assetaudit.registers.columns import Columns
from assetaudit.registers.fields import NODE_FIELDS
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.placing import read_node
from assetaudit.registers.table import Batch
from assetaudit.store.register_draft import Draft
from assetaudit.store.register_history import Changes
from assetaudit.store.register_terms import LINK

_EXAMPLES = 20
_TEXTS = (*NODE_FIELDS, "kind", "height", "foreign_owner", "disposal", "no_photos")


class PlaceListReader:
    """Fills a draft's nodes with the rows of one file."""

    def __init__(self, draft: Draft, mapping: ColumnMap) -> None:
        self.rows = self.rejected = self.cost_cents = 0
        self._draft = draft
        self._mapping = mapping
        self._before = draft.terms.nodes.listed(draft.number)
        draft.terms.nodes.forget_list(draft.number)
        self._codes = mapping.offsets().get("code", [])

    def take(self, batch: Batch) -> None:
        """Take some rows."""
        if not batch.lines:
            return
        self.rows += len(batch.lines)
        columns = Columns(batch, self._mapping, self._draft.problems)
        texts = {name: found for name in _TEXTS if (found := columns.texts(name)) is not None}
        codes = [columns.cells(offset) for offset in self._codes]
        for offset, line in enumerate(columns.lines):
            row = {name: found[offset] for name, found in texts.items()}
            own = tuple(
                dict.fromkeys(code.strip() for column in codes for code in column[offset].split(";") if code.strip())
            )
            self._learn(row, own, line)

    def _learn(self, row: dict[str, str], codes: tuple[str, ...], line: int) -> None:
        node = read_node(row)
        if node.place is None or node.place.position is not None:
            self.rejected += 1
            why = node.trouble or ("a list of places holds no positions." if node.place else "it names no place.")
            self._draft.problems.add("rejected", line, f"the place '{node.text}' is left out: {why}")
            return
        info = PlaceInfo(
            node.place,
            kind=row.get("kind", "").casefold(),
            height_units=self._height(row.get("height", ""), line),
            foreign_owner=row.get("foreign_owner", ""),
            disposal=cells.yes(row.get("disposal", "")) or row.get("kind", "").casefold() == "disposal",
            no_photos=cells.yes(row.get("no_photos", "")),
            codes=codes,
        )
        if not self._draft.terms.nodes.learn(info, self._draft.number):
            reason = f"the place {node.place} was listed before; the last row counts."
            self._draft.problems.add("duplicate_place", line, reason)

    def _height(self, text: str, line: int) -> int | None:
        half = cells.half_units(text) if text else None
        if text and not half:
            self._draft.problems.add("height", line, f"the height '{text}' is not understood; it is left empty.")
        return half // 2 if half else None

    def finish(self) -> None:
        """Nothing is left to tell."""

    def changes(self) -> Changes:
        """What the list changes against the one before."""
        return changes_of_places(self._before, self._draft.terms.nodes.listed(self._draft.number))


def changes_of_places(before: Mapping[str, PlaceInfo], now: Mapping[str, PlaceInfo]) -> Changes:
    """What one list of places (key to what it says) changes against another."""
    added = sorted(now.keys() - before.keys())
    gone = sorted(before.keys() - now.keys())
    changed = sorted(key for key in now.keys() & before.keys() if _told(now[key]) != _told(before[key]))
    return Changes(
        added=len(added),
        changed=len(changed),
        gone=len(gone),
        unchanged=len(now) - len(added) - len(changed),
        added_keys=tuple(added[:_EXAMPLES]),
        changed_keys=tuple((key, "place") for key in changed[:_EXAMPLES]),
        gone_keys=tuple(gone[:_EXAMPLES]),
    )


def _told(info: PlaceInfo) -> PlaceInfo:
    """What a list itself says: ids that links point at come from elsewhere, and codes have no order."""
    return replace(info, codes=tuple(sorted(code for code in info.codes if not LINK.fullmatch(code))))

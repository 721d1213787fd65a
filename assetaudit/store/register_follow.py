"""A record that its source keeps by its tag, and that has another tag now: followed by its serial, and told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from assetaudit.model.register import normal
from assetaudit.store.register_draft import Draft

_LOST = "SELECT key, tag, serial, 0 FROM temp.lost WHERE gone IS NULL AND tag IS NOT NULL AND serial IS NOT NULL"
_NEW = (
    "SELECT n.key, n.tag, n.serial, n.id FROM temp.other o JOIN asset n ON n.id = o.id"
    " WHERE o.mask IS NULL AND n.tag IS NOT NULL AND n.serial IS NOT NULL"
)


def follow_serials(draft: Draft, compared: Sequence[str]) -> None:
    """Take a new record for a lost one with the same serial, where both are kept by their tags and no other has it.

    Sources with numbers of their own for records say themselves which one is which. ``compared`` are statements that
    note in ``temp.other`` what is other in a record (row number) than in the one before (key).
    """
    lost = _kept_by_tag(draft, _LOST)
    new = _kept_by_tag(draft, _NEW) if lost else {}
    both = _alone(draft, new.keys() & lost.keys())
    for serial in sorted(both):
        (key, tag, _), (now, tag_now, number) = lost[serial], new[serial]
        for statement in compared:
            draft.connection.execute(statement, (number, key))
        draft.connection.execute("UPDATE identifier SET key = ? WHERE key = ?", (now, key))
        draft.connection.execute("DELETE FROM temp.lost WHERE key = ?", (key,))
        line = draft.connection.execute("SELECT line FROM asset WHERE id = ?", (number,)).fetchone()[0]
        reason = f"'{tag_now}' has the serial of '{tag}', which is not in the file: one asset; its former tag finds it."
        draft.problems.add("retagged", line, reason)


def _kept_by_tag(draft: Draft, rows: str) -> dict[str, tuple[str, str, int]]:
    """Serial (normal form) to (key, tag, row number), for serials of one such record only."""
    found: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for key, tag, serial, number in draft.connection.execute(rows):
        if key == f"{draft.source}:{tag}":
            found[normal(serial)].append((key, tag, number))
    return {serial: records[0] for serial, records in found.items() if len(records) == 1}


def _alone(draft: Draft, wanted: Iterable[str]) -> set[str]:
    """Serials that one record of the source has, and no more."""
    among = set(wanted)
    if not among:
        return among
    rows = draft.connection.execute("SELECT serial FROM asset WHERE source = ? AND serial IS NOT NULL", (draft.number,))
    counts = Counter(serial for (text,) in rows if (serial := normal(text)) in among)
    return {serial for serial, count in counts.items() if count == 1}

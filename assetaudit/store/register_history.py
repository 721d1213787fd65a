"""What a second import of a source changes: records that are new, other or gone, and identifiers that were replaced."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.model.asset import StatusClass
from assetaudit.store.register_draft import Draft
from assetaudit.store.register_hash import CONTENT

_LIST = ", ".join(CONTENT)
_FIELDS = (
    ("tag", "asset tag"),
    ("serial", "serial"),
    ("epc", "EPC"),
    ("node", "place"),
    ("position", "position"),
    ("place_text", "place as written"),
    ("status", "status"),
    ("name", "name"),
    ("manufacturer", "manufacturer"),
    ("model", "model"),
    ("category", "category"),
    ("owner", "owner"),
    ("cost", "cost"),
    ("height", "height"),
    ("parent_text", "parent"),
    ("extra", "other columns"),
    ("gone", "back in the file"),
)
_KINDS = (("asset_tag", "tag"), ("serial", "serial"), ("epc", "epc"))
_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import does to its source's records."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    fields: tuple[tuple[str, int], ...] = ()
    """(field, records in which it changes), most first."""
    added_keys: tuple[str, ...] = ()
    changed_keys: tuple[tuple[str, str], ...] = ()
    """(record, its fields that change); examples only."""
    gone_keys: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether the records are other than before."""
        return bool(self.added or self.changed or self.gone)


def compare(draft: Draft) -> Changes:
    """Compare the draft's source with the version before; carry dates, former identifiers and gone records over."""
    if not draft.replaces_records:
        return Changes()
    if draft.base is None:
        return _all_new(draft)
    _view_before(draft)
    draft.touched()
    changes = _differences(draft)
    _keep_dates(draft)
    for kind, column in _KINDS:
        _date_identifiers(draft, kind, column)
    _date_others(draft)
    _keep_gone(draft)
    draft.connection.execute("DROP VIEW temp.before")
    return changes


def _all_new(draft: Draft) -> Changes:
    keys = draft.connection.execute(
        "SELECT key FROM asset WHERE source = ? ORDER BY id LIMIT ?", (draft.number, _EXAMPLES)
    )
    return Changes(added=draft.rows, added_keys=tuple(key for (key,) in keys))


def _view_before(draft: Draft) -> None:
    source = int(draft.number)
    draft.connection.execute(
        f"CREATE TEMP VIEW before AS SELECT {_LIST} FROM old.asset a WHERE source = {source}"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM old.part p WHERE p.id = a.id)"
        f" UNION ALL SELECT {_LIST} FROM old.part WHERE source = {source}"
    )


def _differences(draft: Draft) -> Changes:
    tests = ", ".join(f"n.{column} COLLATE BINARY IS NOT b.{column} AS d_{column}" for column, _ in _FIELDS)
    rows = draft.connection.execute(
        f"SELECT n.key, {tests} FROM asset n JOIN before b ON b.key = n.key WHERE n.source = ?"  # noqa: S608
        f" AND ({' OR '.join('d_' + column for column, _ in _FIELDS)}) ORDER BY n.line",
        (draft.number,),
    )
    counts = dict.fromkeys((name for _, name in _FIELDS), 0)
    changed = 0
    examples: list[tuple[str, str]] = []
    for key, *flags in rows:
        changed += 1
        names = [name for (_, name), flag in zip(_FIELDS, flags, strict=True) if flag]
        for name in names:
            counts[name] += 1
        if len(examples) < _EXAMPLES:
            examples.append((key, ", ".join(names)))
    added = _keys(draft, "asset", "temp.before", "x.source = ?1")
    gone = _keys(draft, "temp.before", "main.asset", "x.source = ?1 AND x.gone IS NULL")
    return Changes(
        added=added[0],
        changed=changed,
        gone=gone[0],
        unchanged=draft.rows - added[0] - changed,
        fields=tuple(sorted(((n, c) for n, c in counts.items() if c), key=lambda pair: (-pair[1], pair[0]))),
        added_keys=added[1],
        changed_keys=tuple(examples),
        gone_keys=gone[1],
    )


def _keys(draft: Draft, inside: str, outside: str, which: str) -> tuple[int, tuple[str, ...]]:
    where = f"FROM {inside} x WHERE {which} AND NOT EXISTS (SELECT 1 FROM {outside} y WHERE y.key = x.key)"  # noqa: S608
    count = draft.connection.execute(f"SELECT count(*) {where}", (draft.number,)).fetchone()[0]
    rows = draft.connection.execute(
        f"SELECT x.key {where} ORDER BY x.line LIMIT {_EXAMPLES}",
        (draft.number,),
    )
    return int(count), tuple(key for (key,) in rows)


def _keep_dates(draft: Draft) -> None:
    draft.connection.execute(
        "UPDATE asset SET since = coalesce((SELECT b.since FROM before b WHERE b.key = asset.key), since)"
        " WHERE source = ?",
        (draft.number,),
    )


def _date_identifiers(draft: Draft, kind: str, column: str) -> None:
    changed = (
        f"FROM asset n JOIN before b ON b.key = n.key WHERE n.source = ?1 AND b.gone IS NULL"
        f" AND folded(b.{column}) IS NOT folded(n.{column})"
    )
    values = (draft.number, kind, draft.day)
    draft.connection.execute(
        f"INSERT INTO identifier SELECT b.key, ?2, folded(b.{column}), b.{column}, 0, coalesce((SELECT i.since FROM"  # noqa: S608
        f" identifier i WHERE i.key = b.key AND i.kind = ?2 AND i.folded = folded(b.{column}) AND i.current),"
        f" b.since), ?3 {changed} AND b.{column} IS NOT NULL",
        values,
    )
    draft.connection.execute(
        f"DELETE FROM identifier WHERE kind = ?2 AND current AND since IS NOT NULL AND key IN (SELECT n.key {changed})",  # noqa: S608
        values[:2],
    )
    draft.connection.execute(
        f"INSERT INTO identifier SELECT n.key, ?2, folded(n.{column}), n.{column}, 1, ?3, NULL {changed}"
        f" AND n.{column} IS NOT NULL",
        values,
    )


_OTHER_KINDS = "i.kind NOT IN ('asset_tag', 'serial', 'epc') AND i.current"


def _date_others(draft: Draft) -> None:
    draft.connection.execute(
        "UPDATE identifier AS i SET since = ?2 WHERE i.since IS NULL"  # noqa: S608
        f" AND {_OTHER_KINDS} AND i.key IN (SELECT key FROM before WHERE source = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM old.identifier o WHERE o.key = i.key AND o.kind = i.kind"
        " AND o.folded = i.folded AND o.current)",
        (draft.number, draft.day),
    )
    draft.connection.execute(
        "INSERT INTO identifier SELECT i.key, i.kind, i.folded, i.value, 0, coalesce(i.since, b.since), ?2"  # noqa: S608
        " FROM old.identifier i JOIN before b ON b.key = i.key JOIN asset n ON n.key = i.key"
        f" WHERE n.source = ?1 AND b.gone IS NULL AND {_OTHER_KINDS}"
        " AND NOT EXISTS (SELECT 1 FROM main.identifier m WHERE m.key = i.key AND m.kind = i.kind"
        " AND m.folded = i.folded AND m.current)",
        (draft.number, draft.day),
    )


def _keep_gone(draft: Draft) -> None:
    missing = "NOT EXISTS (SELECT 1 FROM main.asset n WHERE n.key = b.key AND n.source = ?1)"
    found = draft.connection.execute(f"SELECT 1 FROM before b WHERE {missing} LIMIT 1", (draft.number,))  # noqa: S608
    if found.fetchone() is None:
        return
    status = draft.terms.statuses.number(f"no longer in {draft.source}", StatusClass.GONE)
    names = ", ".join(name for name in CONTENT if name not in ("id", "status", "gone"))
    draft.connection.execute(
        "INSERT INTO identifier SELECT i.* FROM old.identifier i WHERE i.current AND i.since IS NULL"  # noqa: S608
        f" AND i.key IN (SELECT b.key FROM before b WHERE {missing})",
        (draft.number,),
    )
    draft.connection.execute(
        f"INSERT INTO asset ({names}, status, gone) SELECT {names}, ?2, coalesce(gone, ?3) FROM before b"  # noqa: S608
        f" WHERE {missing} ORDER BY b.id",
        (draft.number, status, draft.day),
    )
    draft.write_statuses()

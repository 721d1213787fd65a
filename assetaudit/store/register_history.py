"""What a second import of a source changes: records that are new, other or gone, and identifiers that were replaced."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.model.asset import StatusClass
from assetaudit.store.register_draft import READ_ANEW, Draft
from assetaudit.store.register_follow import follow_serials
from assetaudit.store.register_hash import CONTENT

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
_NAMED = (*(name for _, name in _FIELDS), "MAC")
"""What each bit of a mask says has changed; the last one stands for identifiers beyond those of a record."""
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
    _note_differences(draft)
    _note_lost(draft)
    follow_serials(draft, _WHOLE_MASK)
    others = _any_others(draft)
    if others:
        _note_others(draft)
    changes = _told(draft)
    _keep_dates(draft)
    for bit, (kind, column) in enumerate(_KINDS):
        _date_identifiers(draft, kind, column, 1 << bit)
    if others:
        _date_others(draft)
    _keep_gone(draft)
    draft.connection.execute("DROP TABLE temp.other")
    draft.connection.execute("DROP TABLE temp.lost")
    return changes


def _all_new(draft: Draft) -> Changes:
    keys = draft.connection.execute(
        "SELECT key FROM asset WHERE source = ? ORDER BY id LIMIT ?", (draft.number, _EXAMPLES)
    )
    return Changes(added=draft.rows, added_keys=tuple(key for (key,) in keys))


_BEFORE = (("old.asset", "b.id NOT IN (SELECT id FROM old.part)"), ("old.part", "1"))
"""Where the version before has records as their source had them: joined ones stand in ``part``."""
_COLUMNS = tuple(column for column, _ in _FIELDS)
_MASK = " + ".join(f"((n.{name} COLLATE BINARY IS NOT b.{name}) << {bit})" for bit, name in enumerate(_COLUMNS))
_OTHER = " OR ".join(f"n.{name} COLLATE BINARY IS NOT b.{name}" for name in _COLUMNS)
_DIFFER = f"({_OTHER} OR b.since <> ?2)"
"""What is other, or has another date than most."""
_WAS = "b.tag, b.serial, b.epc, b.since, b.gone"
_OTHER_OF_ONE = (
    f"INSERT INTO temp.other SELECT n.id, CASE WHEN b.id IS NULL THEN NULL ELSE {_MASK} END, {_WAS}"
    " FROM main.asset n LEFT JOIN old.asset b ON b.key = n.key AND b.source = ?1"
    f" WHERE n.source = ?1 AND (b.id IS NULL OR {_DIFFER})"
)
"""The same in one go for a source of which no record is joined with another's."""


def _note_differences(draft: Draft) -> None:
    """Fill ``temp.other``: records that are new (without a mask), other, or of another date, with what they were."""
    connection = draft.connection
    connection.execute(
        "CREATE TEMP TABLE other (id INTEGER PRIMARY KEY, mask INTEGER, tag TEXT, serial TEXT, epc TEXT, since INTEGER,"
        " gone INTEGER)"
    )
    joined = connection.execute("SELECT 1 FROM old.part WHERE source = ? LIMIT 1", (draft.number,)).fetchone()
    if joined is None:
        connection.execute(_OTHER_OF_ONE, (draft.number, draft.since))
        return
    for table, where in _BEFORE:
        connection.execute(
            f"INSERT OR REPLACE INTO temp.other SELECT n.id, {_MASK}, {_WAS}"
            f" FROM main.asset n CROSS JOIN {table} b ON b.key = n.key AND b.source = ?1 AND {where}"
            f" WHERE n.source = ?1 AND {_DIFFER}",
            (draft.number, draft.since),
        )
    connection.execute(
        "INSERT INTO temp.other (id) SELECT n.id FROM main.asset n WHERE n.source = ?1"
        " AND NOT EXISTS (SELECT 1 FROM old.asset b WHERE b.key = n.key AND b.source = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM old.part b WHERE b.key = n.key AND b.source = ?1)",
        (draft.number,),
    )


def _note_lost(draft: Draft) -> None:
    """Fill ``temp.lost``: records that the source no longer has."""
    connection = draft.connection
    names = ", ".join(name for name in CONTENT if name not in ("id", "status"))
    connection.execute(f"CREATE TEMP TABLE lost AS SELECT id, {names} FROM old.asset WHERE 0")
    known = connection.execute("SELECT count(*) FROM temp.other WHERE mask IS NULL").fetchone()[0]
    counts = [
        connection.execute(f"SELECT count(*) FROM {table} b WHERE source = ? AND {where}", (draft.number,)).fetchone()
        for table, where in _BEFORE
    ]
    if draft.rows - known == sum(count for (count,) in counts):
        return
    for table, where in _BEFORE:
        connection.execute(
            f"INSERT INTO temp.lost SELECT b.id, {names} FROM {table} b WHERE b.source = ?1 AND {where}"
            " AND NOT EXISTS (SELECT 1 FROM main.asset n WHERE n.key = b.key AND n.source = ?1)",
            (draft.number,),
        )


_WHOLE_MASK = tuple(
    f"INSERT OR REPLACE INTO temp.other SELECT n.id, {_MASK}, {_WAS}"
    f" FROM main.asset n CROSS JOIN {table} b ON b.key = ?2 AND b.source = n.source AND {where} WHERE n.id = ?1"
    for table, where in _BEFORE
)
"""What a record (row number) is other in than another one of the version before (key)."""


def _told(draft: Draft) -> Changes:
    counts = [0] * len(_NAMED)
    changed = 0
    examples: list[tuple[str, str]] = []
    rows = draft.connection.execute(
        "SELECT n.key, o.mask FROM temp.other o JOIN asset n ON n.id = o.id WHERE o.mask > 0 ORDER BY o.id"
    )
    for key, mask in rows:
        changed += 1
        bits = [bit for bit in range(len(_NAMED)) if mask >> bit & 1]
        for bit in bits:
            counts[bit] += 1
        if len(examples) < _EXAMPLES:
            examples.append((key, ", ".join(_NAMED[bit] for bit in bits)))
    added = _keys(draft, "temp.other o JOIN asset x ON x.id = o.id WHERE o.mask IS NULL")
    gone = _keys(draft, "temp.lost x WHERE x.gone IS NULL")
    named = ((name, count) for name, count in zip(_NAMED, counts, strict=True) if count)
    return Changes(
        added=added[0],
        changed=changed,
        gone=gone[0],
        unchanged=draft.rows - added[0] - changed,
        fields=tuple(sorted(named, key=lambda pair: (-pair[1], pair[0]))),
        added_keys=added[1],
        changed_keys=tuple(examples),
        gone_keys=gone[1],
    )


def _keys(draft: Draft, which: str) -> tuple[int, tuple[str, ...]]:
    count = draft.connection.execute(f"SELECT count(*) FROM {which}").fetchone()[0]
    rows = draft.connection.execute(f"SELECT x.key FROM {which} ORDER BY x.line LIMIT {_EXAMPLES}")
    return int(count), tuple(key for (key,) in rows)


def _keep_dates(draft: Draft) -> None:
    """New records are dated by this import; others keep their date, which most have from the source's first import."""
    if draft.day != draft.since:
        draft.connection.execute(
            "UPDATE asset SET since = ? WHERE id IN (SELECT id FROM temp.other WHERE mask IS NULL)", (draft.day,)
        )
    draft.connection.execute(
        "UPDATE asset SET since = o.since FROM temp.other o"
        " WHERE o.id = asset.id AND o.mask IS NOT NULL AND o.since <> ?",
        (draft.since,),
    )


def _date_identifiers(draft: Draft, kind: str, column: str, bit: int) -> None:
    changed = (
        f"FROM temp.other b JOIN asset n ON n.id = b.id WHERE b.mask & {bit} AND b.gone IS NULL"
        f" AND folded(b.{column}) IS NOT folded(n.{column})"
    )
    values = (kind, draft.day, draft.since)
    draft.connection.execute(
        f"INSERT INTO identifier SELECT n.key, ?1, folded(b.{column}), b.{column}, 0, coalesce((SELECT i.since FROM"
        f" identifier i WHERE i.key = n.key AND i.kind = ?1 AND i.folded = folded(b.{column}) AND i.current),"
        f" b.since, ?3), ?2 {changed} AND b.{column} IS NOT NULL",
        values,
    )
    draft.connection.execute(
        f"DELETE FROM identifier WHERE kind = ?1 AND current AND since IS NOT NULL AND key IN (SELECT n.key {changed})",
        values[:1],
    )
    draft.connection.execute(
        f"INSERT INTO identifier SELECT n.key, ?1, folded(n.{column}), n.{column}, 1, ?2, NULL {changed}"
        f" AND n.{column} IS NOT NULL",
        values[:2],
    )


_OTHER_KINDS = "i.kind NOT IN ('asset_tag', 'serial', 'epc') AND i.current"
_SINCE = (
    "SELECT coalesce(b.since, ?3) FROM (SELECT key, since, gone, source FROM old.part UNION ALL"
    " SELECT key, since, gone, source FROM old.asset) b WHERE b.key = i.key AND b.source = ?1"
)

_BEFORE_NOW = "FROM old.identifier o WHERE o.key = i.key AND o.kind = i.kind AND o.folded = i.folded AND o.current"
"""The same identifier of the same record in the version before."""


def _any_others(draft: Draft) -> bool:
    """Whether any record has, or had, identifiers beyond tag, serial and EPC."""
    named = draft.connection.execute(
        f"SELECT 1 FROM main.identifier i WHERE {_OTHER_KINDS} UNION ALL"
        f" SELECT 1 FROM old.identifier i WHERE {_OTHER_KINDS} LIMIT 1"
    )
    return named.fetchone() is not None


def _note_others(draft: Draft) -> None:
    """Mark records in ``temp.other`` that were there before and have other such identifiers now."""
    connection, bit = draft.connection, 1 << len(_FIELDS)
    now, then = (
        f"SELECT i.key, i.kind, i.folded FROM {of}.identifier i WHERE {_OTHER_KINDS}" for of in ("main", "old")
    )
    connection.execute(
        "CREATE TEMP TABLE renamed AS SELECT DISTINCT n.id, n.key FROM main.asset n WHERE n.source = ?1 AND n.key IN"
        f" (SELECT key FROM ({now} EXCEPT {then}) UNION SELECT key FROM ({then} EXCEPT {now}))",
        (draft.number,),
    )
    connection.execute(
        "UPDATE temp.other SET mask = mask | ? WHERE mask IS NOT NULL AND id IN (SELECT id FROM temp.renamed)", (bit,)
    )
    for table, where in _BEFORE:
        connection.execute(
            f"INSERT OR IGNORE INTO temp.other SELECT r.id, ?2, {_WAS} FROM temp.renamed r"
            f" JOIN {table} b ON b.key = r.key AND b.source = ?1 AND {where}",
            (draft.number, bit),
        )
    connection.execute("DROP TABLE temp.renamed")


def _date_others(draft: Draft) -> None:
    values = (draft.number, draft.day, draft.since)
    draft.connection.execute(
        f"UPDATE identifier AS i SET since = (SELECT o.since {_BEFORE_NOW}) WHERE i.since IS NULL AND {_OTHER_KINDS}"
        f" AND EXISTS (SELECT 1 {_BEFORE_NOW} AND o.since IS NOT NULL)"
    )
    draft.connection.execute(
        f"UPDATE identifier AS i SET since = ?2 WHERE i.since IS NULL AND {_OTHER_KINDS} AND EXISTS ({_SINCE})"
        f" AND NOT EXISTS (SELECT 1 {_BEFORE_NOW})",
        values,
    )
    draft.connection.execute(
        f"INSERT INTO identifier SELECT i.key, i.kind, i.folded, i.value, 0, coalesce(i.since, ({_SINCE})), ?2"
        " FROM old.identifier i JOIN asset n ON n.key = i.key"
        f" WHERE n.source = ?1 AND EXISTS ({_SINCE} AND b.gone IS NULL) AND {_OTHER_KINDS}"
        " AND NOT EXISTS (SELECT 1 FROM main.identifier m WHERE m.key = i.key AND m.kind = i.kind"
        " AND m.folded = i.folded AND m.current)",
        values,
    )


def _keep_gone(draft: Draft) -> None:
    if draft.connection.execute("SELECT 1 FROM temp.lost LIMIT 1").fetchone() is None:
        return
    status = draft.terms.statuses.number(f"no longer in {draft.source}", StatusClass.GONE)
    names = ", ".join(name for name in CONTENT if name not in ("id", "status", "gone"))
    draft.connection.execute(
        f"INSERT INTO identifier SELECT i.* FROM old.identifier i WHERE {READ_ANEW}"
        " AND i.key IN (SELECT key FROM temp.lost)"
    )
    draft.connection.execute(
        f"INSERT INTO asset ({names}, status, gone) SELECT {names}, ?1, coalesce(gone, ?2) FROM temp.lost ORDER BY id",
        (status, draft.day),
    )
    draft.write_statuses()

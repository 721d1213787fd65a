"""What is worked out once all rows of a version are in: doubles, parents, places with their counts and codes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assetaudit.store.register_capitals import compared, grouped
from assetaudit.store.register_codes import short_codes
from assetaudit.store.register_draft import Draft
from assetaudit.store.register_history import Changes, compare
from assetaudit.store.register_join import join
from assetaudit.store.register_problem import LISTED

_SHOWN = 10
_DOUBLES = (
    ("duplicate_tag", "tag", "tag"),
    ("duplicate_serial", "serial", "serial"),
    ("duplicate_epc", "epc", "EPC"),
)


def settle(draft: Draft, order: Sequence[str], leads: Mapping[str, str], *, discard: bool = False) -> Changes:
    """Bring a filled draft to what it will be as a version; answers what changes in its source.

    Where nothing does, it may ``discard`` the draft, which then cannot be kept: that takes a third of the time.
    """
    if discard and draft.as_before():
        return Changes(unchanged=draft.rows)
    draft.index_keys()
    tell_apart(draft)
    changes = compare(draft)
    draft.index_assets()
    report_doubles(draft)
    settle_parents(draft)
    clashing = _clashing(draft)
    join(draft, order, leads)
    break_circles(draft)
    write_places(draft)
    report_heights(draft)
    report_clashes(draft, clashing)
    return changes


def tell_apart(draft: Draft) -> None:
    """Give records of one source with the same id keys of their own, and report them; both are kept."""
    if "key" in draft.unique:
        return
    doubles = draft.connection.execute("SELECT key FROM asset GROUP BY key HAVING count(*) > 1").fetchall()
    for (key,) in doubles:
        draft.keys_changed = True
        rows = draft.connection.execute("SELECT id, line FROM asset WHERE key = ? ORDER BY id", (key,)).fetchall()
        for count, (number, line) in enumerate(rows[1:], start=2):
            draft.connection.execute("UPDATE asset SET key = ? WHERE id = ?", (f"{key}~{count}", number))
            name = key.partition(":")[2]
            first = rows[0][1]
            draft.problems.add(
                "duplicate_id", line, f"'{name}' stands in {draft.problems.numbered} {first} already; both are kept."
            )


def report_doubles(draft: Draft) -> None:
    """Report tags, serials and EPCs that several records of the source carry: each of them is ambiguous."""
    for kind, column, word in _DOUBLES:
        if column in draft.unique:
            continue
        groups = draft.connection.execute(
            f"SELECT {column} FROM asset WHERE {column} IS NOT NULL GROUP BY {grouped(column, draft.capitals)}"
            " HAVING count(*) > 1"
        ).fetchall()
        for (value,) in groups:
            _report_double(draft, kind, column, word, value)


def _report_double(draft: Draft, kind: str, column: str, word: str, value: str) -> None:
    same = compared(column, "=", "?", draft.capitals)
    rows = draft.connection.execute(
        f"SELECT line FROM asset WHERE {same} AND source = ? AND gone IS NULL ORDER BY line", (value, draft.number)
    )
    lines = [line for (line,) in rows]
    shown = ", ".join(map(str, lines[:_SHOWN])) + (" ..." if len(lines) > _SHOWN else "")
    for line in lines[1:]:
        where = f"{draft.problems.numbered}s {shown}"
        reason = f"the {word} '{value}' is in {where}; all are kept, and a scan of it will be ambiguous."
        draft.problems.add(kind, line, reason)


def settle_parents(draft: Draft) -> None:
    """Find each record's chassis among the records of its source, by id, tag, serial or name, or report it."""
    connection = draft.connection
    if draft.alone and "parent_text" not in draft.brought.told:
        return
    wanted = connection.execute(
        "SELECT DISTINCT source, parent_text FROM asset WHERE parent_text IS NOT NULL AND parent_text <> ''"
    ).fetchall()
    if not wanted:
        return
    names = _names(connection)
    sources = dict(connection.execute("SELECT id, name FROM source"))
    connection.execute("CREATE INDEX temp_parent ON asset (parent_text) WHERE parent_text IS NOT NULL")
    for source, text in wanted:
        key = _parent(draft, source, f"{sources[source]}:{text}", text) or names.get((source, text.casefold()))
        _set_parent(draft, source, text, key)
    connection.execute("DROP INDEX temp_parent")


def _names(connection: sqlite3.Connection) -> dict[tuple[int, str], str]:
    carriers = connection.execute(
        "SELECT source, name, key FROM asset WHERE name IN (SELECT parent_text FROM asset WHERE parent_text <> '')"
    )
    found: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for source, name, key in carriers:
        found[(source, name.casefold())].add(key)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def _parent(draft: Draft, source: int, key: str, text: str) -> str | None:
    for column, value in (("key", key), ("tag", text), ("serial", text)):
        rows = draft.connection.execute(
            f"SELECT key FROM asset WHERE {compared(column, '=', '?', draft.capitals)} AND source = ? AND gone IS NULL",
            (value, source),
        ).fetchmany(2)
        if len(rows) == 1:
            return str(rows[0][0])
    return None


def _set_parent(draft: Draft, source: int, text: str, key: str | None) -> None:
    rows = draft.connection.execute(
        "SELECT id, key, line, gone FROM asset WHERE parent_text = ? AND source = ?", (text, source)
    ).fetchall()
    for number, own, line, gone in rows:
        if key is not None and key != own:
            draft.connection.execute("UPDATE asset SET parent = ? WHERE id = ?", (key, number))
        elif source == draft.number and gone is None:
            why = "is the record itself" if key == own else "is no record of this source, or several"
            draft.problems.add("parent", line, f"the parent '{text}' {why}; the record stands alone.")


def break_circles(draft: Draft) -> None:
    """Records that carry each other carry nothing: a place has to come from somewhere."""
    parents = dict(draft.connection.execute("SELECT key, parent FROM asset WHERE parent IS NOT NULL"))
    for key in sorted(parents):
        seen = [key]
        above = parents.get(key)
        while above is not None and above not in seen:
            seen.append(above)
            above = parents.get(above)
        if above == key:
            parents[key] = None
            draft.connection.execute("UPDATE asset SET parent = NULL WHERE key = ?", (key,))
            _report_circle(draft, key)


def _report_circle(draft: Draft, key: str) -> None:
    """Lines of other sources, and of records that are gone, stand in other files."""
    here = "SELECT line FROM asset WHERE key = ? AND source = ? AND gone IS NULL"
    for (line,) in draft.connection.execute(here, (key, draft.number)):
        draft.problems.add("parent", line, f"'{key}' is carried by what it carries; it stands alone now.")


def report_heights(draft: Draft) -> None:
    """Report records above the top of their rack."""
    for node, height, known in draft.racks.too_high():
        rows = draft.connection.execute(
            "SELECT a.line, p.text, coalesce(a.height, 2) FROM asset a JOIN position p ON p.id = a.position"
            " WHERE a.node = ? AND a.source = ? AND a.gone IS NULL AND p.half_units + coalesce(a.height, 2) > ?"
            " ORDER BY a.line",
            (node, draft.number, 2 * height + 2),
        ).fetchall()
        text = draft.connection.execute("SELECT text FROM place WHERE id = ?", (node,)).fetchone()[0]
        for line, where, half_units in rows:
            tall = f"{half_units / 2:g}U"
            why = f"the rack has {height}U" if known else f"no rack is taller than {height}U"
            draft.problems.add("unit", line, f"{tall} at {where} does not fit into {text}: {why}.")


_NEIGHBOURS = (
    "SELECT b.line, coalesce(b.tag, b.serial, b.name, b.key), n.text, p.text FROM asset a"
    " JOIN position p ON p.id = a.position JOIN place n ON n.id = a.node"
    " JOIN asset b ON b.node = a.node AND b.id <> a.id AND b.source = a.source AND b.gone IS NULL"
    " AND b.parent_text IS NULL JOIN position q ON q.id = b.position"
    " LEFT JOIN status s ON s.id = b.status WHERE a.id = ? AND p.rear = q.rear AND q.slot IS NULL"
    " AND coalesce(s.class, 'expected') = 'expected' AND q.half_units < p.half_units + coalesce(a.height, 2)"
    " AND p.half_units < q.half_units + coalesce(b.height, 2) ORDER BY b.line"
)


_MOUNTED = (
    "SELECT a.id, a.line, a.position, a.height FROM asset a LEFT JOIN status s ON s.id = a.status"
    " WHERE a.node = ? AND a.source = ? AND a.gone IS NULL AND a.parent_text IS NULL"
    " AND coalesce(s.class, 'expected') = 'expected' ORDER BY a.id"
)


def _clashing(draft: Draft) -> list[tuple[int, int]]:
    """(row number, line) of the source's records whose units were taken already when they came."""
    found: list[tuple[int, int]] = []
    for node in draft.racks.clashing():
        rows = draft.connection.execute(_MOUNTED, (node, draft.number)).fetchall()
        meeting = draft.racks.meeting([(position, height) for _, _, position, height in rows])
        found += [(rows[offset][0], rows[offset][1]) for offset in meeting]
    return sorted(found)[:LISTED]


def report_clashes(draft: Draft, clashing: Sequence[tuple[int, int]]) -> None:
    """Report records that stand in the same units, at the same face, as others."""
    for number, line in clashing:
        found = draft.connection.execute(_NEIGHBOURS, (number,)).fetchall()
        if found:
            others = ", ".join(f"{name} ({draft.problems.numbered} {other})" for other, name, _, _ in found[:3])
            _, _, node, where = found[0]
            draft.problems.add("clash", line, f"at {where} in {node} also stands {others}; both are kept.")


def write_places(draft: Draft) -> None:
    """Write nodes with the number of assets there and below, and their codes."""
    nodes = draft.terms.nodes.all()
    above = {number: parent for number, _, _, parent, _, _ in nodes}
    totals = _totals(draft, nodes_above=above)
    if draft.base is not None:
        used = _used(draft.connection, above, {number for number, _, _, _, source, _ in nodes if source is not None})
        nodes = [node for node in nodes if node[0] in used]
    short = dict(short_codes(key for _, key, _, _, _, _ in nodes))
    rows = []
    known = {number for number, *_ in nodes}
    links = draft.terms.nodes.links
    codes = [(target.casefold(), target, number) for target, number in links.items() if number in known]
    for number, key, _, parent, source, info in nodes:
        said: tuple[object, ...] = ("", None, "", 0, 0)
        if info is not None:
            said = (info.kind, info.height_units, info.foreign_owner, int(info.disposal), int(info.no_photos))
            listed = (code for code in info.codes if links.get(code) != number)
            codes += [(code.casefold(), code, number) for code in listed]
        rows.append(
            (number, key, draft.terms.nodes.text(number), parent, source, *said, short[key], totals.get(number, 0))
        )
    draft.connection.execute("DELETE FROM place")
    draft.connection.execute("DELETE FROM place_code")
    draft.connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 12)})", rows)
    draft.connection.executemany("INSERT INTO place_code VALUES (?, ?, ?)", codes)


def _used(connection: sqlite3.Connection, nodes_above: dict[int, int | None], listed: set[int]) -> set[int]:
    """Nodes that a record stands in or a place list names, and all above them; the others are a register's past."""
    rows = connection.execute("SELECT DISTINCT node FROM asset UNION SELECT DISTINCT node FROM part")
    used: set[int] = set()
    for start in listed.union(number for (number,) in rows if number is not None):
        node: int | None = start
        while node is not None and node not in used:
            used.add(node)
            node = nodes_above[node]
    return used


def _totals(draft: Draft, nodes_above: dict[int, int | None]) -> dict[int, int]:
    totals: defaultdict[int, int] = defaultdict(int)
    for node, count in _standing(draft):
        above: int | None = node
        while above is not None:
            totals[above] += count
            above = nodes_above[above]
    return totals


def _standing(draft: Draft) -> Iterable[tuple[int, int]]:
    if draft.alone:
        return ((node, count) for node, count in draft.brought.standing.items() if node is not None)
    return draft.connection.execute("SELECT node, count(*) FROM asset WHERE node IS NOT NULL GROUP BY node")

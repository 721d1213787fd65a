"""``assetaudit register``: the expected list, imported, looked at and exported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assetaudit.cli import arguments, register_pull
from assetaudit.cli.disagreeing import tell_disagreements
from assetaudit.errors import RegisterError, UsageError


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "register")
    _add_import(verbs)
    register_pull.add(verbs)
    arguments.json_flag(arguments.command(verbs, "list", _list, "versions of the register"))
    show = arguments.command(verbs, "show", _show, "one asset, or everything under a word")
    show.add_argument("what", metavar="TAG")
    arguments.json_flag(show)
    export = arguments.command(verbs, "export", _export, "the current register as CSV")
    export.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    arguments.json_flag(
        arguments.command(verbs, "sources", _sources, "where the records came from, and where sources disagree")
    )
    lead = arguments.command(verbs, "lead", _lead, "which source leads a field where several know an asset")
    lead.add_argument("change", metavar="FIELD=SOURCE", nargs="*", help="this source's word counts for this field")
    lead.add_argument(
        "--order", metavar="SOURCE", nargs="+", default=[], help="who leads all other fields, first first"
    )
    arguments.json_flag(lead)
    status = arguments.command(verbs, "status", _status, "what each source status means, and changing it")
    status.add_argument("change", metavar="WORD=CLASS", nargs="*", help="CLASS is expected, off_site, planned or gone")
    arguments.json_flag(status)


def _add_import(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "import", _import, "read a CSV, XLSX or JSON file into the register")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--source", metavar="NAME", help="the system it comes from (default: recognised, or the file's name)"
    )
    parser.add_argument(
        "--map", metavar="COL=FIELD", action="append", default=[], help="correct the mapping of a column"
    )
    parser.add_argument("--sheet", metavar="NAME", default="", help="the sheet of a workbook (default: the best one)")
    parser.add_argument("--control-total", metavar="SUM", help="the total cost that the file should come to")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--accept-gone", action="store_true", help="take a list without rows for what it says")
    parser.add_argument("--remarks", metavar="FILE.csv", help="write every remark with its row to a table")
    arguments.json_flag(parser)


def _import(options: argparse.Namespace) -> int:
    space, told = arguments.workspace(options), arguments.progress("rows read")
    report = space.import_register(
        Path(options.file),
        source=options.source or "",
        mapping=mapping(options.map) or None,
        dry_run=options.dry_run,
        control_cents=cents(options.control_total),
        sheet=options.sheet,
        accept_empty=options.accept_gone,
        progress=lambda rows: told(rows, 0),
    )
    if options.remarks is not None:
        from assetaudit.registers.importing import write_remarks

        write_remarks(Path(options.file), report, Path(options.remarks), options.sheet)
    if options.json:
        arguments.print_json(report.to_dict())
        return 0
    for line in report.lines():
        print(line)
    if options.remarks is not None:
        print(f"{len(report.problems)} remarks, each with its row, are in {options.remarks}")
    elif report.problems:
        print("All remarks, each with its row, go to a table with: --remarks FILE.csv")
    if not report.dry_run:
        tell_disagreements(space)
    return 0


def mapping(pairs: list[str], like: str = "--map 'Column name=field'") -> dict[str, str]:
    """What pairs such as those of ``--map`` say: column to field."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise UsageError(f"'{wrong[0]}' is no mapping.", hint=f"Write {like}.")
    return {column: field for column, _, field in (pair.rpartition("=") for pair in pairs)}


def cents(text: str | None) -> int | None:
    """A control total in hundredths; None where none was entered."""
    if text is None:
        return None
    from assetaudit.registers import cells

    if (found := cells.cents(text.strip())) is None:
        raise UsageError(f"'{text}' is no sum of money.", hint="Write it like 12345.67.")
    return found


def _list(options: argparse.Namespace) -> int:
    rows = arguments.workspace(options).registers.versions()
    if options.json:
        arguments.print_json([row.to_dict() for row in rows])
        return 0
    if not rows:
        print("No register yet. Import one with: assetaudit register import FILE")
    arguments.table([row.cells() for row in rows])
    return 0


def _show(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    from assetaudit.registers.export import asset_json

    found = space.look_up(options.what)
    if not found:
        raise RegisterError(f"The register has nothing under '{options.what}'.")
    rows = [asset_json(asset) for asset in found]
    if options.json:
        arguments.print_json(rows)
        return 0
    for row in rows:
        arguments.table(list(_shown(row)))
        print()
    return 0


def _shown(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """An asset for people: its former codes with their time, and what its source says besides."""
    for name, value in row.items():
        if name == "identifiers":
            yield from ((_code_of(one), f"{one['value']}  {_time_of(one)}") for one in value)
        elif name == "fields":
            yield from value.items()
        elif name == "joined":
            yield from ((name, other) for other in value)
        elif value not in (None, "") and not (name == "place_text" and value == row["place"]):
            yield name, f"{value:g}U" if name == "height" else f"{value:.2f}" if name == "cost" else str(value)


def _code_of(code: Mapping[str, Any]) -> str:
    return f"{'' if code['current'] else 'former '}{code['kind']}"


def _time_of(code: Mapping[str, Any]) -> str:
    return " ".join(f"{word} {code[word]}" for word in ("since", "until") if code[word])


def _export(options: argparse.Namespace) -> int:
    from assetaudit.registers.export import write_csv

    register = arguments.workspace(options).register()
    if options.output is None:
        write_csv(sys.stdout.buffer, register.assets())
        return 0
    from assetaudit.paths import replacing

    with replacing(Path(options.output)) as file:
        write_csv(file, register.assets())
    return 0


def _sources(options: argparse.Namespace) -> int:
    store = arguments.workspace(options).registers
    sources, disagreements = store.sources(), store.disagreements()
    if options.json:
        arguments.print_json(
            {"sources": [asdict(source) for source in sources], "disagreements": [asdict(one) for one in disagreements]}
        )
        return 0
    arguments.table([(source.source, f"{source.records} records", source.extracted, source.file) for source in sources])
    for one in disagreements:
        print(one)
    if disagreements:
        print("Let another source lead a field with: assetaudit register lead FIELD=SOURCE")
    return 0


def _lead(options: argparse.Namespace) -> int:
    from assetaudit.store.register_sources import LEADABLE

    store = arguments.workspace(options).registers
    if options.order:
        store.set_order(options.order)
    for field, source in mapping(options.change, "FIELD=SOURCE").items():
        store.set_lead(field, source)
    index, disagreements = store.index(), store.disagreements()
    if options.json:
        rest = {"disagreements": [asdict(one) for one in disagreements]}
        arguments.print_json({"order": list(index.order), "leads": dict(sorted(index.leads.items())), **rest})
        return 0
    if not index.order:
        print("No register yet. Import one with: assetaudit register import FILE")
        return 0
    arguments.table([("every other field" if index.leads else "every field", ", then ".join(index.order))])
    arguments.table([(field, index.leads[field]) for field in LEADABLE if field in index.leads])
    for one in disagreements:
        print(one)
    return 0


def _status(options: argparse.Namespace) -> int:
    from assetaudit.model.asset import StatusClass

    store = arguments.workspace(options).registers
    for word, name in mapping(options.change, "WORD=CLASS").items():
        if name not in list(StatusClass):
            raise UsageError(f"There is no status class '{name}'.", hint=f"Choose one of {', '.join(StatusClass)}.")
        store.set_status(word, StatusClass(name))
    rows = sorted(store.status_map().items())
    if options.json:
        arguments.print_json(dict(rows))
        return 0
    arguments.table([(word, name) for word, name in rows])
    return 0

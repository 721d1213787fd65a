"""``assetaudit changes``: approved corrections of the register, shown, exported, applied to its file, reversed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetaudit.cli import arguments, changes_send
from assetaudit.model.amount import counted

if TYPE_CHECKING:
    from assetaudit.review.applying import Applied
    from assetaudit.review.changes import ChangeSet
    from assetaudit.wiring.changes import Changes
    from assetaudit.wiring.review import Review

_RESULT = ("record", "field", "before", "after", "result")


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "changes")
    show = _command(verbs, "show", _show, "before and after of every line, and what is held back")
    arguments.json_flag(show)
    export = _command(verbs, "export", _export, "write JSON and files in each source's own import format")
    export.add_argument("-o", "--output", metavar="DIR", required=True, help="folder for the files")
    for name, act, text in (
        ("apply", _apply, "write a copy of a register's CSV with the approved changes"),
        ("reverse", _reverse, "write a copy of a register's CSV with an applied change set taken back"),
    ):
        parser = _command(verbs, name, act, text)
        if name == "reverse":
            parser.add_argument("set", metavar="SET", help="first digits of the change set's hash")
        parser.add_argument("--file", metavar="CSV", required=True, help="the register's file as it is now")
        parser.add_argument("--source", metavar="NAME", help="its source (default: the only one)")
        parser.add_argument("-o", "--output", metavar="CSV", required=name == "reverse", help="where the copy goes")
        parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
        _person(parser)
    changes_send.add(verbs)
    _person(_command(verbs, "verify", _verify, "read the current register again and note what it says as decided"))
    log = _command(verbs, "list", _list, "change sets that were applied, verified or reversed")
    arguments.json_flag(log)
    moves = _command(
        verbs, "cutoff", _cutoff, "moves recorded in the register during the audit, which propose a decision"
    )
    moves.add_argument(
        "--tickets", metavar="FILE", help="keep these change tickets first: tag, to, number, time (CSV, XLSX, JSON)"
    )
    _person(moves)
    arguments.json_flag(moves)
    files = _command(verbs, "tickets", _tickets, "the files of change tickets that were brought, and who brought them")
    arguments.json_flag(files)


def _command(verbs: arguments.Commands, name: str, act: arguments.Act, text: str) -> argparse.ArgumentParser:
    parser = arguments.command(verbs, name, act, text)
    parser.add_argument("audit", metavar="AUDIT")
    return parser


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="WHO", help="who does it (default: the name in the settings)")


def _open(options: argparse.Namespace) -> tuple[Review, Changes]:
    from assetaudit.wiring.changes import Changes
    from assetaudit.wiring.review import Review

    review = Review.open(arguments.workspace(options), options.audit)
    return review, Changes(review)


def _show(options: argparse.Namespace) -> int:
    _, changes = _open(options)
    plan = changes.plan()
    if options.json:
        arguments.print_json(plan.to_dict())
        return 0
    print_plan(plan)
    return 0


def print_plan(plan: ChangeSet) -> None:
    """Print a change set, line by line, and what is held back."""
    from assetaudit.identify.clean import printable

    arguments.table(
        [
            (
                line.state.value,
                printable(line.name),
                line.record,
                line.field,
                _told(line.before),
                "->",
                _told(line.after),
                line.why,
            )
            for line in plan.lines
        ]
    )
    for held in plan.held:
        print(f"held back: {printable(held.name)}: {held.why}")
    counts = plan.to_dict()["counts"]
    print(", ".join(f"{number} {state}" for state, number in counts.items()) + f"; change set {plan.hash[:12]}")


def _told(value: str) -> str:
    from assetaudit.identify.clean import printable

    return printable(value) or "nothing"


def _export(options: argparse.Namespace) -> int:
    _, changes = _open(options)
    plan = changes.plan()
    folder = Path(options.output)
    for file in changes.export(folder, plan):
        print(f"{folder / file.name}: {counted(len(file.rows), 'record', 'records')}. {file.how}")
        for record, why in file.left_out:
            print(f"  left out {record}: {why}")
    print(f"{folder / 'change-set.json'}: {counted(len(plan.lines), 'line', 'lines')}, {len(plan.held)} held back.")
    return 0


def _source(review: Review, options: argparse.Namespace) -> str:
    from assetaudit.errors import UsageError

    names = [one.source for one in review.space.registers.sources() if review.space.registers.mapping(one.source)]
    if options.source:
        return str(options.source)
    records = [one.source for one in review.space.registers.sources() if one.records]
    if len(records) == 1:
        return records[0]
    raise UsageError("The register has several sources.", hint=f"Say which with --source: {', '.join(names)}.")


def _apply(options: argparse.Namespace) -> int:
    review, changes = _open(options)
    source = _source(review, options)
    if options.dry_run or not options.output:
        print_plan(changes.plan_file(Path(options.file), source))
        return 0
    with review.desk(review.space.user(options.by)) as desk:
        return results(changes.apply(desk, Path(options.file), Path(options.output), source), options.output)


def _reverse(options: argparse.Namespace) -> int:
    review, changes = _open(options)
    source = _source(review, options)
    if options.dry_run:
        print_plan(changes.plan_reverse(Path(options.file), source, options.set))
        return 0
    with review.desk(review.space.user(options.by)) as desk:
        done = changes.reverse(desk, Path(options.file), Path(options.output), source, options.set)
        return results(done, options.output)


def results(applied: Applied, output: str) -> int:
    """Print what became of each line; the exit code."""
    from assetaudit.review.changes import LineState

    for line in applied.done:
        print(f"written   {line.record} {line.field}: {_told(line.before)} -> {_told(line.after)}")
    for line, why in applied.failed:
        print(f"failed    {line.record} {line.field}: {why}")
    for line in applied.set.of(LineState.CONFLICT):
        print(f"conflict  {line.record} {line.field}: {line.why}")
    already = len(applied.set.of(LineState.ALREADY))
    done = counted(len(applied.done), "line", "lines")
    print(f"{output}: {done} written and read again, {already} were there already.")
    print(f"change set {applied.set.hash[:12]}")
    return 1 if applied.failed else 0


def _verify(options: argparse.Namespace) -> int:
    review, changes = _open(options)
    with review.desk(review.space.user(options.by)) as desk:
        lines = changes.verify(desk)
    if lines:
        number = counted(len({line.thing for line in lines}), "finding", "findings")
        print(f"{number} verified: the register says what was decided.")
    else:
        print("Nothing is verified: of what was approved the register, as it was imported last, says nothing yet.")
    return 0


def _list(options: argparse.Namespace) -> int:
    review, _ = _open(options)
    rows: list[dict[str, Any]] = [
        {
            "set": str(event.d.get("set", "")),
            "did": str(event.d.get("did", "")),
            "lines": len(event.d.get("lines", ())),
            "to": str(event.d.get("to", "")),
            "by": review.person(event.user),
            "results": [{name: str(line.get(name, "")) for name in _RESULT} for line in event.d.get("lines", ())],
        }
        for event in review.ledger.changes()
    ]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table(
        [(row["set"][:12], row["did"], counted(row["lines"], "line", "lines"), row["to"], row["by"]) for row in rows]
    )
    return 0


def _cutoff(options: argparse.Namespace) -> int:
    from assetaudit.wiring.cutoff import bring, moves

    review, _ = _open(options)
    if options.tickets:
        with review.desk(review.space.user(options.by)) as desk:
            told = bring(review, desk, Path(options.tickets))
        if not options.json:
            print(told)
    found = moves(review)
    if options.json:
        arguments.print_json([move.to_dict() for move in found])
        return 0
    arguments.table(
        [(move.name, move.before or "nothing", "->", move.after, move.what, move.proposal) for move in found]
    )
    moved = counted(len(found), "move was", "moves were")
    decide = "it proposes, and decides" if len(found) == 1 else "they propose, and decide"
    print(f"{moved} recorded during the audit; {decide} nothing.")
    return 0


def _tickets(options: argparse.Namespace) -> int:
    from assetaudit.review.tickets import ticket_files
    from assetaudit.wiring.report import time_of

    review, _ = _open(options)
    rows = [
        {
            "file": one.name,
            "sha256": one.sha256,
            "tickets": len(one.tickets),
            "left_out": one.skipped,
            "by": review.person(one.user),
            "at": time_of(one.wall),
            "state": one.state.value,
        }
        for one in ticket_files(review.ledger)
    ]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table([tuple(map(str, (row | {"sha256": str(row["sha256"])[:12]}).values())) for row in rows])
    if not rows:
        print("No change tickets were brought. Bring some with: assetaudit changes cutoff AUDIT --tickets FILE")
    return 0

"""``assetaudit audit``: campaigns made, listed, looked at and closed."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.cli.disagreeing import tell_disagreements

if TYPE_CHECKING:
    from assetaudit.wiring import Workspace
    from assetaudit.wiring.loaded import NewAudit
    from assetaudit.wiring.retention import Due
    from assetaudit.wiring.terms import ReviewStart


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "audit")
    new = arguments.command(verbs, "new", _new, "start an audit: its terms are frozen now")
    new.add_argument("name", metavar="NAME")
    new.add_argument(
        "--scope", metavar="PLACE", nargs="+", action="extend", required=True, help="places, each with all below it"
    )
    new.add_argument(
        "--where", metavar="EXPR", default="", help="only records such as: category = server and cost > 500"
    )
    new.add_argument("--blind", action="store_true", help="verdicts and expectations stay hidden until the closing")
    new.add_argument("--by", metavar="WHO", help="who opens it (default: the name in the settings)")
    new.add_argument("--role", metavar="PERSON=ROLE", action="append", default=[], help="counter, manager or approver")
    new.add_argument(
        "--term", metavar="TERM=VALUE", action="append", default=[], help="a term of the review (see: decide terms)"
    )
    arguments.json_flag(arguments.command(verbs, "list", _list, "all audits of this workspace"))
    show = arguments.command(verbs, "show", _show, "scope, coverage, counts and measures of an audit")
    show.add_argument("name", metavar="NAME")
    arguments.json_flag(show)
    close = arguments.command(verbs, "close", _close, "close an audit, complete or with a reason")
    close.add_argument("name", metavar="NAME")
    close.add_argument("--reason", default="", help="why it is closed although something was not examined")
    close.add_argument("--by", metavar="WHO", help="who closes it")
    _add_retain(verbs)
    inbox = arguments.command(verbs, "inbox", _inbox, "scans that came while no audit was open, and still wait")
    what = inbox.add_mutually_exclusive_group()
    what.add_argument("--into", metavar="AUDIT", help="take them into an audit; control codes among them do not act")
    what.add_argument("--drop", action="store_true", help="nobody wants them; they stay in the log all the same")
    inbox.add_argument("--by", metavar="WHO", help="who says so")
    arguments.json_flag(inbox)


def _add_retain(verbs: arguments.Commands) -> None:
    retain = arguments.command(verbs, "retain", _retain, "names and pictures of closed audits that are due for erasing")
    retain.add_argument("--apply", action="store_true", help="erase them for good; without it they are only listed")
    retain.add_argument(
        "--names", metavar="DAYS", type=int, help="keep names for so many days after the closing; 0: always"
    )
    retain.add_argument("--pictures", metavar="DAYS", type=int, help="keep pictures for so many days; 0: always")
    retain.add_argument(
        "--for", dest="audit", metavar="AUDIT", help="the days of this audit; else of all without own days"
    )
    retain.add_argument("--as-others", action="store_true", help="take the own days of the audit away again")
    arguments.json_flag(retain)


_NOTHING = "everything that is scanned will be out of scope or unrecorded. If that is not meant, make another audit."


def _new(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    user = space.user(options.by)
    audit = space.create_audit(
        options.name,
        options.scope,
        where=options.where,
        blind=options.blind,
        user=user,
        review=_review(space, options.role, options.term),
    )
    scope = ", ".join(str(place) for place in audit.frame.scope)
    expected = space.expected_count(audit)
    print(f"{audit.name} is open over {scope}: {expected} assets expected.")
    print(f"Frame {audit.frame_hash}")
    _tell_earlier(space, audit)
    tell_disagreements(space)
    if not expected:
        met = " and meets its filter" if options.where else ""
        print(f"No record lies in its scope{met}: {_NOTHING}", file=sys.stderr)
    return 0


def _tell_earlier(space: Workspace, audit: NewAudit) -> None:
    from assetaudit.wiring.carried import names_before

    names = names_before(space, audit.id)
    if names:
        do = f"assetaudit decide carried '{audit.name}' [--take]"
        print(f"Earlier here: {', '.join(names)}. What they left open: {do}", file=sys.stderr)


def _review(space: Workspace, roles: list[str], terms: list[str]) -> ReviewStart:
    from assetaudit.wiring.terms import review_start, written_draft

    return review_start(space, written_draft(roles, terms))


def _list(options: argparse.Namespace) -> int:
    from assetaudit.wiring.audit_list import audit_list

    rows = audit_list(arguments.workspace(options))
    if options.json:
        arguments.print_json(rows)
        return 0
    if not rows:
        print("No audit yet. Make one with: assetaudit audit new NAME --scope PLACE")
    arguments.table([_row(row) for row in rows])
    return 0


def _row(row: dict[str, object]) -> tuple[str, ...]:
    if "trouble" in row:
        state = f"purged on {row['purged']}" if "purged" in row else "not usable here"
        return str(row["name"]), state, "", "", str(row["trouble"])
    coverage = row["coverage"]
    state = "closed" if row["closed"] else "open"
    done = f"{coverage['num']} of {coverage['den']} places" if isinstance(coverage, dict) else ""
    scope = row["scope"]
    return (
        str(row["name"]),
        state,
        done,
        f"{row['open']} open findings",
        ", ".join(scope) if isinstance(scope, list) else "",
    )


def _show(options: argparse.Namespace) -> int:
    from assetaudit.reports import summary

    report = arguments.workspace(options).report(options.name)
    if options.json:
        arguments.print_json(summary.summary_json(report))
        return 0
    for line in summary.summary_lines(report):
        print(line)
    return 0


def _close(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    for line in space.close_audit(options.name, reason=options.reason, user=space.user(options.by)):
        print(line)
    return 0


def _inbox(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable
    from assetaudit.wiring.kept import KeptReads

    space = arguments.workspace(options)
    with KeptReads(space, options.by) as kept:
        reads = kept.waiting()
        if options.into is not None:
            kept.take_into(options.into)
        elif options.drop:
            kept.settle("not wanted")
    if options.json:
        arguments.print_json([read.to_dict() for read in reads])
        return 0
    arguments.table([((read.at or "").replace("T", " ")[:19], printable(read.raw), read.reader) for read in reads])
    print(_kept_told(len(reads), options.into, dropped=options.drop))
    return 0


def _kept_told(count: int, into: str | None, *, dropped: bool) -> str:
    if not count:
        return "No scan waits."
    scans = f"{count} {'scan' if count == 1 else 'scans'}"
    if into is not None:
        return f"{scans} taken into {into}."
    return f"{scans} dropped." if dropped else f"{scans} waiting. Take them: assetaudit audit inbox --into AUDIT"


def _retain(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable
    from assetaudit.wiring.retention import due, erase_due, retention_text

    space = arguments.workspace(options)
    audit = space.find(options.audit).id if options.audit else ""
    _keep_for(space, options, audit)
    found = due(space)
    if options.apply:
        erase_due(space, found)
    if options.json:
        arguments.print_json(_due_json(found, applied=options.apply))
        return 0
    print(retention_text(space.settings, audit))
    rows: list[tuple[str, ...]] = [
        *(("picture", picture.sha256, f"of {audit}") for audit, picture in found.pictures),
        *(("name", user, "erased" if options.apply else printable(name)) for user, name in found.names),
    ]
    arguments.table(rows)
    print(_due_told(found, applied=options.apply))
    return 0


def _keep_for(space: Workspace, options: argparse.Namespace, audit: str) -> None:
    """Change the days that were given; what was not given stays."""
    from assetaudit import config
    from assetaudit.errors import UsageError
    from assetaudit.wiring.retention import days_of, with_days

    given = (options.names, options.pictures)
    if options.as_others and (not audit or given != (None, None)):
        raise UsageError(
            "--as-others takes the own days of one audit away.", hint="Name it with --for, and give no days."
        )
    if given == (None, None) and not options.as_others:
        return
    days = [old if new is None else new for new, old in zip(given, days_of(space.settings, audit), strict=True)]
    changes = with_days(space.settings, "-" if options.as_others else " ".join(map(str, days)), audit)
    space.settings = replace(space.settings, **changes)
    config.save(space.home.settings, space.settings)


def _due_json(found: Due, *, applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "pictures": [{"sha256": picture.sha256, "audit": audit} for audit, picture in found.pictures],
        "names": [{"id": user} if applied else {"id": user, "name": name} for user, name in found.names],
    }


def _due_told(found: Due, *, applied: bool) -> str:
    if not found:
        return "Nothing is due."
    pictures, names = len(found.pictures), len(found.names)
    told = f"{pictures} {'picture' if pictures == 1 else 'pictures'}, {names} {'name' if names == 1 else 'names'}"
    if applied:
        return f"Erased: {told}. The log keeps hashes and opaque ids."
    return f"Due: {told}. Erase them for good with: assetaudit audit retain --apply"

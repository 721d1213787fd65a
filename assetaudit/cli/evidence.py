"""``assetaudit evidence``: one file that shows an audit to anybody, and the check that needs no workspace."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetaudit.wiring.evidence import Checked


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "evidence")
    export = arguments.command(
        verbs, "export", _export, "write events, frame, register, decisions and report to one file"
    )
    export.add_argument("audit", metavar="AUDIT")
    export.add_argument("-o", "--output", metavar="FILE", required=True)
    export.add_argument("--format", action="append", default=[], metavar="X", help="reports in it (default: pdf)")
    export.add_argument("--by", metavar="WHO", help="who signs it, if they have a key")
    verify = arguments.command(
        verbs, "verify", _verify, "check an evidence file on any machine, and name what was altered"
    )
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--expect", metavar="HASH", help="the manifest's hash, or a log's tip, that you hold")
    verify.add_argument("--key", metavar="KEY", help="the public key that has to have signed it")
    arguments.json_flag(verify)
    key = arguments.command(verbs, "key", _key, "make your personal key, and show its public part")
    key.add_argument("--by", metavar="WHO")


def _export(options: argparse.Namespace) -> int:
    from assetaudit.wiring.evidence import export
    from assetaudit.wiring.review import Review

    review = Review.open(arguments.workspace(options), options.audit)
    file = Path(options.output)
    user = review.space.user(options.by)
    digest = export(review, file, formats=tuple(options.format) or ("pdf",), user=user)
    print(f"{file} written, {file.stat().st_size:,} bytes.")
    print(f"Manifest {digest}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from assetaudit.wiring.evidence import verify

    checked = verify(Path(options.file))
    if options.expect and options.expect not in (checked.digest, *checked.manifest.get("tips", {}).values()):
        checked.expected(options.expect)
    if options.key and options.key != checked.signed_by:
        checked.wanted(options.key)
    if options.json:
        arguments.print_json(checked.to_dict())
        return 0 if checked.good else 1
    for problem in checked.problems:
        print(problem)
    if checked.good:
        print(f"{options.file}: nothing was altered. {checked.events} events; findings follow from them again.")
        for told in _pictures_told(checked):
            print(told)
        if checked.closing:
            print(_closing_told(checked))
        signed = f"Signed by {checked.name or 'a key'} ({checked.signed_by})." if checked.signed_by else _UNSIGNED
        print(signed)
        print(f"Manifest {checked.digest}")
    return 0 if checked.good else 1


def _pictures_told(checked: Checked) -> Iterator[str]:
    """What the file does not have of the photographs that its events name."""
    if checked.erased:
        count = f"{checked.erased} {'picture' if checked.erased == 1 else 'pictures'}"
        yield f"{count} erased before the export: the hashes are in the log, the pictures are not here."
    if checked.absent:
        count = f"{checked.absent} {'picture' if checked.absent == 1 else 'pictures'}"
        yield f"{count} named by the events not in this file: never brought there, or left out by somebody."


def _closing_told(checked: Checked) -> str:
    key = checked.closing_signed_by
    signed = f"signed with the key {key}" if key else "not signed"
    later = f"{checked.later} events came after it" if checked.later != 1 else "1 event came after it"
    more = (
        f"{later}: findings.json and the reports are as closed, addendum.json tells the rest." if checked.later else ""
    )
    return f"Closed by event {checked.closing}, {signed}. {more or 'Nothing came after it but decisions.'}"


_UNSIGNED = "Not signed: compare the manifest's hash, or a log's tip, with one that somebody else holds (--expect)."


def _key(options: argparse.Namespace) -> int:
    from assetaudit.errors import UsageError
    from assetaudit.store.review_keys import Keys

    space = arguments.workspace(options)
    user = space.user(options.by)
    if not user:
        raise UsageError("A key needs its owner.", hint="Say who with --by.")
    print(Keys(space.home).make(user))
    return 0

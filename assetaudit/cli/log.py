"""``assetaudit log``: the chain of events checked, its tips for others to keep, and the events as they are."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments

if TYPE_CHECKING:
    from assetaudit.model.log_tip import LogTip


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "log")
    verify = arguments.command(verbs, "verify", _verify, "check the hash chain of every log of an audit")
    verify.add_argument("audit", metavar="AUDIT")
    export = arguments.command(verbs, "export", _export, "the events' own bytes, one a line")
    export.add_argument("audit", metavar="AUDIT")
    export.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    tips = arguments.command(verbs, "tips", _tips, "where each log ends, for another person to photograph and keep")
    tips.add_argument("audit", metavar="AUDIT")
    tips.add_argument("--qr", action="store_true", help="as QR codes, several logs in one where they fit the terminal")
    arguments.json_flag(tips)
    check = arguments.command(verbs, "check-tip", _check_tip, "whether logs still are what a photographed tip says")
    check.add_argument("audit", metavar="AUDIT")
    check.add_argument("text", metavar="TEXT", nargs="+", help="the text of the code: AATIP1:LOG.NUMBER.HASH")


def _verify(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    audit = space.find(options.audit)
    problems = space.events.verify(audit.id)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{audit.name}: every event follows from the one before it.")
    return 1 if problems else 0


def _export(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    lines = space.events.export(space.find(options.audit).id)
    if options.output is None:
        sys.stdout.buffer.writelines(line + b"\n" for line in lines)
        sys.stdout.buffer.flush()
        return 0
    from assetaudit.paths import replacing

    with replacing(Path(options.output)) as file:
        file.writelines(line + b"\n" for line in lines)
    return 0


def _tips(options: argparse.Namespace) -> int:
    from assetaudit.model.log_tip import tip_text
    from assetaudit.wiring.log_tips import tips_of

    space = arguments.workspace(options)
    tips = tips_of(space, options.audit)
    if options.json:
        arguments.print_json(
            [{"log": tip.log, "events": tip.seq, "hash": tip.hash, "text": tip_text([tip])} for tip in tips]
        )
        return 0
    for tip in tips:
        print(f"log {tip.log}: {tip.seq} events, the last one is {tip.hash}")
        print(f"  {tip_text([tip])}")
    if options.qr:
        _print_codes(tips)
    return 0


def _print_codes(tips: Sequence[LogTip]) -> None:
    from assetaudit.model.log_tip import pages
    from assetaudit.wiring.terminal_code import qr_lines

    room = shutil.get_terminal_size()
    for shown, lines in pages(tips, qr_lines, room.columns, room.lines - 2):
        print("\n".join(lines))
        print(", ".join(f"log {tip.short}, {tip.seq} events" for tip in shown))


def _check_tip(options: argparse.Namespace) -> int:
    from assetaudit.model.log_tip import tips_in

    tips = tips_in(" ".join(options.text))
    space = arguments.workspace(options)
    audit = space.find(options.audit)
    checked = [space.events.check_tip(audit.id, tip) for tip in tips]
    for one in checked:
        print(one)
    return 1 if any(one.fault for one in checked) else 0

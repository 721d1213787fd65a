"""``assetaudit log``: the chain of events checked, and the events as they are."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assetaudit.cli import arguments


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "log", "check and export the log of events")
    verify = arguments.command(verbs, "verify", _verify, "check the hash chain of every log of an audit")
    verify.add_argument("audit", metavar="AUDIT")
    export = arguments.command(verbs, "export", _export, "the events' own bytes, one a line")
    export.add_argument("audit", metavar="AUDIT")
    export.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")


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

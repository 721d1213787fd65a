"""``assetaudit readers``: what is plugged in, what arrives from it, and a recording of it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assetaudit.cli import arguments


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "readers", "list, test and record readers")
    arguments.json_flag(arguments.command(verbs, "list", _list, "readers that are plugged in, and addresses that work"))
    test = arguments.command(verbs, "test", _test, "show live what a reader sends; nothing is kept")
    test.add_argument("address", metavar="ADDRESS")
    test.add_argument("--seconds", type=float, default=10.0, metavar="N")
    arguments.json_flag(test)
    record = arguments.command(verbs, "record", _record, "keep a reader's raw traffic with its timing")
    record.add_argument("address", metavar="ADDRESS")
    record.add_argument("file", metavar="FILE")
    record.add_argument("--seconds", type=float, default=60.0, metavar="N")


def _list(options: argparse.Namespace) -> int:
    from assetaudit.readers.listing import list_readers

    rows = [reader.to_dict() for reader in list_readers()]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table([(row["address"], row["product"], ", ".join(row["protocols"])) for row in rows])
    return 0


def _test(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable
    from assetaudit.readers.many import reads_of_readers

    for read in reads_of_readers([options.address], notice=_notice, seconds=options.seconds):
        if options.json:
            print(json.dumps(read.to_dict(), ensure_ascii=False), flush=True)
        else:
            print(f"{read.symbology or '':<4} {printable(read.raw)}", flush=True)
    return 0


def _record(options: argparse.Namespace) -> int:
    from assetaudit.readers.record import record

    count = record(options.address, Path(options.file), seconds=options.seconds, notice=_notice)
    print(f"{options.file}: {count} pieces of traffic recorded.")
    return 0


def _notice(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

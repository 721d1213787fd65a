"""``assetaudit scan``: the walk without a screen; one acknowledgement a line, after the commit and never before."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING

from assetaudit.cli import arguments

if TYPE_CHECKING:
    from assetaudit.model.read import Read
    from assetaudit.model.verdict import Verdict


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "scan", _scan, "walk without a screen: codes in, acknowledgements out")
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("file", metavar="FILE", nargs="?", help="a file of reads, or - for standard input (default)")
    parser.add_argument(
        "--reader", metavar="ADDRESS", action="append", default=[], help="a reader, such as serial:///dev/ttyACM0"
    )
    parser.add_argument("--by", metavar="WHO", help="who walks (default: the name in the settings)")
    arguments.json_flag(parser)


def _scan(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    with ExitStack() as ends:
        walk = space.walk(options.audit, by=options.by)
        ends.callback(walk.end)
        for read in _reads(options):
            _acknowledge(walk.take(read), as_json=options.json)
    return 0


def _reads(options: argparse.Namespace) -> Iterator[Read]:
    from assetaudit.readers.lines import reads_of_lines

    if options.reader:
        from assetaudit.readers.many import reads_of_readers

        yield from reads_of_readers(options.reader, notice=_notice)
        return
    if options.file in (None, "-"):
        yield from reads_of_lines(_lines(sys.stdin.buffer))
        return
    with open(options.file, "rb") as file:  # noqa: PTH123 - its error names the file as the user wrote it
        yield from reads_of_lines(_lines(file))


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Each line as soon as it is there: a reader at the other end of a pipe waits for its acknowledgement."""
    while line := stream.readline():
        yield line


def _acknowledge(verdict: Verdict, *, as_json: bool) -> None:
    from assetaudit.identify.clean import printable

    if as_json:
        line = json.dumps(verdict.to_dict(), ensure_ascii=False)
    else:
        line = f"{verdict.verdict}  {printable(verdict.text)}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _notice(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

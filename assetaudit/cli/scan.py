"""``assetaudit scan``: the walk without a screen; one acknowledgement a line, after the commit and never before."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from assetaudit.audit.tags import Heard, Stood
    from assetaudit.model.place import Place
    from assetaudit.model.read import Read
    from assetaudit.model.verdict import Verdict
    from assetaudit.readers.correction import Correction
    from assetaudit.wiring import Workspace


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "scan", _scan)
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("file", metavar="FILE", nargs="?", help="a file of reads, or - for standard input (default)")
    parser.add_argument(
        "--reader", metavar="ADDRESS", action="append", default=[], help="a reader, such as serial:///dev/ttyACM0"
    )
    parser.add_argument(
        "--photo", metavar="FILE", action="append", default=[], help="scan every code in a photograph, and keep it"
    )
    parser.add_argument("--at", metavar="PLACE", help="where one stands, where no place label comes first")
    parser.add_argument("--by", metavar="WHO", help="who walks (default: the name in the settings)")
    arguments.json_flag(parser)


def _scan(options: argparse.Namespace) -> int:
    from assetaudit.model.read import Read

    place = _place(options.at)
    space = arguments.workspace(options)
    with ExitStack() as ends:
        walk = space.walk(options.audit, by=options.by)
        ends.callback(walk.end)
        if place is not None:
            walk.go(place)
        for heard in _deliveries(options, space, lambda: walk.sweep.stood):
            told = walk.take(heard) if isinstance(heard, Read) else walk.take_heard(heard)
            _acknowledge(told, as_json=options.json)
    return 0


def _place(text: str | None) -> Place | None:
    from assetaudit.model.place import Place, PlaceError

    try:
        return None if text is None else Place.parse(text)
    except PlaceError as error:
        raise UsageError(f"--at: {error}", hint="Write a place as DC1/R2/A/07.") from error


def _deliveries(options: argparse.Namespace, space: Workspace, stood: Callable[[], Stood]) -> Iterator[Read | Heard]:
    """Reads, and tags that a reader heard within a second."""
    from assetaudit.readers.lines import reads_of_lines

    if options.reader or options.photo:
        from assetaudit.readers.interruption import held_back
        from assetaudit.readers.many import deliveries_of_readers
        from assetaudit.wiring.readers import photo_address

        addresses = [*options.reader, *(photo_address(file) for file in options.photo)]
        with held_back() as interruption:
            yield from deliveries_of_readers(
                addresses, notice=_notice, opened=space.open_reader, stood=stood, obey=interruption.obey
            )
        return
    if options.file in (None, "-"):
        yield from reads_of_lines(_lines(sys.stdin.buffer), _correction(space))
        return
    with open(options.file, "rb") as file:  # noqa: PTH123 - its error names the file as the user wrote it
        yield from reads_of_lines(_lines(file))


def _correction(space: Workspace) -> Correction:
    """What puts a scanner right that types into this terminal; lines of a pipe are as their program wrote them."""
    from assetaudit.readers.correction import NO_CORRECTION, Correction

    return Correction.of(space.settings) if sys.stdin.isatty() else NO_CORRECTION


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Each line as soon as it is there: a reader at the other end of a pipe waits for its acknowledgement."""
    while line := stream.readline():
        yield line


def _acknowledge(verdict: Verdict, *, as_json: bool) -> None:
    from assetaudit.identify.clean import escaped, printable

    if as_json:
        line = escaped(json.dumps(verdict.to_dict(), ensure_ascii=False))
    else:
        line = f"{verdict.verdict}  {printable(verdict.text)}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _notice(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

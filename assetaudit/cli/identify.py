"""``assetaudit identify``: everything that a code may mean, why not the rest, and what the register has under it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from assetaudit.model.read import Read


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "identify", _identify)
    parser.add_argument("text", metavar="TEXT", nargs="?")
    parser.add_argument("--hex", metavar="HEX", help="the code's bytes, where they are no text")
    parser.add_argument("--symbology", metavar="]C1", help="AIM symbology identifier, as the scanner sends it")
    arguments.json_flag(parser)


def _identify(options: argparse.Namespace) -> int:
    from assetaudit.identify.show import identification_json, identification_lines

    space = arguments.workspace(options)
    read = _read(options)
    identification = space.identify(read)
    hits = space.register_hits(identification)
    if options.json:
        arguments.print_json(identification_json(read, identification) | {"register": hits})
        return 0
    for line in identification_lines(identification):
        print(line)
    for hit in hits:
        print("register: " + "  ".join(str(value) for value in hit.values() if value))
    return 0


def _read(options: argparse.Namespace) -> Read:
    from assetaudit.model.read import Read

    if (options.text is None) == (options.hex is None):
        raise UsageError("identify takes either a TEXT or --hex HEX.")
    if options.hex is None:
        data = options.text.encode("utf-8", "surrogateescape")
    else:
        try:
            data = bytes.fromhex(options.hex)
        except ValueError:
            raise UsageError(
                f"'{options.hex}' is no hexadecimal text.", hint="Write two digits for each byte."
            ) from None
    return Read.of_bytes(data, symbology=options.symbology)

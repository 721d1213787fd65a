"""Arguments and printing that several commands share, so that they look and sound alike."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from assetaudit.cli import COMMANDS, LONGEST_SENTENCE

if TYPE_CHECKING:
    from assetaudit.wiring import Workspace

Commands = Any
"""What ``add_subparsers`` returns; argparse keeps its class private."""
Act = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Takes positional arguments before, between and behind options alike, as people type them."""

    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:  # noqa: ANN401 - as in argparse
        """Parse; the commands of a group are told apart by their first word, and are parsers of their own."""
        if self._mixing or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False

    def error(self, message: str) -> NoReturn:
        """End with how it is used; what was typed, or pasted, cannot reach the terminal's controls."""
        from assetaudit.identify.clean import printable

        super().error(printable(message, LONGEST_SENTENCE))


def command(commands: Commands, name: str, act: Act, text: str = "") -> argparse.ArgumentParser:
    """Add one command that runs ``act``; ``--home`` may stand behind it as well as before it.

    A command that stands by itself has its text in ``COMMANDS``.
    """
    text = text or COMMANDS[name]
    added: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    added.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    added.set_defaults(act=act)
    return added


def group(
    commands: Commands,
    name: str,
    text: str = "",
    act: Act | None = None,
    *,
    flags: Mapping[str, str] = MappingProxyType({}),
) -> Commands:
    """Add a command that has commands of its own, such as ``register``; ``act`` is what it does without one.

    ``flags`` are its own options without a value, and what they say of themselves.
    """
    text = text or COMMANDS[name]
    added = commands.add_parser(name, help=text, description=text)
    for flag, said in flags.items():
        added.add_argument(flag, action="store_true", help=said)
    added.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    added.set_defaults(act=act)
    return added.add_subparsers(dest="verb", metavar="VERB", required=act is None)


def json_flag(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def print_json(data: object) -> None:
    """Print data as JSON, readable, in UTF-8."""
    from assetaudit.identify.clean import escaped

    sys.stdout.writelines(map(escaped, json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(data)))
    sys.stdout.write("\n")


def workspace(options: argparse.Namespace) -> Workspace:
    """The workspace that the arguments name."""
    from assetaudit.paths import Home
    from assetaudit.wiring import Workspace

    space = Workspace(Home.of(options.home).make())
    space.told = lambda what, done, of: progress(what)(done, of)
    return space


def table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns, as wide as their widest cell; the last column is as long as it likes."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())


def progress(text: str) -> Callable[[int, int], None]:
    """A reporter of (done, of) that draws one line on a terminal and is silent elsewhere."""

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            share = f"{100 * done // of} %" if of else f"{done:,}"
            print(f"\r{text} {share}", end="" if not of or done < of else "\n", file=sys.stderr, flush=True)

    return show

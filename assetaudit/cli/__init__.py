"""The command line: one file a command; everything the screen can do.

Each command module has ``add(commands)``, which declares its arguments, and functions that do the work and import what
they need themselves: ``--help`` pays for none of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from assetaudit import __version__
from assetaudit.errors import AssetAuditError

if TYPE_CHECKING:
    import argparse

    from assetaudit.cli.arguments import Commands

COMMANDS = {
    "demo": "a sample data centre: import, walk, findings, report, labels",
    "register": "import, pull, list, show and export the register",
    "audit": "make, list, show and close audits",
    "scan": "walk without a screen: codes in, acknowledgements out",
    "findings": "list what was found, missing, misplaced and unknown",
    "decide": "decide what findings mean, and approve what another person decided",
    "changes": "correct the register by approved decisions only",
    "sample": "plan, draw and evaluate samples",
    "evidence": "export and check the evidence of an audit",
    "log": "check and export the log of events",
    "people": "list, rename and erase names; the log keeps opaque ids",
    "photos": "list and erase the pictures of an audit; the log keeps their hashes",
    "sync": "bring workspaces together: by hub or by stick, in any order",
    "hub": "a place in the network where laptops bring their logs",
    "report": "write the report: pdf, xlsx, csv, json or html",
    "labels": "print labels, and look after stock, printers and numbers",
    "identify": "tell what a code may mean",
    "readers": "list, test and record readers",
    "serve": "the screen in a browser",
    "doctor": "what is installed, what is missing, how to get it",
}
"""Every command and what it does, in few words."""
_DATABASE = ("sqlite3", "sqlalchemy.exc")
"""Whose errors are a damaged or unreadable file; told by name, for neither is loaded to print help."""
LONGEST_SENTENCE = 2000
"""Characters of an error that are printed: enough for every list of choices, too few for a file full of junk."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 the thing asked for failed, 2 wrong use."""
    _hold_streams()
    _speak_utf8()
    try:
        return _run(arguments)
    except BrokenPipeError:
        _forget_output()
        return 1
    except (Exception, KeyboardInterrupt) as error:
        if (told := _told(error)) is None:
            raise
        sentence, code = told
        _say(sentence)
        return code


def _told(error: BaseException) -> tuple[str, int] | None:
    """What ended a command, in one sentence, and its exit code; None for what is a fault of the program."""
    match error:
        case AssetAuditError():
            return str(error), error.exit_code
        case UnicodeEncodeError():
            return f"'{error.object}' is no text in UTF-8. Check how it is written.", 2
        case KeyboardInterrupt():
            return "interrupted; what was acknowledged is saved.", 130
        case OSError():
            return f"{error.filename or 'the system'}: {error.strerror or error}.", 1
    if type(error).__module__ in _DATABASE or isinstance(error, UnicodeDecodeError):
        said = str(error).splitlines()[0]
        return f"A file of the workspace cannot be read ({said}). 'assetaudit doctor' says which.", 1
    return None


def parser(chosen: Iterable[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser of the whole command line, or of the chosen commands."""
    top, commands = _top()
    for name in chosen:
        import_module(f"assetaudit.cli.{name}").add(commands)
    return top


def outline() -> argparse.ArgumentParser:
    """The command line without its commands' arguments: all that help and a slip of the keyboard need."""
    top, commands = _top()
    for name, text in COMMANDS.items():
        commands.add_parser(name, help=text)
    return top


def _top() -> tuple[argparse.ArgumentParser, Commands]:
    from assetaudit.cli.arguments import Parser

    top = Parser(
        prog="assetaudit",
        description="Physical audits of IT assets: walk, scan, reconcile, report, print labels.",
        epilog="Without a command the terminal screen opens. Each command tells more with --help.",
    )
    top.add_argument("--version", action="version", version=f"assetaudit {__version__}")
    top.add_argument("--home", metavar="DIR", help="the workspace (or ASSETAUDIT_HOME; default: your data folder)")
    return top, top.add_subparsers(dest="command", metavar="COMMAND", title="commands")


def _run(arguments: Sequence[str]) -> int:
    if _means_screen(arguments):
        return int(import_module("assetaudit.cli.screen").open_screen(arguments[1] if arguments else None))
    try:
        named = [name for name in COMMANDS if name in arguments]
        options = (parser(named) if named else outline()).parse_args(arguments)
    except SystemExit as done:
        return int(done.code or 0)
    if options.command is None:
        return int(import_module("assetaudit.cli.screen").open_screen(options.home))
    return int(options.act(options) or 0)


def _means_screen(arguments: Sequence[str]) -> bool:
    """Whether no more is said than, at most, where the workspace is: the first picture waits for no parser."""
    if len(arguments) == 2 and arguments[0] == "--home":
        return not arguments[1].startswith("-") and arguments[1] not in COMMANDS
    return not arguments


def _say(sentence: str) -> None:
    """Tell what went wrong; a name in it that came from a file or a code cannot reach the terminal's controls."""
    from assetaudit.identify.clean import printable

    print(f"assetaudit: {printable(sentence, LONGEST_SENTENCE)}", file=sys.stderr)


def _hold_streams() -> None:
    """Where a caller closed a standard stream, nothing comes from it and nothing goes there."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_output() -> None:
    """Keep the interpreter from complaining about a closed pipe at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

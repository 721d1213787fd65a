"""``assetaudit register pull``: the expected list, asked from the system itself through its interface."""

from __future__ import annotations

import argparse
from pathlib import Path

from assetaudit.cli import arguments
from assetaudit.errors import UsageError


def add(verbs: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(verbs, "pull", _pull, "read a register through a system's interface")
    parser.add_argument("system", metavar="SYSTEM", help="netbox or snipe-it")
    parser.add_argument("--source", metavar="NAME", help="what its records are keyed by (default: the system)")
    parser.add_argument(
        "--filter", metavar="NAME=VALUE", action="append", default=[], help="ask for a part only, such as site=zrh1"
    )
    parser.add_argument(
        "--map", metavar="COL=FIELD", action="append", default=[], help="say what a column, such as a custom field, is"
    )
    parser.add_argument("--control-total", metavar="SUM", help="the total cost that the records should come to")
    parser.add_argument("--keep", metavar="FILE", help="keep the rows as they came, one JSON object a line")
    parser.add_argument("--accept-gone", action="store_true", help="take it though many records would be gone")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    add_connection(parser)
    arguments.json_flag(parser)


def add_connection(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where a system is and how it is reached."""
    parser.add_argument("--url", metavar="URL", required=True, help="address that people open in the browser")
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        help="file of mode 0600 with the token (default: NETBOX_TOKEN or SNIPEIT_TOKEN, then the keyring)",
    )
    parser.add_argument("--ca", metavar="FILE", help="certificate of your own authority (PEM)")
    parser.add_argument("--plain-http", action="store_true", help="let the token go unencrypted to another machine")


def pairs(texts: list[str], like: str) -> tuple[tuple[str, str], ...]:
    """``NAME=VALUE`` as pairs."""
    for text in texts:
        if "=" not in text:
            raise UsageError(f"'{text}' is none.", hint=f"Write {like}.")
    return tuple((name.strip(), value.strip()) for name, _, value in (text.partition("=") for text in texts))


def file_of(text: str | None) -> Path | None:
    """A file that was named; None where none was."""
    return Path(text) if text else None


def _pull(options: argparse.Namespace) -> int:
    from assetaudit.cli.register import cents, mapping
    from assetaudit.registers.pull import Asked

    asked = Asked(
        options.system,
        options.url,
        pairs(options.filter, "--filter site=zrh1"),
        token_file=file_of(options.token_file),
        ca=file_of(options.ca),
        keep=file_of(options.keep),
        plain_http=options.plain_http,
        accept_gone=options.accept_gone,
    )
    report = arguments.workspace(options).pull_register(
        asked,
        told=arguments.progress("records read"),
        source=options.source or "",
        mapping=mapping(options.map) or None,
        dry_run=options.dry_run,
        control_cents=cents(options.control_total),
    )
    if options.json:
        arguments.print_json(report.to_dict())
        return 0
    for line in report.lines():
        print(line)
    return 0

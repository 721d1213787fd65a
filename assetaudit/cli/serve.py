"""``assetaudit serve``: the screen in a browser, for this computer, or for others with a token."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    import ssl


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "serve", _serve)
    parser.add_argument("--host", default="localhost", help="name or address to listen on (default: localhost)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--audit", metavar="NAME", help="open this audit at once")
    parser.add_argument("--read-only", action="store_true", help="look on only: nothing can be scanned or changed")
    parser.add_argument("--token", help="what opens the screen (default: a new one wherever others can reach it)")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="serve by HTTPS with this certificate (PEM)")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the certificate's private key (PEM)")
    parser.add_argument("--session", action="store_true", help=argparse.SUPPRESS)


def _serve(options: argparse.Namespace) -> int:
    return _session(options) if options.session else _server(options)


def _server(options: argparse.Namespace) -> int:
    try:
        from assetaudit.ui.browser import LOOPBACK, BrowserServer, Terms, new_token
    except ImportError as error:
        raise MissingExtraError("The screen in a browser (textual-serve)", "serve") from error
    space = arguments.workspace(options)
    if options.audit is not None:
        space.find(options.audit)
    token = options.token or ("" if options.host in LOOPBACK else new_token())
    terms = Terms(options.host, options.port, token, _tls(options))
    print(f"Open {terms.address}\nCtrl+C ends it; whatever was scanned is saved.", flush=True)
    if not terms.local and terms.tls is None:
        print(
            "Others on the way can read along: give --certificate and --key, or a tunnel.", file=sys.stderr, flush=True
        )
    BrowserServer(_command(str(space.home.root), options), terms).run()
    return 0


def _tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if options.certificate is None:
        return None
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(options.certificate, options.key)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"--certificate {options.certificate}: {error}.", hint="Give both files in PEM.") from error
    return context


def _command(home: str, options: argparse.Namespace) -> str:
    """What each session runs."""
    words = [sys.executable, "-m", "assetaudit", "--home", home, "serve", "--session"]
    words += ["--audit", options.audit] if options.audit is not None else []
    return shlex.join([*words, *(["--read-only"] if options.read_only else [])])


def _session(options: argparse.Namespace) -> int:
    """One session: the screen, drawn for the browser at the other end."""
    from assetaudit.cli.screen import correction
    from assetaudit.ui.app import run_app
    from assetaudit.ui.browser_driver import BrowserDriver
    from assetaudit.wiring.screen import ScreenWorkspace

    space = arguments.workspace(options)
    run_app(
        ScreenWorkspace(space),
        audit=options.audit,
        correction=correction(space.settings),
        read_only=options.read_only,
        driver=BrowserDriver,
    )
    return 0

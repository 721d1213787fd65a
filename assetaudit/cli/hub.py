"""``assetaudit hub``: the place where laptops meet; any workspace can be one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.model.amount import counted

if TYPE_CHECKING:
    from assetaudit.paths import Home
    from assetaudit.store.event_log import EventStore
    from assetaudit.sync.hub_home import HubHome


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "hub")
    init = arguments.command(verbs, "init", _init, "make this workspace a hub")
    init.add_argument("--url", required=True, metavar="URL", help="where laptops reach it: https://HOST:8443")
    init.add_argument("--db", default="", metavar="URL", help="keep events in postgresql://USER@HOST/NAME")
    invite = arguments.command(verbs, "invite", _invite, "let one device in: prints a code for 'sync enrol'")
    invite.add_argument("name", metavar="NAME", help="what the device is called here")
    invite.add_argument("-o", "--output", metavar="FILE", help="write the code to a file instead")
    serve = arguments.command(verbs, "serve", _serve, "serve laptops until Ctrl+C")
    serve.add_argument("--bind", metavar="ADDRESS", help="address to listen at; the URL's host, or all, by default")
    serve.add_argument("--certificates", action="store_true", help="ask devices for certificates instead of passes")
    horizon = arguments.command(verbs, "horizon", _horizon, "how old a backup may be when this hub is restored from it")
    horizon.add_argument("days", metavar="DAYS", nargs="?", type=int, help="from 1; laptops keep whatever is younger")
    arguments.command(verbs, "openapi", _openapi, "print the hub's interface for other programs, as OpenAPI 3.1")
    reader = arguments.command(verbs, "reader", _reader, "let a PostgreSQL login read some audits, and no others")
    reader.add_argument("login", metavar="LOGIN", help="the login; it is made where there is none")
    what = reader.add_mutually_exclusive_group(required=True)
    what.add_argument("--audit", action="append", default=[], metavar="NAME", help="an audit; may come several times")
    what.add_argument("--all", action="store_true", help="all audits, as a supervisor sees them")
    what.add_argument("--none", action="store_true", help="nothing any more")
    readers = arguments.command(verbs, "readers", _readers, "who may read what in this hub's database")
    readers.add_argument("--json", action="store_true", help="as JSON")
    view = arguments.command(verbs, "view", _view, "make this workspace a reader's view of a hub's database")
    view.add_argument("--db", required=True, metavar="URL", help="postgresql://LOGIN@HOST/NAME")
    ledger = arguments.command(verbs, "ledger", _ledger, "who sent what, one line each")
    ledger.add_argument("--json", action="store_true", help="as JSON, with whole keys and hashes")
    ledger.add_argument("-n", type=int, default=50, metavar="N", help="the last N lines (50)")


def _hub(options: argparse.Namespace) -> tuple[Home, HubHome]:
    from assetaudit.paths import Home
    from assetaudit.sync.hub_home import HubHome

    home = Home.of(options.home).make()
    return home, HubHome(home.root)


def _init(options: argparse.Namespace) -> int:
    from assetaudit.errors import UsageError
    from assetaudit.store.clock import SystemClock
    from assetaudit.sync.certificate import make_certificate
    from assetaudit.sync.hub_home import is_address
    from assetaudit.sync.keys import device_key, fingerprint

    if not is_address(options.url):
        raise UsageError(f"'{options.url}' is no address.", hint="It is written like https://hub.example:8443")
    home, hub = _hub(options)
    if options.db:
        from assetaudit.store.event_log import EventStore

        EventStore(home, SystemClock(), database=options.db).close()
    hub.begin(options.url.rstrip("/"), options.db)
    if options.url.startswith("https://"):
        make_certificate(options.url, hub.certificate, hub.certificate_key, SystemClock())
    else:
        print("Without https:// anybody in the network can read along. Use it for tests only.", file=sys.stderr)
    print(
        f"{home.root} is a hub: {fingerprint(device_key(home.root / 'device.key').public)}. Next: assetaudit hub serve"
    )
    return 0


def _invite(options: argparse.Namespace) -> int:
    from assetaudit.paths import replacing
    from assetaudit.sync.enrolling import invitation

    home, _hub_home = _hub(options)
    code = invitation(home.root, options.name)
    if options.output:
        with replacing(Path(options.output)) as file:  # whoever has it may enrol: it is for its owner only
            file.write(f"{code}\n".encode())
        print(
            f"{options.output}: valid once, for '{options.name}'. On the laptop: assetaudit sync enrol {options.output}"
        )
        return 0
    print(code)
    if sys.stdout.isatty():
        from assetaudit.wiring.terminal_code import qr_lines

        print("\n".join(qr_lines(code.dense)))
    return 0


def _serve(options: argparse.Namespace) -> int:
    from assetaudit.store.clock import SystemClock
    from assetaudit.sync.serving import Serving, serve
    from assetaudit.wiring.stored_report import Keeper

    home, hub = _hub(options)
    how = Serving(options.bind, options.certificates, Keeper(arguments.workspace(options)).keep_up)
    serve(home, hub, SystemClock(), ready=lambda text: print(text, flush=True), how=how)
    return 0


def _horizon(options: argparse.Namespace) -> int:
    from assetaudit.errors import UsageError

    _home, hub = _hub(options)
    if options.days is not None:
        if not 1 <= options.days <= 3650:
            raise UsageError(f"'{options.days}' is no horizon.", hint="Give whole days, from 1 to 3650.")
        before = hub.horizon()
        hub.set_horizon(options.days)
        if 0 < before < options.days:
            said = counted(before, "day", "days")
            print(f"Laptops may have purged by the {said} that were said before: keep to them for as long again.")
    if not (days := hub.horizon()):
        print("No horizon is set: laptops purge nothing. Set one with: assetaudit hub horizon DAYS")
        return 0
    old = counted(days, "day", "days")
    print(f"A backup is {old} old at most when this hub is restored from it; laptops keep what came since.")
    return 0


def _ledger(options: argparse.Namespace) -> int:
    from assetaudit.sync.keys import fingerprint
    from assetaudit.sync.trust import Peer, Trust

    home, hub = _hub(options)
    lines = hub.ledger(options.n)
    if options.json:
        arguments.print_json(lines)
        return 0
    known = Trust(home.root / "peers.json").peers()
    for line in lines:
        peer = known.get(line["from"], Peer(line["from"], "", "a device"))
        print(f"{line['at']}  {line['status']:11}  {line['sha'][:12]:12}  {peer.name} ({fingerprint(peer.key)})")
    return 0


def _openapi(_options: argparse.Namespace) -> int:
    from assetaudit.errors import MissingExtraError

    try:
        from assetaudit.sync.hub_openapi import document
    except ImportError as error:
        raise MissingExtraError("The hub's server", "hub") from error
    arguments.print_json(document())
    return 0


def _events(options: argparse.Namespace) -> EventStore:
    from assetaudit.store.clock import SystemClock
    from assetaudit.sync.opening import open_events

    return open_events(_hub(options)[0], SystemClock())


def _reader(options: argparse.Namespace) -> int:
    events = _events(options)
    if options.none:
        events.readers.withdraw(options.login)
        print(f"'{options.login}' sees nothing here any more.")
        return 0
    audits = [events.find_audit(name) for name in options.audit]
    events.readers.grant(options.login, {audit.id for audit in audits}, everything=options.all)
    named = "all audits" if options.all else ", ".join(f"'{audit.name}'" for audit in audits)
    print(f"'{options.login}' sees {named}. There: assetaudit hub view --db postgresql://{options.login}@HOST/NAME")
    return 0


def _readers(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    events = _events(options)
    found, names = events.readers.listed(), {audit.id: audit.name for audit in events.audits()}
    if options.json:
        arguments.print_json([asdict(reader) for reader in found])
        return 0
    for reader in found:
        named = ", ".join(f"'{names.get(audit, audit)}'" for audit in reader.audits)
        print(f"{reader.login}  {'all audits' if reader.everything else named}")
    if not found:
        print("Nobody but the hub itself. Let somebody in with: assetaudit hub reader LOGIN --audit NAME")
    return 0


def _view(options: argparse.Namespace) -> int:
    from assetaudit.errors import UsageError
    from assetaudit.store.clock import SystemClock
    from assetaudit.sync.opening import view

    home, hub = _hub(options)
    if hub.is_hub or home.events.exists():
        raise UsageError(f"{home.root} has audits of its own, or is a hub.", hint="Name an empty folder with --home.")
    seen = view(home, SystemClock(), options.db).audits()
    what = counted(len(seen), "audit", "audits")
    print(f"Seen here: {what}. The findings need the registers that they began with: assetaudit register import FILE")
    return 0

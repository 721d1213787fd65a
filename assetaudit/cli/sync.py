"""``assetaudit sync``: with the hub, or by bundles on a stick; and whom this workspace believes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.model.amount import counted

if TYPE_CHECKING:
    from assetaudit.sync.holding import Holding
    from assetaudit.sync.purging import Spare
    from assetaudit.sync.station import Station


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    leave = {"--no-photos": "leave pictures where they are, for a line that is slow"}
    verbs = arguments.group(commands, "sync", act=_sync, flags=leave)
    enrol = arguments.command(verbs, "enrol", _enrol, "belong to a hub from now on")
    enrol.add_argument("code", metavar="CODE", help="the hub's invitation ('aahub1:...'), or a file that holds it")
    bundle = arguments.command(verbs, "bundle", _bundle, "write everything that others may lack into one file")
    bundle.add_argument("file", metavar="FILE.aab")
    bundle.add_argument("--for", dest="have", metavar="HAVE", help="leave out what this list of 'sync have' names")
    bundle.add_argument("--no-registers", action="store_true", help="leave out the registers of the audits")
    bundle.add_argument("--no-photos", action="store_true", help="leave out pictures")
    take = arguments.command(verbs, "take", _take, "take a bundle of another workspace")
    take.add_argument("file", metavar="FILE.aab")
    have = arguments.command(verbs, "have", _have, "list what is here, for 'sync bundle --for' elsewhere")
    have.add_argument("-o", "--output", metavar="FILE", required=True)
    status = arguments.command(verbs, "status", _status, "what is sealed, held back, waits, and who is known")
    arguments.json_flag(status)
    purge = arguments.command(
        verbs, "purge", _purge, "remove closed audits that are safe at the hub; shows which first"
    )
    purge.add_argument("--audit", metavar="NAME", default="", help="only this one")
    purge.add_argument("--apply", action="store_true", help="do it; the hub is asked once more, and reads what it has")
    fetch = arguments.command(verbs, "fetch", _fetch, "bring a purged audit back from the hub")
    fetch.add_argument("name", metavar="AUDIT")
    arguments.command(verbs, "rekey", _rekey, "go on under a new key, which the present one vouches for")
    for name, act, text in (
        ("trust", _trust, "believe a device whose fingerprint you compared"),
        ("revoke", _revoke, "believe a device no longer: what it sends from now on is held back"),
    ):
        verb = arguments.command(verbs, name, act, text)
        verb.add_argument("who", metavar="DEVICE", help="its fingerprint, key or name, as 'sync status' shows it")
        verb.add_argument("--by", metavar="WHO", default="", help="who compared the fingerprints")


def _station(options: argparse.Namespace) -> Station:
    from assetaudit.sync.station import Station

    space = arguments.workspace(options)
    return Station(space.home, space.clock, space.events)


def _sync(options: argparse.Namespace) -> int:
    from assetaudit.errors import SyncError
    from assetaudit.sync.enrolling import link
    from assetaudit.sync.exchange import exchange

    station = _station(options)
    shown = {way: arguments.progress(f"{way:9}") for way in ("up", "down", "register")}
    try:
        with link(station) as line:
            done = exchange(station, line, lambda way, at, of: shown[way](at, of), photos=not options.no_photos)
    except KeyboardInterrupt:
        msg = "Interrupted: what went over so far stays on both sides, and nothing is lost."
        raise SyncError(msg, hint="For the rest: assetaudit sync") from None
    for text in done.texts:
        print(text)
    print(done.summary)
    return 0


def _enrol(options: argparse.Namespace) -> int:
    from assetaudit.sync.enrolling import enrol, invitation_in
    from assetaudit.sync.keys import fingerprint

    enrolled = enrol(_station(options), invitation_in(options.code))
    print(f"This device is '{enrolled.name}' at {enrolled.url} (hub {fingerprint(enrolled.hub)}). Now: assetaudit sync")
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from assetaudit.sync.have import read_have
    from assetaudit.sync.keys import fingerprint
    from assetaudit.sync.taking import give_bundle

    station = _station(options)
    has = read_have(Path(options.have)) if options.have else frozenset()
    pieces = station.pieces(has, registers=not options.no_registers, photos=not options.no_photos)
    count = give_bundle(station, Path(options.file), pieces, arguments.progress("pieces"))
    print(f"{options.file}: {counted(count, 'piece', 'pieces')}. This device is {fingerprint(station.key.public)}.")
    return 0


def _take(options: argparse.Namespace) -> int:
    from assetaudit.errors import SyncError
    from assetaudit.sync.taking import take_bundle

    try:
        taken = take_bundle(_station(options), Path(options.file), arguments.progress("taking"))
    except KeyboardInterrupt:
        msg = "Interrupted: what was taken so far stays, and counts."
        raise SyncError(msg, hint=f"For the rest: assetaudit sync take '{options.file}'") from None
    print("\n".join(taken.texts))
    return 0 if taken.whole else 1


def _have(options: argparse.Namespace) -> int:
    from assetaudit.sync.have import write_have

    have = _station(options).have()
    write_have(Path(options.output), have)
    print(f"{options.output} lists what is here: {have}.")
    return 0


def _status(options: argparse.Namespace) -> int:
    station = _station(options)
    station.seal()
    state = station.status()
    waiting = _waiting(station)
    if options.json:
        arguments.print_json(state.to_dict() | {"waiting": waiting})
        return 0
    print(state)
    if waiting:
        print(waiting)
    return 0


def _waiting(station: Station) -> str:
    """What the next exchange with the hub would bring over; empty for who belongs to none."""
    from assetaudit.errors import AssetAuditError
    from assetaudit.sync.exchange import glance

    try:
        return glance(station)
    except AssetAuditError as error:
        return error.message


def _rekey(options: argparse.Namespace) -> int:
    from assetaudit.sync.enrolling import rekey

    print("\n".join(rekey(_station(options))))
    return 0


def _purge(options: argparse.Namespace) -> int:
    from assetaudit.store.event_ids import day_of
    from assetaudit.sync import purging
    from assetaudit.sync.enrolling import link

    station = _station(options)
    if options.apply:
        with link(station) as line:
            holding = purging.ask_hub(station, line, look=True)
        return _purge_now(station, holding, options.audit)
    said = purging.last_word(station)
    found = purging.look(station, said, options.audit)
    for audit in found:
        print(audit)
    ready = [audit for audit in found if not audit.refusal]
    spare = purging.spare(station, said, ready)
    _tell_spare(spare, "May go as well, for no audit that stays needs it")
    may = bool(ready or spare.size)
    print(f"By the hub's word of {day_of(said.at)}; nothing was removed." + (" Add --apply to do it." if may else ""))
    return 0 if ready or not options.audit else 1


def _purge_now(station: Station, holding: Holding, name: str) -> int:
    from assetaudit.sync import purging

    done = 0
    for audit in purging.look(station, holding, name):
        if audit.refusal:
            print(audit.refusal)
            continue
        what = counted(purging.purge(station, holding, audit), "event", "events")
        print(f"'{audit.name}' is purged here; the hub has it ({what}). Back: assetaudit sync fetch '{audit.name}'")
        done += 1
    if done:
        station.events.purges.shrink()
    spare = purging.spare(station, holding)
    purging.let_go(station, spare)
    _tell_spare(spare, "Gone as well, for no audit here needs it")
    if not done and not spare.size:
        print("Nothing was removed.")
    return 0 if done or not name else 1


def _tell_spare(spare: Spare, head: str) -> None:
    if spare.size:
        print(f"{head}: {spare} ({spare.size:,} bytes).")
    if spare.staying:
        pictures = counted(spare.staying, "picture", "pictures")
        print(f"Still here, until the hub has held them for longer than its backups are old: {pictures}.")


def _fetch(options: argparse.Namespace) -> int:
    from assetaudit.sync.enrolling import link
    from assetaudit.sync.purging import fetch

    station = _station(options)
    with link(station) as line:
        new = fetch(station, line, options.name, arguments.progress("down "))
    print(f"'{options.name}' is back: {counted(new, 'event', 'events')}.")
    return 0


def _trust(options: argparse.Namespace) -> int:
    from assetaudit.sync.trust import TRUSTED

    return _decide(options, TRUSTED)


def _revoke(options: argparse.Namespace) -> int:
    from assetaudit.sync.trust import REVOKED

    return _decide(options, REVOKED)


def _decide(options: argparse.Namespace, state: str) -> int:
    from assetaudit.sync.taking import told

    station = _station(options)
    peer = station.decide(options.who, state, options.by)
    print(f"{station.called(peer.key)} is {state}.")
    print("\n".join(told(station.release())))
    return 0

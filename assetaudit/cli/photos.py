"""``assetaudit photos``: the pictures that an audit's log names: listed, and erased so that only their hashes stay."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.cli import arguments

if TYPE_CHECKING:
    from assetaudit.wiring.erasing import Picture


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "photos")
    listed = arguments.command(verbs, "list", _list, "every picture that the log names, and what became of it")
    erase = arguments.command(verbs, "erase", _erase, "erase the pictures of an audit for good")
    for parser in (listed, erase):
        parser.add_argument("audit", metavar="AUDIT")
        parser.add_argument(
            "--older-than", metavar="DAYS", type=int, default=0, help="only those taken at least so many days ago"
        )
    arguments.json_flag(listed)


def _list(options: argparse.Namespace) -> int:
    from assetaudit.wiring.erasing import older, pictures_of

    space = arguments.workspace(options)
    pictures = older(space, pictures_of(space, space.find(options.audit).id), options.older_than)
    if options.json:
        arguments.print_json(
            [
                {"sha256": one.sha256, "taken": _time(one.taken), "state": one.state, "bytes": one.size or None}
                for one in pictures
            ]
        )
        return 0
    if not pictures:
        print("No pictures.")
    arguments.table([(one.sha256, _time(one.taken), _told(one)) for one in pictures])
    return 0


def _told(picture: Picture) -> str:
    return {"kept": f"{picture.size:,} bytes", "erased": "picture erased"}.get(picture.state, picture.state)


def _erase(options: argparse.Namespace) -> int:
    from assetaudit.wiring.erasing import audits_naming, erase_pictures, older, pictures_of

    space = arguments.workspace(options)
    audit = space.find(options.audit)
    gone = erase_pictures(space, older(space, pictures_of(space, audit.id), options.older_than))
    print(f"{len(gone)} {'picture' if len(gone) == 1 else 'pictures'} erased; the log keeps the hashes.")
    naming, names = audits_naming(space), {info.id: info.name for info in space.events.audits()}
    others = sorted({names[other] for one in gone for other in naming[one.sha256] - {audit.id}})
    if others:
        print(f"Some of them were evidence of other audits too: {', '.join(others)}.")
    return 0


def _time(wall: int) -> str:
    return datetime.fromtimestamp(wall / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

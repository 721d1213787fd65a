"""``assetaudit changes send``: approved corrections written to the system itself, or taken back there."""

from __future__ import annotations

import argparse

from assetaudit.cli import arguments, register_pull


def add(verbs: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(verbs, "send", _send, "write approved changes to the system itself, or take them back")
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("system", metavar="SYSTEM", help="netbox or snipe-it")
    parser.add_argument("--source", metavar="NAME", help="the source that it is (default: the system's name)")
    parser.add_argument("--take-back", metavar="SET", default="", help="reverse this applied change set instead")
    parser.add_argument("--dry-run", action="store_true", help="read what stands there now, and write nothing")
    parser.add_argument("--by", metavar="WHO", help="who does it (default: the name in the settings)")
    register_pull.add_connection(parser)


def _send(options: argparse.Namespace) -> int:
    from assetaudit.cli.changes import print_plan, results
    from assetaudit.registers.pull import Asked
    from assetaudit.registers.sending import open_target
    from assetaudit.wiring.changes import Changes
    from assetaudit.wiring.changes_sending import Sending
    from assetaudit.wiring.review import Review

    space = arguments.workspace(options)
    review = Review.open(space, options.audit)
    asked = Asked(
        options.system,
        options.url,
        token_file=register_pull.file_of(options.token_file),
        ca=register_pull.file_of(options.ca),
        plain_http=options.plain_http,
    )
    web, target = open_target(asked, space.place_aliases())
    with web:
        sending = Sending(Changes(review), target, options.source or options.system)
        if options.dry_run:
            print_plan(sending.plan(options.take_back)[0])
            return 0
        with review.desk(space.user(options.by)) as desk:
            told = arguments.progress("records written")
            return results(sending.send(desk, web.base, options.take_back, told), web.base)

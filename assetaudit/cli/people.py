"""``assetaudit people``: the names behind the opaque ids of the log: listed, corrected, erased."""

from __future__ import annotations

import argparse

from assetaudit.cli import arguments


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "people")
    arguments.json_flag(
        arguments.command(verbs, "list", _list, "everybody who is known here, and whose name is erased")
    )
    rename = arguments.command(verbs, "rename", _rename, "give somebody another name")
    rename.add_argument("name", metavar="NAME", help="the name, or the beginning of the id")
    rename.add_argument("new", metavar="NEW")
    erase = arguments.command(verbs, "erase", _erase, "forget a name for good; the log stays whole")
    erase.add_argument("name", metavar="NAME", help="the name, or the beginning of the id")


def _list(options: argparse.Namespace) -> int:
    entries = arguments.workspace(options).people.entries()
    rows = [{"id": key, "name": name or None, "erased": not name} for key, name in sorted(entries.items())]
    if options.json:
        arguments.print_json(rows)
        return 0
    if not rows:
        print("Nobody has taken part yet.")
    from assetaudit.identify.clean import printable

    arguments.table([(str(row["id"]), printable(str(row["name"] or "(erased)"))) for row in rows])
    return 0


def _rename(options: argparse.Namespace) -> int:
    from assetaudit.wiring.erasing import rename_person

    ids = rename_person(arguments.workspace(options), options.name, options.new)
    print(f"{', '.join(ids)} is called {' '.join(options.new.split())} now.")
    return 0


def _erase(options: argparse.Namespace) -> int:
    from assetaudit.store.people import called
    from assetaudit.wiring.erasing import LEFT, erase_person

    ids = erase_person(arguments.workspace(options), options.name)
    print(f"The name is erased; the log says {', '.join(called({}, key) for key in ids)}. {LEFT}")
    return 0

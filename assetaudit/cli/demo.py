"""``assetaudit demo``: a data centre to play with; import, walk by replay, findings, report, labels."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.cli.screen import drawable

if TYPE_CHECKING:
    from assetaudit.model.read import Read
    from assetaudit.sample.hall import SampleHall
    from assetaudit.wiring import Workspace

_LONGEST_WAIT = 3.0
"""Seconds: a recorded walk has pauses in which there is nothing to see."""


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "demo", _demo)
    parser.add_argument("--headless", action="store_true", help="without a screen; leaves report and labels behind")
    parser.add_argument("--seed", type=int, metavar="N", help="another data centre, made up from this number")


def _demo(options: argparse.Namespace) -> int:
    headless = options.headless or not drawable()
    return play(home=options.home, seed=options.seed, headless=headless)


def play(*, home: str | None, seed: int | None = None, headless: bool = False) -> int:
    """Set the sample data centre up in a workspace, and walk it on the screen or without."""
    from assetaudit.sample.hall import DEFAULT_SEED, make

    hall = make(DEFAULT_SEED if seed is None else seed)
    space = _workspace(home)
    audit = prepare(space, hall)
    if headless:
        return _without_screen(space, hall, audit)
    from assetaudit.ui.app import run_app
    from assetaudit.wiring.screen import ScreenWorkspace

    run_app(ScreenWorkspace(space), audit=audit, replay=_played(hall))
    print(f"The demo's workspace is {space.home.root}. Open it again with: assetaudit --home '{space.home.root}'")
    return 0


def _workspace(home: str | None) -> Workspace:
    import platformdirs

    from assetaudit.paths import Home
    from assetaudit.wiring import Workspace

    return Workspace(Home.of(home or platformdirs.user_data_path("assetaudit-demo")).make())


def prepare(space: Workspace, hall: SampleHall) -> str:
    """Import the sample register and open an audit over it; returns the audit's name."""
    from assetaudit import config
    from assetaudit.sample.folder import PLACES, REGISTER, files

    if not space.home.settings.exists():
        config.save(space.home.settings, config.Settings(person="Ana", foreign_patterns=hall.patterns.foreign))
    folder = folder_of(space)
    folder.mkdir(exist_ok=True)
    made = files(hall)
    for name in (PLACES, REGISTER):
        (folder / name).write_bytes(made[name])
        space.import_register(folder / name, source=hall.source)
    name = _free_name(space, hall.audit_name)
    space.create_audit(name, hall.scope, user=space.user(None))
    return name


def folder_of(space: Workspace) -> Path:
    """Where the demo's files lie."""
    return space.home.root / "demo"


def _free_name(space: Workspace, name: str) -> str:
    taken = {known.casefold() for known in space.audit_names()}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free.casefold() not in taken)


def _played(hall: SampleHall) -> Iterator[tuple[float, str, Read]]:
    """Reads with the seconds to wait before each."""
    before = 0.0
    for seconds, who, read in hall.reads():
        yield min(max(seconds - before, 0.0), _LONGEST_WAIT), who, read
        before = seconds


def _without_screen(space: Workspace, hall: SampleHall, audit: str) -> int:
    from assetaudit.reports import summary
    from assetaudit.reports.write import write_report
    from assetaudit.wiring.labels import chosen_items, print_items

    count = walk(space, hall, audit)
    report = space.report(audit)
    print(f"{count} reads of {len(hall.people)} people replayed.")
    for line in summary.summary_lines(report):
        print(line)
    folder = folder_of(space)
    for name in ("report.pdf", "findings.xlsx"):
        write_report(folder / name, report)
        print(folder / name)
    labels = folder / "labels.pdf"
    print_items(space, chosen_items(space, audit=audit), stock_name="avery-l7160", template_name="asset", file=labels)
    print(labels)
    return 0


def walk(space: Workspace, hall: SampleHall, audit: str) -> int:
    """Replay the sample's walk, each person in a log of their own; returns how many reads there were."""
    loaded, count = space.open_audit(audit), 0
    with ExitStack() as ends:
        walks = {}
        for who, _role in hall.people:
            walks[who] = space.walk_of(loaded, space.user(who))
            ends.callback(walks[who].end)
        for _seconds, who, read in hall.reads():
            walks[who].take(read)
            count += 1
    return count

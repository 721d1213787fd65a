"""``assetaudit readers``: what is plugged in, what arrives from it, a recording of it, and what is supported at all."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from assetaudit.model.read import Read
    from assetaudit.readers.correction import Correction
    from assetaudit.readers.scanner_setup import Setup

UNATTENDED = 10.0
"""Seconds that a test runs where nobody sits at a terminal to end it."""


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "readers")
    listing = arguments.command(verbs, "list", _list, "readers that are plugged in, and addresses that work")
    text = "listen so long for readers that tell the network of themselves (Chainway UR4)"
    listing.add_argument("--network", type=float, metavar="SECONDS", default=0.0, help=text)
    arguments.json_flag(listing)
    test = arguments.command(verbs, "test", _test, "show live what a reader sends, until Ctrl+C; nothing is kept")
    test.add_argument("address", metavar="ADDRESS")
    test.add_argument("--seconds", type=float, metavar="N", help="end by itself")
    arguments.json_flag(test)
    _add_record(verbs)
    _add_calibrate(verbs)
    hardware = arguments.command(verbs, "hardware", _hardware, "what is supported, and how well it is known")
    hardware.add_argument("-o", "--output", metavar="FILE", help="into a file (Markdown)")


def _add_record(verbs: arguments.Commands) -> None:
    record = arguments.command(verbs, "record", _record, "keep a reader's raw traffic with its timing, until Ctrl+C")
    record.add_argument("address", metavar="ADDRESS")
    record.add_argument("file", metavar="FILE", nargs="?")
    record.add_argument("-o", "--output", metavar="FILE")
    record.add_argument("--seconds", type=float, metavar="N", help="end by itself")
    record.add_argument("--device", metavar="TEXT", default="", help="what device it is, for those who replay it")
    record.add_argument("--source", metavar="TEXT", default="", help="where and by whom it was recorded")


def _add_calibrate(verbs: arguments.Commands) -> None:
    text = "scan the sheet of 'labels calibrate scanner': says what to set at the scanner, and corrects it from then on"
    calibrate = arguments.command(verbs, "calibrate", _calibrate, text)
    calibrate.add_argument("address", metavar="ADDRESS", nargs="?", default="keys://", help="default: keys://")
    calibrate.add_argument("--forget", action="store_true", help="forget the correction that was kept")
    arguments.json_flag(calibrate)


def _list(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable
    from assetaudit.readers.listing import forms, in_network, plugged_in

    found = [*plugged_in(), *in_network(options.network)]
    if options.json:
        arguments.print_json([reader.to_dict() for reader in (*found, *forms())])
        return 0
    print("Found:" if found else "No reader is plugged in that the system tells of. A scanner that types just works.")
    for reader in found:
        print(f"  {printable(reader.product)}\n    {printable(reader.address)}")
        if reader.hint:
            print(f"    {printable(reader.hint)}")
    print("\nKinds of address:")
    rows = forms()
    arguments.table([(f"  {row.address}", row.product) for row in rows])
    spoken = next((row.protocols for row in rows if row.protocols), ())
    print(f"\nProtocols: {', '.join(spoken)}. More: assetaudit readers hardware")
    return 0


def _test(options: argparse.Namespace) -> int:
    if options.json:
        for read in _reads(options):
            print(json.dumps(read.to_dict(), ensure_ascii=False), flush=True)
        return 0
    from assetaudit.readers.trial import Trial

    space = arguments.workspace(options)
    trial = Trial(space.identifier(space.patterns()), time.monotonic())
    try:
        for read in _reads(options):
            for line in trial.take(read, time.monotonic()):
                print(line, flush=True)
    except KeyboardInterrupt:
        print()
    for line in trial.summary(time.monotonic()):
        print(line)
    return 0


def _reads(options: argparse.Namespace) -> Iterator[Read]:
    from assetaudit.readers.interruption import held_back
    from assetaudit.readers.many import reads_of_readers

    seconds = _seconds(options)
    if seconds is None:
        _notice("Scan something; Ctrl+C ends this.")
    if options.address == "keys://":
        from assetaudit.readers.correction import Correction
        from assetaudit.readers.raw_keys import reads_of_keys

        yield from reads_of_keys(sys.stdin.buffer, Correction.of(arguments.workspace(options).settings))
        return
    with held_back() as interruption:
        yield from reads_of_readers([options.address], notice=_notice, seconds=seconds, obey=interruption.obey)


def _seconds(options: argparse.Namespace) -> float | None:
    """As long as was asked for; without a word, until Ctrl+C where somebody can press it."""
    if options.seconds is not None or sys.stdin.isatty():
        wanted: float | None = options.seconds
        return wanted
    return UNATTENDED


def _record(options: argparse.Namespace) -> int:
    from assetaudit.readers.record import record

    if (options.file is None) == (options.output is None):
        raise UsageError("record takes one file: -o FILE.")
    file = Path(options.output or options.file)
    words = {"device": options.device, "source": options.source}
    count = record(options.address, file, seconds=_seconds(options), notice=_notice, **words)
    print(f"{file}: {count} pieces of traffic recorded. Play it with: assetaudit readers test replay://{file}")
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from assetaudit.readers.correction import NO_CORRECTION
    from assetaudit.readers.scanner_setup import sentences

    typing = options.address == "keys://"
    if options.forget:
        _keep(options, NO_CORRECTION)
        print("Forgotten: scans are taken as they arrive.")
        return 0
    setup = _set_up(options, typing=typing)
    recognised = bool(setup.seen or setup.correction.letters)
    if recognised and typing:
        _keep(options, setup.correction)
    words = sentences(setup)
    if options.json:
        arguments.print_json(setup.to_dict() | {"kept": recognised and typing, "sentences": words})
    else:
        print("\n".join(words))
        print(f"Kept in {_settings_file(options)}." if recognised and typing else "Nothing was kept.")
    return 0 if recognised else 1


def _set_up(options: argparse.Namespace, *, typing: bool) -> Setup:
    from assetaudit.identify.clean import printable
    from assetaudit.readers.calibrating import calibrated, pieces_of_reader
    from assetaudit.readers.raw_keys import pieces

    _notice("Scan the codes of the sheet (assetaudit labels calibrate scanner -o FILE.pdf), then press Enter.")
    source = pieces(sys.stdin.buffer) if typing else pieces_of_reader(options.address, _notice)

    def heard(text: str, setup: Setup) -> None:
        _notice(f"  heard {printable(text)}  ({len(setup.seen)} of the sheet's codes known)")

    return calibrated(source, heard)


def _keep(options: argparse.Namespace, correction: Correction) -> None:
    from assetaudit import config

    space = arguments.workspace(options)
    config.save(space.home.settings, correction.kept_in(space.settings))


def _settings_file(options: argparse.Namespace) -> Path:
    return arguments.workspace(options).home.settings


def _hardware(options: argparse.Namespace) -> int:
    from assetaudit.readers.hardware import hardware_page

    page = hardware_page()
    if options.output is None:
        print(page, end="")
        return 0
    Path(options.output).write_text(page, "utf-8")
    print(f"{options.output} written.")
    return 0


def _notice(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

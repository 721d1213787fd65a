"""``assetaudit labels printers``, ``calibrate``, ``send`` and ``status``: what labels are printed with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import PrintError, UsageError

if TYPE_CHECKING:
    from assetaudit.printing.printer import LabelPrinter
    from assetaudit.printing.sheet import Alignment
    from assetaudit.wiring import Workspace


def add(verbs: arguments.Commands) -> None:
    """Declare the commands."""
    arguments.json_flag(arguments.command(verbs, "printers", _printers, "printers that are known"))
    new = arguments.command(verbs, "new-printer", _new_printer, "describe a printer of your own")
    new.add_argument("name", metavar="NAME", help="what to call it, such as hall-3")
    new.add_argument("--like", metavar="PRINTER", default="office", help="one that is known, such as zebra-300")
    new.add_argument("--address", metavar="ADDRESS", default="", help="tcp://HOST:9100, serial:// usb:// or cups://")
    new.add_argument("--paper", choices=("a4", "letter"), help="the sheets it holds")
    new.add_argument("--dpi", type=int, metavar="N", help="dots an inch")
    new.add_argument("--finish", choices=("tear", "peel", "cut", "rewind"), help="what it does after a label")
    _add_calibrate(verbs)
    send = arguments.command(verbs, "send", _send, "send a file that was printed earlier")
    send.add_argument("file", metavar="FILE")
    _add_where(send)
    status = arguments.command(verbs, "status", _status, "ask a ZPL printer how it is")
    _add_where(status)


def _add_calibrate(verbs: arguments.Commands) -> None:
    parser = arguments.command(
        verbs,
        "calibrate",
        _calibrate,
        "line a printer up: print its page (-o), then give four lengths or a photo of it; or a scanner's set-up sheet",
    )
    parser.add_argument("printer", metavar="PRINTER", help="such as office; 'scanner' for the sheet of a scanner")
    parser.add_argument("-o", "--output", metavar="FILE.pdf", help="write the page to be printed")
    parser.add_argument("--paper", choices=("a4", "letter"), help="where not the printer's own")
    parser.add_argument(
        "--measured",
        metavar="MM",
        nargs=4,
        type=float,
        help="left edge to upright line, upper edge to level line, bar across, bar down; in mm",
    )
    parser.add_argument("--photo", metavar="FILE", help="a photo or scan of the printed page")
    parser.add_argument("--reset", action="store_true", help="forget the measurement")


def _add_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--printer", metavar="NAME", default="", help="one that has an address")
    parser.add_argument("--to", metavar="ADDRESS", default="", help="such as tcp://10.0.0.9:9100")


def _printers(options: argparse.Namespace) -> int:
    from assetaudit.printing.printer import printers

    space = arguments.workspace(options)
    found = printers(space.home.labels / "printers")
    if options.json:
        arguments.print_json([each.to_dict() for each in found])
        return 0
    arguments.table(
        [(each.name, f"{each.language} {each.dpi} dpi", each.address or "-", _told(each)) for each in found]
    )
    return 0


def _told(made: LabelPrinter) -> str:
    if not made.calibrated:
        return made.title
    moved = made.alignment
    return f"{made.title} (calibrated {made.calibrated}: {moved.right:+.1f} mm right, {moved.down:+.1f} mm down)"


def _new_printer(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from assetaudit.printing.printer import keep, printer

    space = arguments.workspace(options)
    folder = space.home.labels / "printers"
    made = replace(printer(options.like, folder), name=options.name.casefold())
    wishes = {key: getattr(options, key) for key in ("address", "paper", "dpi", "finish") if getattr(options, key)}
    print(keep(replace(made, title=f"{options.name}, {made.title}", **wishes), folder))
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from assetaudit.printing.printer import printer

    if options.printer == "scanner":
        return _write_scanner_sheet(options)
    if sum(map(bool, (options.output, options.measured, options.photo, options.reset))) != 1:
        raise UsageError("Give one of -o FILE.pdf, --measured MM MM MM MM, --photo FILE and --reset.")
    space = arguments.workspace(options)
    made = printer(options.printer, space.home.labels / "printers")
    if options.output:
        return _write_page(space, made, options)
    return _keep(space, made, _alignment(made, options))


def _write_scanner_sheet(options: argparse.Namespace) -> int:
    from assetaudit.printing.scanner_sheet import write_scanner_sheet

    file = Path(options.output or "")
    if file.suffix.lower() != ".pdf":
        raise UsageError(f"The set-up sheet is a PDF; '{options.output or ''}' is none: give -o FILE.pdf.")
    write_scanner_sheet(file, arguments.workspace(options).clock, options.paper or "a4")
    print(f"{file} written. Print it, run 'assetaudit readers calibrate', and scan its four codes.")
    return 0


def _write_page(space: Workspace, made: LabelPrinter, options: argparse.Namespace) -> int:
    from assetaudit.printing.calibration import write_page

    if made.language != "pdf":
        raise PrintError(
            f"{made.name} prints rolls, which have no page to be measured.",
            hint="Print one label, measure it, and put 'right' and 'down' into the printer's file.",
        )
    path = Path(options.output)
    write_page(_paper(made, options), path, space.clock)
    print(f"{path}: print it on {made.name} at 100 %, then measure it or take a photo:")
    print(f"  assetaudit labels calibrate {made.name} --measured LEFT TOP ACROSS DOWN")
    print(f"  assetaudit labels calibrate {made.name} --photo FILE.jpg")
    return 0


def _paper(made: LabelPrinter, options: argparse.Namespace) -> str:
    return str(options.paper or made.paper or "a4")


def _alignment(made: LabelPrinter, options: argparse.Namespace) -> Alignment:
    from assetaudit.printing.calibration import of_measures
    from assetaudit.printing.photo import measure
    from assetaudit.printing.sheet import STRAIGHT

    if options.reset:
        return STRAIGHT
    if options.measured:
        return of_measures(_paper(made, options), *options.measured)
    found = measure(Path(options.photo))
    print(
        f"{found.codes} codes of the {found.paper.upper()} page were measured, to {found.error:.2f} mm: it came out "
        f"{found.right:+.2f} mm right, {found.down:+.2f} mm down, "
        f"{found.scale_across:.2%} across, {found.scale_down:.2%} down"
    )
    return found.alignment


def _keep(space: Workspace, made: LabelPrinter, alignment: Alignment) -> int:
    from assetaudit.printing.printer import aligned, keep

    day = space.clock.now().date().isoformat()
    file = keep(aligned(made, alignment, day), space.home.labels / "printers")
    print(
        f"Labels on {made.name} are moved by {alignment.right:+.2f} mm right and {alignment.down:+.2f} mm down: {file}"
    )
    return 0


def _address(options: argparse.Namespace) -> tuple[str, str]:
    """Address and paper."""
    from assetaudit.printing.printer import printer

    if options.to:
        return options.to, ""
    if not options.printer:
        raise UsageError("Name a printer with --printer, or an address with --to.")
    made = printer(options.printer, arguments.workspace(options).home.labels / "printers")
    if not made.address:
        raise PrintError(
            f"The printer '{made.name}' has no address.",
            hint=f"Describe your own: assetaudit labels new-printer NAME --like {made.name} --address ADDRESS",
        )
    return made.address, made.paper


def _send(options: argparse.Namespace) -> int:
    from assetaudit.printing.send import send

    file = Path(options.file)
    if not file.is_file():
        raise PrintError(f"There is no file {file}.")
    address, paper = _address(options)
    send(file, address, paper=paper, progress=arguments.progress("sending"))
    print(f"{file} was sent to {address}")
    return 0


def _status(options: argparse.Namespace) -> int:
    from assetaudit.printing.send import ask
    from assetaudit.printing.zpl_status import ENDING, QUESTION, parse

    address, _ = _address(options)
    status = parse(ask(address, QUESTION, until=ENDING))
    if status is None:
        raise PrintError(
            f"The printer at {address} gives no status.",
            hint="Some say nothing while they are out of labels or ribbon or their head is open: look at it.",
        )
    print(f"{address}: {status}")
    return 0 if status.ready else 1

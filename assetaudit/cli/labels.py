"""``assetaudit labels``: sheets of labels, and the stock and templates they are made with."""

from __future__ import annotations

import argparse
from pathlib import Path

from assetaudit.cli import arguments
from assetaudit.errors import UsageError


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "labels", "print labels and look through stock and templates")
    _add_print(verbs)
    stocks = arguments.command(verbs, "stocks", _stocks, "label sheets and rolls that are known")
    stocks.add_argument("words", metavar="WORD", nargs="*", help="only those whose name, maker or code has these words")
    arguments.json_flag(stocks)
    arguments.json_flag(arguments.command(verbs, "templates", _templates, "what a label can look like"))
    _add_calibrate(verbs)


def _add_print(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "print", _print, "make a sheet of labels")
    parser.add_argument("--asset", metavar="TAG", nargs="+", action="extend", default=[], help="labels of these assets")
    parser.add_argument("--audit", metavar="AUDIT", help="with --needed: what the audit found to need a label")
    parser.add_argument("--needed", action="store_true", help="unreadable, damaged and unlabelled things of --audit")
    parser.add_argument("--places", metavar="PREFIX", help="labels of a place and all places below it")
    parser.add_argument("--all", action="store_true", help="labels of all assets")
    parser.add_argument("--stock", metavar="NAME", required=True, help="such as avery-l7160; see: labels stocks")
    parser.add_argument("--template", metavar="NAME", help="such as asset or rack; see: labels templates")
    parser.add_argument(
        "--skip", metavar="N", type=int, default=0, help="cells of the first sheet that are already used"
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="FILE.pdf or FILE.zpl")


def _add_calibrate(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "calibrate", _calibrate, "print the set-up sheet of a scanner")
    parser.add_argument("what", metavar="WHAT", choices=("scanner",), help="scanner: see also 'readers calibrate'")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="FILE.pdf")


def _calibrate(options: argparse.Namespace) -> int:
    from assetaudit.printing.scanner_sheet import write_scanner_sheet

    file = Path(options.output)
    if file.suffix.lower() != ".pdf":
        raise UsageError(f"The set-up sheet is a PDF; '{options.output}' is none.")
    write_scanner_sheet(file, arguments.workspace(options).clock, options.paper)
    print(f"{file} written. Print it, run 'assetaudit readers calibrate', and scan its four codes.")
    return 0


def _print(options: argparse.Namespace) -> int:
    chosen = [bool(options.asset), options.needed, options.places is not None, options.all]
    if sum(chosen) != 1 or options.needed != (options.audit is not None):
        raise UsageError("Choose one of --asset TAG ..., --audit AUDIT --needed, --places PREFIX and --all.")
    from assetaudit.wiring.labels import chosen_items, print_items

    space = arguments.workspace(options)
    report = print_items(
        space,
        chosen_items(space, assets=options.asset, audit=options.audit, places=options.places),
        stock_name=options.stock,
        template_name=options.template or ("rack" if options.places is not None else "asset"),
        skip=options.skip,
        file=Path(options.output),
        progress=arguments.progress("labels"),
    )
    for line in report.lines():
        print(line)
    return 0


def _stocks(options: argparse.Namespace) -> int:
    from assetaudit.printing.stock import stocks

    words = [word.casefold() for word in options.words]
    rows = [stock.to_dict() for stock in stocks()]
    rows = [
        row for row in rows if all(word in f"{row['name']} {row['maker']} {row['code']}".casefold() for word in words)
    ]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table(
        [
            (
                row["name"],
                row["maker"],
                row["code"],
                f"{row['size'][0]} x {row['size'][1]} mm",
                f"{row['across']} x {row['down']}",
            )
            for row in rows
        ]
    )
    return 0


def _templates(options: argparse.Namespace) -> int:
    from assetaudit.printing.template import templates

    rows = [template.to_dict() for template in templates()]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table([(row["name"], row["title"]) for row in rows])
    return 0

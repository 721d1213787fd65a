"""``assetaudit labels``: labels printed and looked at first, and the stock and templates they are made with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments, label_numbers, label_printers
from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from assetaudit.wiring.label_printing import Job
    from assetaudit.wiring.labels import Choice


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "labels")
    _add_print(verbs)
    _add_preview(verbs)
    stocks = arguments.command(verbs, "stocks", _stocks, "label sheets and rolls that are known")
    stocks.add_argument("words", metavar="WORD", nargs="*", help="only those whose name, code, size or material fit")
    arguments.json_flag(stocks)
    _add_new_stock(verbs)
    arguments.json_flag(arguments.command(verbs, "templates", _templates, "what a label can look like"))
    label_printers.add(verbs)
    label_numbers.add(verbs)


def _add_choice(parser: argparse.ArgumentParser) -> None:
    """Whose labels, on what."""
    parser.add_argument("--asset", metavar="TAG", nargs="+", action="extend", default=[], help="labels of these assets")
    parser.add_argument("--audit", metavar="AUDIT", help="with --needed: what the audit found to need a label")
    parser.add_argument("--needed", action="store_true", help="unreadable, damaged, wrong and new labels of --audit")
    parser.add_argument("--places", metavar="PREFIX", help="labels of a place and all places below it")
    parser.add_argument("--units", metavar="RACK", help="one label for each unit of a rack, from the bottom")
    parser.add_argument("--numbers", metavar="NUMBER", nargs="+", action="extend", default=[], help="reserved numbers")
    parser.add_argument("--controls", action="store_true", help="the commands of a walk")
    parser.add_argument("--all", action="store_true", help="labels of all assets")
    parser.add_argument("--order", choices=("given", "walk"), default="given", help="walk: from rack to rack")
    parser.add_argument("--limit", metavar="N", type=int, default=0, help="at most so many labels, the first ones")
    parser.add_argument("--stock", metavar="NAME", required=True, help="such as avery-l7160; see: labels stocks")
    parser.add_argument("--template", metavar="NAME", help="such as asset or rack; see: labels templates")
    parser.add_argument("--printer", metavar="NAME", default="", help="such as office; see: labels printers")
    parser.add_argument("--paper", choices=("a4", "letter"), default="", help="the paper that is loaded now")
    parser.add_argument("--dpi", type=int, metavar="N", help="dots an inch, where not the printer's usual ones")
    parser.add_argument("--length", metavar="MM", type=float, default=0.0, help="cut continuous tape to this length")


def _add_print(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "print", _print, "print labels into a file or to a printer")
    _add_choice(parser)
    parser.add_argument("--skip", metavar="N", type=int, default=0, help="cells of the first sheet used already")
    parser.add_argument("--used", metavar="CELLS", default="", help="used cells, counted from 1 along the rows: 1,4-7")
    parser.add_argument("--copies", metavar="N", type=int, default=1, help="of each label, beside each other")
    parser.add_argument("--cut-marks", action="store_true", help="short lines where the sheet is to be cut")
    parser.add_argument("--no-scale-bar", action="store_true", help="no bar that shows whether a sheet was scaled")
    parser.add_argument("--drawing", help="how codes are drawn: mask or path (pdf), native or graphic (zpl)")
    parser.add_argument("--finish", choices=("tear", "peel", "cut", "rewind"), default="", help="after a roll's label")
    parser.add_argument(
        "--rfid", action="store_true", help="write each label's EPC into its RFID tag, and read it back"
    )
    parser.add_argument("--reason", default="", help="why they are printed (again), for the book of labels")
    parser.add_argument("--by", metavar="WHO", help="who prints")
    parser.add_argument("-o", "--output", metavar="FILE", help="FILE.pdf, FILE.zpl or FILE.brother")
    parser.add_argument(
        "--to", metavar="ADDRESS", default="", help="send it: tcp://HOST:9100, serial:// usb:// cups://"
    )


def _add_preview(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "preview", _preview, "look at a label, or at a sheet, before it is printed")
    _add_choice(parser)
    parser.add_argument("--sheet", action="store_true", help="the whole first sheet")
    parser.add_argument("--skip", metavar="N", type=int, default=0, help="cells of the first sheet used already")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the picture to FILE.png")


def _add_new_stock(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "new-stock", _new_stock, "describe labels of your own by six answers")
    parser.add_argument("name", metavar="NAME", help="what to call it, such as my-roll")
    for option, text in QUESTIONS.items():
        parser.add_argument(f"--{option}", metavar="ANSWER", help=text)


QUESTIONS = {
    "paper": "Paper: a4, letter, roll, or width x height in mm",
    "size": "One label, width x height in mm",
    "count": "Labels across x down (a roll: across x 1)",
    "margin": "From the paper's left and upper edge to the first label, in mm",
    "pitch": "From one label's left edge to the next one's, and from upper edge to upper edge, in mm",
    "title": "What it is, in a few words",
}
"""What is asked of a stock of one's own, in order."""


def _choice(options: argparse.Namespace) -> Choice:
    from assetaudit.wiring.labels import Choice

    chosen = [bool(options.asset), options.needed, options.places is not None, options.units is not None]
    chosen += [bool(options.numbers), options.controls, options.all]
    if sum(chosen) != 1 or options.needed != (options.audit is not None):
        raise UsageError(
            "Choose one of --asset TAG ..., --audit AUDIT --needed, --places PREFIX, --units RACK, --numbers N ..., "
            "--controls and --all."
        )
    return Choice(
        assets=tuple(options.asset),
        audit=options.audit,
        places=options.places,
        units=options.units,
        numbers=tuple(options.numbers),
        controls=options.controls,
        all=options.all,
        walking=options.order == "walk",
        limit=max(0, options.limit),
    )


def _job(options: argparse.Namespace, choice: Choice) -> Job:
    from assetaudit.printing.work import Wishes
    from assetaudit.wiring.label_printing import Job

    return Job(
        stock=options.stock,
        template=options.template or choice.usual_template,
        printer=options.printer,
        paper=options.paper,
        length=options.length,
        audit=options.audit or "",
        wishes=Wishes(skip=options.skip, dpi=options.dpi),
    )


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
    from dataclasses import replace

    from assetaudit.printing.sheet import cell_numbers
    from assetaudit.wiring.label_printing import run
    from assetaudit.wiring.labels import chosen

    choice = _choice(options)
    if options.skip < 0:
        raise UsageError("--skip takes a number of cells from 0.")
    space = arguments.workspace(options)
    job = _job(options, choice)
    wishes = replace(
        job.wishes,
        used=cell_numbers(options.used),
        copies=options.copies,
        cut_marks=options.cut_marks,
        scale_bar=not options.no_scale_bar,
        drawing=options.drawing,
        finish=options.finish,
        rfid=options.rfid,
    )
    file = Path(options.output) if options.output else None
    reason = options.reason or ("needed by the audit" if choice.audit else "")
    job = replace(job, wishes=wishes, file=file, to=options.to, reason=reason)
    user = space.user(options.by)
    report = run(space, chosen(space, choice), job, user=user, progress=arguments.progress("labels"))
    for line in report.lines():
        print(line)
    return 0 if report.printed else 1


def _preview(options: argparse.Namespace) -> int:
    import shutil

    from assetaudit.wiring.label_preview import facts_of, label_image, sheet_image
    from assetaudit.wiring.labels import chosen

    choice = _choice(options)
    space = arguments.workspace(options)
    job, items = _job(options, choice), chosen(space, choice)
    shown = sheet_image(space, items, job) if options.sheet else label_image(space, items, job)
    if options.output:
        from assetaudit.wiring.label_preview import save

        save(shown, Path(options.output))
        print(options.output)
    else:
        from assetaudit.printing.drawing import half_blocks

        columns, rows = shutil.get_terminal_size()
        print("\n".join(half_blocks(shown.picture, columns - 1, max(12, rows - 4))))
    for line in facts_of(shown):
        print(line)
    return 0


def _stocks(options: argparse.Namespace) -> int:
    from assetaudit.printing.stock import stocks

    space = arguments.workspace(options)
    found = [each for each in stocks(space.home.labels / "stock") if each.matches(options.words)]
    if options.json:
        arguments.print_json([each.to_dict() for each in found])
        return 0
    arguments.table([(each.name, each.size_text, f"{each.across} x {each.down}", each.title) for each in found])
    if not found:
        print(f"No stock is known by {' '.join(options.words)}; describe one with: assetaudit labels new-stock NAME")
    return 0 if found else 1


def _new_stock(options: argparse.Namespace) -> int:
    from assetaudit.printing.new_stock import of_answers, write_stock

    answers = {}
    for option, question in QUESTIONS.items():
        given = getattr(options, option)
        answers[option] = given if given is not None else _asked(option, question)
    space = arguments.workspace(options)
    print(write_stock(of_answers(options.name, answers), space.home.labels / "stock"))
    return 0


def _asked(option: str, question: str) -> str:
    try:
        return input(f"{question}: ")
    except EOFError as error:
        hint = f"Answer it, or say it with --{option}."
        raise UsageError(f"Nobody answered the question '{question}'.", hint=hint) from error


def _templates(options: argparse.Namespace) -> int:
    from assetaudit.printing.template import templates

    space = arguments.workspace(options)
    rows = [template.to_dict() for template in templates(space.home.labels / "templates")]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table(
        [(row["name"], f"from {row['printable'][0]:g} x {row['printable'][1]:g} mm", row["title"]) for row in rows]
    )
    return 0

"""``assetaudit labels reserve``, ``pair``, ``queue``, ``scan-back``, ``void`` and ``log``: what becomes of labels."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from assetaudit.cli import arguments


def add(verbs: arguments.Commands) -> None:
    """Declare the commands."""
    reserve = arguments.command(verbs, "reserve", _reserve, "reserve numbers for labels that are printed in advance")
    reserve.add_argument("count", metavar="N", type=int)
    reserve.add_argument("--prefix", default="IT-", help="what they begin with (IT-)")
    reserve.add_argument("--digits", type=int, default=4, help="of the counter (4)")
    reserve.add_argument("--check", choices=("mod10", "mod97", "none"), help="check digit, where not the settings'")
    _by(reserve)
    lane = arguments.command(verbs, "lane", _lane, "the digit that this laptop's numbers begin with")
    lane.add_argument("ticket", metavar="TICKET", nargs="?", help="as the laptop that gives all lanes shows it")
    lane.add_argument(
        "--give", metavar="CODE", help="here, for all laptops of the team: a ticket for one with this code"
    )
    _by(lane)
    arguments.json_flag(arguments.command(verbs, "numbers", _numbers, "reserved numbers and what became of them"))
    pair = arguments.command(verbs, "pair", _pair, "put pre-printed labels to assets, by scanning both")
    pair.add_argument(
        "codes", metavar="NUMBER ASSET", nargs="*", help="one pair; without, lines are read from the input"
    )
    _by(pair)
    queue = arguments.command(verbs, "queue", _queue, "labels that an audit needs, and how far they are")
    queue.add_argument("audit", metavar="AUDIT")
    arguments.json_flag(queue)
    back = arguments.command(verbs, "scan-back", _scan_back, "close printed labels by scanning them where they stick")
    back.add_argument("codes", metavar="CODE", nargs="*", help="without any, lines are read from the input")
    _by(back)
    void = arguments.command(verbs, "void", _void, "take labels back that were lost or spoilt")
    void.add_argument("codes", metavar="CODE", nargs="*")
    void.add_argument("--batch", type=int, metavar="N", help="all labels of a batch")
    void.add_argument("--reason", default="", help="why, such as 'sheet lost'")
    _by(void)
    log = arguments.command(verbs, "log", _log, "batches that were printed, or what became of one label")
    log.add_argument("code", metavar="CODE", nargs="?")
    arguments.json_flag(log)


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="WHO", help="who does it")


def _reserve(options: argparse.Namespace) -> int:
    from assetaudit.wiring.label_numbers import reserve, scheme

    space = arguments.workspace(options)
    made = scheme(space, options.prefix, options.digits, options.check)
    for number in reserve(space, options.count, made, user=space.user(options.by)):
        print(number)
    return 0


def _lane(options: argparse.Namespace) -> int:
    from assetaudit.wiring.label_numbers import give_lane, lane_warnings, laptop_code, scheme, take_lane

    space = arguments.workspace(options)
    if options.give is not None:
        print(f"There: assetaudit labels lane {give_lane(space, options.give, user=space.user(options.by))}")
        return 0
    if options.ticket is not None:
        take_lane(space, options.ticket, user=space.user(options.by))
    made = scheme(space, "IT-", 4, None)
    print(f"Numbers of this laptop look like {made.number(1)}; its code is {laptop_code(space)}.")
    for text in lane_warnings(space):
        print(text)
    return 0


def _numbers(options: argparse.Namespace) -> int:
    from assetaudit.wiring.label_numbers import states

    rows = list(states(arguments.workspace(options)))
    if options.json:
        arguments.print_json(
            [{"number": number, "state": state, "asset": asset or None} for number, state, asset in rows]
        )
        return 0
    arguments.table(rows)
    return 0


def _pair(options: argparse.Namespace) -> int:
    from assetaudit.errors import UsageError
    from assetaudit.wiring.label_numbers import pair_lines

    if len(options.codes) not in (0, 2):
        raise UsageError("Give a number and a code of the asset, or neither and scan both.")
    space = arguments.workspace(options)
    failed = False
    for line in pair_lines(space, options.codes or sys.stdin, user=space.user(options.by)):
        print(line, flush=True)
        failed = " = " not in line
    return 1 if options.codes and failed else 0


def _queue(options: argparse.Namespace) -> int:
    from assetaudit.wiring.label_queue import queue

    needed = queue(arguments.workspace(options), options.audit)
    if options.json:
        arguments.print_json(
            [
                {
                    "code": each.code, "asset": each.key, "place": each.place, "reason": each.reason,
                    "state": each.state, "batch": each.batch,
                }
                for each in needed
            ]
        )  # fmt: skip
        return 0
    arguments.table([(each.code, each.place, _state(each.state, each.batch), each.reason) for each in needed])
    counts = {state: sum(each.state == state for each in needed) for state in ("waiting", "printed", "closed")}
    print(", ".join(f"{count} {state}" for state, count in counts.items()))
    return 0


def _state(state: str, batch: int | None) -> str:
    return f"{state}, batch {batch}" if batch else state


def _scan_back(options: argparse.Namespace) -> int:
    from assetaudit.wiring.label_queue import scan_back

    space = arguments.workspace(options)
    lines = options.codes or filter(None, map(str.strip, sys.stdin))
    for code, what in scan_back(space, lines, user=space.user(options.by)):
        print(f"{code}: {what}", flush=True)
    return 0


def _void(options: argparse.Namespace) -> int:
    from assetaudit.wiring.label_queue import void

    space = arguments.workspace(options)
    count = void(space, batch=options.batch, codes=options.codes, reason=options.reason, user=space.user(options.by))
    print(f"{count} labels were taken back; needed ones wait again")
    return 0


def _log(options: argparse.Namespace) -> int:
    space = arguments.workspace(options)
    facts = space.label_book.facts(code=options.code) if options.code else space.label_book.facts(kind="batch")
    rows = [
        {"at": _time(fact.at), "kind": fact.kind, "batch": fact.batch, "code": fact.code, **fact.detail}
        for fact in facts
    ]
    if options.json:
        arguments.print_json(rows)
        return 0
    arguments.table(
        [
            (str(row["at"]), str(row["kind"]), f"batch {row['batch']}" if row["batch"] else "", _details(row))
            for row in rows
        ]
    )
    return 0


def _details(row: dict[str, object]) -> str:
    shown = (f"{key} {value}" for key, value in row.items() if value and key not in ("at", "kind", "batch", "mark"))
    return ", ".join(shown)


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M")

"""``assetaudit sample``: how much to look at, what to look at, and what it says of the rest."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from assetaudit.cli import arguments
from assetaudit.errors import UsageError
from assetaudit.model.amount import counted

if TYPE_CHECKING:
    from assetaudit.review.sampling.asked import Asked
    from assetaudit.review.sampling.book import Drawn, Sample
    from assetaudit.wiring.sampling import Samples

_WRITTEN = ("where", "confidence", "tolerable", "expected", "tolerable_value", "size", "steps")
"""Options that are handed on just as they were written."""


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "sample")
    plan = arguments.command(verbs, "plan", _plan, "how many to look at; needs no audit")
    _figures(plan)
    plan.add_argument("--population", type=int, metavar="N", help="size of a finite population")
    plan.add_argument("--expected", metavar="PCT", default="0", help="the rate that is expected")
    plan.add_argument("--value", type=int, metavar="SUM", help="book value, for a value-weighted sample")
    plan.add_argument("--tolerable-value", type=int, metavar="SUM", help="misstatement that is tolerable")
    plan.add_argument("--steps", type=int, default=0, metavar="K", help="stop-or-go in K steps")
    arguments.json_flag(plan)
    _draw(verbs)
    for name, act, text in (
        ("list", _list, "the samples of an audit"),
        ("second", _second, "what two counts say of what nobody saw"),
    ):
        parser = arguments.command(verbs, name, act, text)
        parser.add_argument("audit", metavar="AUDIT")
        arguments.json_flag(parser)
    _show_and_result(verbs)
    _extending(verbs)
    _evaluating(verbs)


def _figures(parser: argparse.ArgumentParser, tolerable: str | None = "5", confidence: str = "95") -> None:
    parser.add_argument("--tolerable", metavar="PCT", default=tolerable, help="the tolerable rate of deviation")
    parser.add_argument("--confidence", metavar="PCT", default=confidence)


def _draw(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "draw", _drawn, "draw a sample: the plan and its seed are recorded")
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--direction", choices=("book_to_floor", "floor_to_book"), default="book_to_floor")
    parser.add_argument("--method", choices=("simple", "stratified", "weighted"), default="simple")
    _figures(parser, "", "")  # left out they follow from the audit's terms
    parser.add_argument("--size", default="", metavar="N", help="instead of the size that follows from the rates")
    parser.add_argument("--expected", metavar="PCT", default="0")
    parser.add_argument("--tolerable-value", default="", metavar="SUM", help="for a value-weighted sample")
    parser.add_argument("--scope", action="append", metavar="PLACE", help="only what belongs there; may be given again")
    parser.add_argument("--where", metavar="EXPR", default="", help="only records such as: category = server")
    parser.add_argument("--strata", choices=("place", "value", "place+value"), default="place")
    parser.add_argument("--steps", default="", metavar="K", help="stop-or-go: look in up to K steps")
    parser.add_argument("--recount", action="store_true", help="somebody else looks again, without seeing the first")
    parser.add_argument("--seed", metavar="TEXT", default="", help="default: follows from the audit and the name")
    parser.add_argument("--by", metavar="WHO")
    arguments.json_flag(parser)


def _show_and_result(verbs: arguments.Commands) -> None:
    show = arguments.command(verbs, "show", _show, "the items of a sample, in the order in which they were drawn")
    result = arguments.command(verbs, "result", _result, "what one item came to")
    for parser in (show, result):
        parser.add_argument("audit", metavar="AUDIT")
        parser.add_argument("name", metavar="NAME")
    show.add_argument("--walk", action="store_true", help="in walking order instead")
    arguments.json_flag(show)
    result.add_argument("item", metavar="ITEM", help="tag, or position")
    result.add_argument("result", choices=("ok", "deviation", "unexamined", "void"))
    result.add_argument("--note", default="", help="the reason, which all but ok need")
    result.add_argument("--by", metavar="WHO")


def _extending(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "extend", _extend, "add the next of a sample's seeded order, or its next steps")
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("more", metavar="N", nargs="?", default="", help="how many (default: as many as it lacks)")
    parser.add_argument("--why", default="", help="the reason, which it needs")
    parser.add_argument("--dry-run", action="store_true", help="say what it does to the confidence, and write nothing")
    parser.add_argument("--by", metavar="WHO")


def _extend(options: argparse.Namespace) -> int:
    from assetaudit.review.sampling.extend import extension

    samples = _open(options)
    if options.dry_run:
        print(extension(samples.sample(options.name), options.more).words)
        return 0
    with samples.review.desk(samples.review.space.user(options.by)) as desk:
        print(samples.extend(desk, options.name, options.more, options.why))
    return 0


def _evaluating(verbs: arguments.Commands) -> None:
    parser = arguments.command(verbs, "evaluate", _evaluate, "the upper limit of a sample, of an audit or of figures")
    parser.add_argument("audit", metavar="AUDIT", nargs="?")
    parser.add_argument("name", metavar="NAME", nargs="?")
    parser.add_argument("--size", type=int, metavar="N")
    parser.add_argument("--deviations", type=int, default=0, metavar="X")
    parser.add_argument("--population", type=int, metavar="N")
    _figures(parser, tolerable=None)
    arguments.json_flag(parser)


def _rate(text: str) -> float:
    from assetaudit.review.sampling.asked import rate

    return rate(text) / 10_000


def _plan(options: argparse.Namespace) -> int:
    told = _planned(options)
    if options.json:
        arguments.print_json(told)
        return 0
    for line in told["words"]:
        print(line)
    return 0


def _planned(options: argparse.Namespace) -> dict[str, Any]:
    from assetaudit.review.sampling import size
    from assetaudit.review.sampling.consequences import attribute_words, step_words

    tolerable, confidence = _rate(options.tolerable), _rate(options.confidence)
    if options.value:
        if not options.tolerable_value:
            raise UsageError("A value-weighted sample needs the tolerable misstatement.", hint="Say --tolerable-value.")
        n = size.monetary(options.value, options.tolerable_value, confidence)
        return {"method": "weighted", "n": n, "words": [f"Look at {n} steps of the value."]}
    if options.steps:
        steps = size.stop_or_go(tolerable, confidence, options.steps, options.population)
        told = [{"n": one.n, "allowed": one.allowed} for one in steps]
        return {"method": "stop_or_go", "steps": told, "words": step_words(steps)}
    found = size.planned(tolerable, confidence, _rate(options.expected), options.population)
    words = [attribute_words(found, confidence, tolerable)]
    return {"method": "attribute", "n": found.n, "allowed": found.allowed, "words": words}


def _open(options: argparse.Namespace) -> Samples:
    from assetaudit.wiring.review import Review
    from assetaudit.wiring.sampling import Samples

    return Samples(Review.open(arguments.workspace(options), options.audit))


def _asked(options: argparse.Namespace) -> Asked:
    from assetaudit.review.sampling.asked import Asked
    from assetaudit.review.sampling.plan import Direction, Method, Strata

    return Asked(
        name=options.name,
        direction=Direction(options.direction),
        method=Method(options.method),
        strata=Strata(options.strata),
        scope=tuple(options.scope or ()),
        seed=options.seed,
        recount=options.recount,
        **{name: getattr(options, name) for name in _WRITTEN},
    )


def _drawn(options: argparse.Namespace) -> int:
    samples = _open(options)
    plan, _pool = samples.planned(_asked(options))
    with samples.review.desk(samples.review.space.user(options.by)) as desk:
        return _print(samples, samples.draw(desk, plan), options)


def _print(samples: Samples, sample: Sample, options: argparse.Namespace) -> int:
    if options.json:
        arguments.print_json(_told(samples, sample))
        return 0
    items = samples.walking(sample) if getattr(options, "walk", False) else sample.items
    arguments.table([_row(samples, one) for one in items])
    for void, after in sample.replacements:
        print(f"{samples.label(void)} was void; {samples.label(after)} takes its place.")
    plan = sample.plan
    print(f"{len(sample.items)} of {plan.population} ({plan.direction.value}), seed {plan.seed}.")
    if sample.drift:
        print(f"Take care: {sample.drift}")
    print(sample.words if sample.step is not None else _waits(sample))
    return 0


def _waits(sample: Sample) -> str:
    return f"{counted(sample.waiting, 'item waits', 'items wait')} to be examined."


def _row(samples: Samples, one: Drawn) -> tuple[str, ...]:
    name, place = samples.label(one.item.key), samples.place(one.item.key)
    return (name, "" if place == name else place, one.item.stratum, one.result.value, one.note)


def _told(samples: Samples, sample: Sample) -> dict[str, Any]:
    items = [
        {
            "item": one.item.key,
            "name": samples.label(one.item.key),
            "stratum": one.item.stratum,
            "result": one.result.value,
            "note": one.note or None,
            "hits": one.hits,
        }
        for one in sample.items
    ]
    return {
        "plan": sample.plan.to_dict(),
        "items": items,
        "replacements": [list(pair) for pair in sample.replacements],
        "waiting": sample.waiting,
        "step": sample.step.to_dict() if sample.step is not None else None,
        "words": sample.words,
        "strata": {name: {"n": n, "deviations": bad} for name, (n, bad, _waiting) in sample.strata().items()},
        "disagreeing": [one.item.key for one in sample.disagreeing()] if sample.plan.recount else None,
        "extended": [{"more": more, "why": why} for more, why, _who in sample.extended] or None,
        "drift": sample.drift or None,
        "evaluation": sample.evaluation().to_dict(),
        "value_limit": sample.value_limit() / 100 if sample.interval else None,
    }


def _list(options: argparse.Namespace) -> int:
    samples = _open(options)
    found = samples.all()
    if options.json:
        arguments.print_json([_told(samples, one) for one in found])
        return 0
    for one in found:
        print(f"{one.plan.name}: {one.plan.direction.value}, {one.outlook} {one.waiting} waiting.")
    for plan, who in samples.taken_back():
        print(f"{plan.name}: {plan.direction.value}, drawn by {who} and taken back.")
    if not found:
        print("No sample yet. Draw one with: assetaudit sample draw AUDIT NAME")
    return 0


def _show(options: argparse.Namespace) -> int:
    samples = _open(options)
    return _print(samples, samples.sample(options.name), options)


def _result(options: argparse.Namespace) -> int:
    from assetaudit.review.sampling.book import Result

    samples = _open(options)
    with samples.review.desk(samples.review.space.user(options.by)) as desk:
        samples.result(desk, options.name, options.item, Result(options.result), options.note)
    print(f"{options.item}: {options.result}")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from assetaudit.review.sampling.evaluate import evaluate

    if options.audit:
        return _evaluate_drawn(options)
    if not options.size or not 0 <= options.deviations <= options.size:
        raise UsageError("Name an audit and its sample, or give --size and --deviations.")
    tolerable = _rate(options.tolerable) if options.tolerable else None
    found = evaluate(
        options.deviations,
        options.size,
        _rate(options.confidence),
        population=options.population,
        tolerable=tolerable,
    )
    if options.json:
        arguments.print_json(found.to_dict())
        return 0
    print(found.words)
    return 0


def _evaluate_drawn(options: argparse.Namespace) -> int:
    from assetaudit.review.sampling.evaluate import deviating

    if not options.name:
        raise UsageError("Name the sample as well.", hint="List them with: assetaudit sample list AUDIT")
    samples = _open(options)
    sample = samples.sample(options.name)
    if options.json:
        arguments.print_json(_told(samples, sample))
        return 0
    print(sample.words)
    strata = sample.strata()
    for name, (n, bad, _waiting) in strata.items() if len(strata) > 1 else ():
        print(f"  {name}: {deviating(bad, n)}")
    if sample.plan.recount:
        _print_disagreeing(samples, sample)
    if sample.drift:
        print(f"Take care: {sample.drift}")
    print(_left(sample))
    return 0


def _left(sample: Sample) -> str:
    if not sample.waiting:
        return "All examined."
    left = f"{counted(sample.waiting, 'item was', 'items were')} not examined"
    if sample.step is not None:
        return f"{left}."
    return f"{left}, and {'counts as a deviation' if sample.waiting == 1 else 'count as deviations'}."


def _print_disagreeing(samples: Samples, sample: Sample) -> None:
    for one in sample.disagreeing():
        first = one.first.value if one.first is not None else ""
        print(f"  {samples.label(one.item.key)}: {first} first, {one.result.value} again {one.note}".rstrip())


def _second(options: argparse.Namespace) -> int:
    found = _open(options).second_count()
    if options.json:
        names = ("first", "second", "both", "seen", "total")
        arguments.print_json(None if found is None else {name: getattr(found, name) for name in names})
        return 0
    print("Only one person has counted." if found is None else found.words)
    return 0

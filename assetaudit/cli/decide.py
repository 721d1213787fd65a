"""``assetaudit decide``: what is done about findings, by one person, and approved by another."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from assetaudit.cli import arguments
from assetaudit.errors import UsageError
from assetaudit.model.amount import counted

if TYPE_CHECKING:
    from assetaudit.review.chosen import Rule
    from assetaudit.review.standing import Standing
    from assetaudit.wiring.review import Review


_NO_CASE = "No findings with one cause."
_LISTED = 20
"""Findings that a dry run names for each decision, before it only counts."""


def add(commands: arguments.Commands) -> None:
    """Declare the commands."""
    verbs = arguments.group(commands, "decide")
    show = _audit(verbs, "list", _list, "findings with their state, decision or likeliest decision")
    _rule(show)
    show.add_argument("--waiting", action="store_true", help="only what somebody has to decide now")
    arguments.json_flag(show)
    cases = _audit(verbs, "cases", _cases, "findings with one cause, proposed to be decided at once")
    arguments.json_flag(cases)
    _make(verbs)
    _votes(verbs)
    _rest(verbs)


def _audit(verbs: arguments.Commands, name: str, act: arguments.Act, text: str) -> argparse.ArgumentParser:
    parser = arguments.command(verbs, name, act, text)
    parser.add_argument("audit", metavar="AUDIT")
    return parser


def _rule(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outcome", metavar="X", action="append", default=[], help="only this outcome (repeatable)")
    parser.add_argument("--place", metavar="PLACE", help="only what is expected or found here or below")
    parser.add_argument("--where", metavar="EXPR", default="", help="only records such as: category = server")
    parser.add_argument("--state", metavar="S", action="append", default=[], help="only this state (repeatable)")


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="WHO", help="who does it (default: the name in the settings)")


def _make(verbs: arguments.Commands) -> None:
    parser = _audit(verbs, "make", _decide, "decide about named findings, by a rule, or about a case")
    parser.add_argument("decision", metavar="DECISION", help="accept_move, write_off ... or 'proposed'")
    parser.add_argument("things", metavar="THING", nargs="*", help="tag, serial, identifier or key")
    _rule(parser)
    parser.add_argument("--case", metavar="ID", default="", help="all findings of a case")
    parser.add_argument("--why", default="", help="the reason (needed)")
    for name, text in (
        ("note", "a remark"),
        ("owner", "who takes care"),
        ("ticket", "its number"),
        ("cause", "root cause"),
    ):
        parser.add_argument(f"--{name}", default="", help=text)
    parser.add_argument("--due", metavar="DATE", default="", help="until when it is done")
    parser.add_argument("--until", metavar="DATE", default="", help="until when an exception is accepted")
    parser.add_argument("--set", metavar="FIELD=VALUE", action="append", default=[], help="the record as it shall be")
    parser.add_argument("--dry-run", action="store_true", help="list what would be decided, and write nothing")
    _person(parser)


def _votes(verbs: arguments.Commands) -> None:
    for name, act, text in (
        ("approve", _approve, "approve decisions of another person"),
        ("refuse", _refuse, "send decisions back to the queue, with --note as the reason"),
    ):
        parser = _audit(verbs, name, act, text)
        parser.add_argument("things", metavar="THING", nargs="*", help="tag, serial, identifier or key")
        parser.add_argument("--all", action="store_true", help="everything that waits for an approval")
        _rule(parser)
        parser.add_argument("--note", default="", help="a remark")
        parser.add_argument("--dry-run", action="store_true", help="show random members to look at, and write nothing")
        _person(parser)


def _rest(verbs: arguments.Commands) -> None:
    search = _audit(verbs, "search", _search, "record a second search for something that is to be written off")
    search.add_argument("thing", metavar="THING")
    search.add_argument("--in", dest="places", nargs="+", default=[], help="neighbours stock disposal network")
    search.add_argument("--note", default="", help="what was seen, such as the last network contact")
    _person(search)
    follow = _audit(verbs, "follow", _follow, "note owner, due date, ticket, cause, response; or close")
    follow.add_argument("things", metavar="THING", nargs="+")
    for name in ("owner", "due", "ticket", "cause", "response"):
        follow.add_argument(f"--{name}", default="")
    follow.add_argument("--close", action="store_true", help="it is done")
    _person(follow)
    carried = _audit(verbs, "carried", _carried, "what earlier audits of these places left open")
    carried.add_argument("--take", action="store_true", help="take it over: with owners, dates, tickets, exceptions")
    _person(carried)
    arguments.json_flag(carried)
    undo = _audit(verbs, "undo", _undo, "take back your last decision, approval or note, or the ones named")
    undo.add_argument("events", metavar="EVENT", nargs="*", help="first digits of its hash")
    _person(undo)
    tasks = _audit(verbs, "tasks", _tasks, "what is to be recounted or searched, in walking order")
    arguments.json_flag(tasks)
    arguments.json_flag(_audit(verbs, "questions", _questions, "signs of an audit made at a desk, with their evidence"))
    terms = _audit(verbs, "terms", _terms, "the terms of the review; changed with a reason")
    terms.add_argument("--set", metavar="TERM=VALUE", action="append", default=[])
    terms.add_argument("--role", metavar="PERSON=ROLE", help="counter, manager or approver")
    terms.add_argument("--why", default="")
    _person(terms)
    arguments.json_flag(terms)


def _open(options: argparse.Namespace) -> Review:
    from assetaudit.wiring.review import Review

    return Review.open(arguments.workspace(options), options.audit)


def _user(review: Review, options: argparse.Namespace) -> str:
    return review.space.user(options.by)


def _read_rule(options: argparse.Namespace) -> Rule:
    from assetaudit.model.finding import Outcome
    from assetaudit.model.place import Place, PlaceError
    from assetaudit.review.chosen import Rule
    from assetaudit.review.standing import State

    try:
        place = Place.parse(options.place) if options.place else None
    except PlaceError as error:
        raise UsageError(f"--place {options.place}: {error}") from error
    outcomes = tuple(_word(Outcome, text, "outcome") for text in options.outcome)
    return Rule(outcomes, place, options.where, tuple(_word(State, text, "state") for text in options.state))


def _word(kind: Any, text: str, what: str) -> Any:  # noqa: ANN401 - any StrEnum
    try:
        return kind(text)
    except ValueError:
        raise UsageError(f"There is no {what} '{text}'.", hint=f"Choose one of {', '.join(kind)}.") from None


def _list(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable

    review = _open(options)
    rows = [one for one in review.chosen(_read_rule(options)) if one.waiting or not options.waiting]
    if options.json:
        arguments.print_json([review.to_dict(one) for one in rows])
        return 0
    arguments.table([tuple(map(printable, _row(review, one))) for one in rows])
    waiting = sum(one.waiting for one in rows)
    listed, approval = counted(len(rows), "finding", "findings"), sum(one.to_approve for one in rows)
    print(f"{listed}; waiting for a decision: {waiting}, for an approval: {approval}.")
    return 0


def _row(review: Review, standing: Standing) -> tuple[str, ...]:
    from assetaudit.review.desk import name_of, places_of

    finding, decision, proposal = standing.finding, standing.decision, review.proposal(standing)
    outcome, carried = finding.outcome.printed if finding else "nothing", standing.follow.carried
    where = places_of(finding) if finding else ""
    if decision is not None and not standing.stale:
        said = f"{decision.decide.printed} by {review.person(decision.user)}; {standing.blocked}".rstrip("; ")
    else:
        likely = f"likely: {proposal.decide.value}. {proposal.reason}" if proposal else ""
        said = f"{standing.stale} {likely}".strip()
    return (standing.state.value, outcome, name_of(standing), where, f"{said} ({carried})" if carried else said)


def _cases(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable

    review = _open(options)
    cases = review.cases()
    if options.json:
        arguments.print_json([case.to_dict() for case in cases])
        return 0
    for case in cases:
        print(f"{case.id}  {case.title}")
        shown = case.shown()
        findings = "1 finding" if len(case.things) == 1 else f"{len(case.things)} findings"
        drawn = "" if len(shown) == len(case.things) else "; drawn by chance, to look at first:"
        print(f"          likely: {case.proposed}. {case.reason}")
        print(f"          {findings}{drawn}")
        for text in map(printable, review.told(shown)):
            print(f"            {text}")
    audit = review.loaded.name
    print(f"Decide one at once: assetaudit decide make '{audit}' proposed --case ID" if cases else _NO_CASE)
    return 0


def _decide(options: argparse.Namespace) -> int:
    review = _open(options)
    if options.case and options.decision == "proposed" and not options.dry_run:
        with review.desk(_user(review, options)) as desk:
            print(review.deciding.decide_case(desk, review.case(options.case), options.why))
        return 0
    things, rule = _things(review, options, deciding=True)
    if options.dry_run:
        _would_decide(review, options.decision, things, _wish(options, rule))
        return 0
    with review.desk(_user(review, options)) as desk:
        for told in review.deciding.decide(desk, options.decision, things, _wish(options, rule)):
            print(told)
    return 0


def _would_decide(review: Review, word: str, things: list[str], more: dict[str, Any]) -> None:
    settled = review.deciding.settled(word, things)
    for case in settled:
        _print_listed(review, case.proposed, list(case.things))
    inside = {thing for case in settled for thing in case.things}
    for wish, part in review.deciding.wishes(word, [thing for thing in things if thing not in inside], more):
        _print_listed(review, wish.decide.printed, part)


def _print_listed(review: Review, decided: str, things: list[str]) -> None:
    from assetaudit.identify.clean import printable

    print(f"{decided}: {counted(len(things), 'finding', 'findings')}")
    for text in map(printable, review.told(things[:_LISTED])):
        print(f"  {text}")
    if len(things) > _LISTED:
        print(f"  ... and {len(things) - _LISTED} more")


def _things(review: Review, options: argparse.Namespace, *, deciding: bool) -> tuple[list[str], str]:
    from assetaudit.review.chosen import named

    if options.things:
        return named(review.ledger, options.things), ""
    if deciding and options.case:
        return list(review.case(options.case).things), ""
    rule = _read_rule(options)
    if str(rule) == "everything" and not (not deciding and options.all):
        raise UsageError(
            "No finding was named.", hint="Name some, or choose with --outcome, --place, --where or --case."
        )
    wanted = (one for one in review.chosen(rule) if (one.waiting if deciding else one.to_approve))
    return [one.thing for one in wanted], str(rule)


def _wish(options: argparse.Namespace, rule: str) -> dict[str, Any]:
    from assetaudit.review.terms_written import read_pairs

    names = ("why", "note", "owner", "due", "ticket", "cause", "until", "case")
    for name in ("due", "until"):
        _date(name, getattr(options, name))
    more = {"rule": rule, "values": dict(read_pairs(options.set))}
    return {name: getattr(options, name) for name in names} | more


def _date(name: str, text: str) -> None:
    from datetime import date

    try:
        date.fromisoformat(text or "2000-01-01")
    except ValueError:
        raise UsageError(f"--{name} {text} is no date.", hint="Write it like 2026-12-31.") from None


def _approve(options: argparse.Namespace) -> int:
    from assetaudit.identify.clean import printable

    review = _open(options)
    things, _ = _things(review, options, deciding=False)
    shown, decisions = review.members(things), counted(len(things), "decision", "decisions")
    if options.dry_run:
        print(f"{decisions}; look at these, drawn by chance (seed {review.seed(things)}):")
        for text in map(printable, review.told(shown)):
            print(f"  {text}")
        return 0
    with review.desk(_user(review, options)) as desk:
        desk.approve(things, note=options.note, shown=shown, seed=review.seed(things))
    print(f"{decisions} approved; drawn to be looked at: {', '.join(review.names(shown))}")
    for one in (review.ledger.standing(thing) for thing in things):
        if one.blocked:
            print(f"{review.names([one.thing])[0]}: {one.blocked}")
    return 0


def _refuse(options: argparse.Namespace) -> int:
    review = _open(options)
    things, _ = _things(review, options, deciding=False)
    with review.desk(_user(review, options)) as desk:
        desk.refuse(things, note=options.note)
    print(f"{counted(len(things), 'decision', 'decisions')} sent back.")
    return 0


def _search(options: argparse.Namespace) -> int:
    from assetaudit.review.chosen import named

    review = _open(options)
    with review.desk(_user(review, options)) as desk:
        desk.search(named(review.ledger, [options.thing])[0], options.places, note=options.note)
    print(f"Second search for {options.thing} recorded: not found.")
    return 0


def _follow(options: argparse.Namespace) -> int:
    from assetaudit.review.chosen import named

    review = _open(options)
    _date("due", options.due)
    notes = {name: getattr(options, name) for name in ("owner", "due", "ticket", "cause", "response")}
    with review.desk(_user(review, options)) as desk:
        desk.follow(named(review.ledger, options.things), closed=options.close, **notes)
    print(f"{counted(len(options.things), 'finding', 'findings')} noted.")
    return 0


def _carried(options: argparse.Namespace) -> int:
    from assetaudit.wiring.carried import carry, left_open

    review = _open(options)
    if options.take:
        with review.desk(_user(review, options)) as desk:
            print(f"{len(carry(review, desk))} taken over from earlier audits.")
        return 0
    left = left_open(review)
    if options.json:
        arguments.print_json(
            [
                {"name": one.name, "now": one.finding.outcome.value if one.finding else None, **one.carried.to_dict()}
                for one in left
            ]
        )
        return 0
    arguments.table(
        [
            (one.name, one.carried.audit, one.carried.why, f"now {one.finding.outcome.printed}" if one.finding else "")
            for one in left
        ]
    )
    print(f"{len(left)} left open by earlier audits; take them over with --take.")
    return 0


def _undo(options: argparse.Namespace) -> int:
    review = _open(options)
    with review.desk(_user(review, options)) as desk:
        event = desk.undo(options.events)
    print(review.undone(event))
    return 0


def _tasks(options: argparse.Namespace) -> int:
    review = _open(options)
    tasks = review.tasks()
    if options.json:
        arguments.print_json([task.to_dict() for task in tasks])
        return 0
    arguments.table([(task.place or "no place", task.what, task.name, task.why) for task in tasks])
    print(f"{counted(len(tasks), 'task', 'tasks')}, in walking order.")
    return 0


def _questions(options: argparse.Namespace) -> int:
    review = _open(options)
    found = review.questions()
    if options.json:
        arguments.print_json([one.to_dict() for one in found])
        return 0
    for one in found:
        print(f"{review.person(one.user)}: {one.ask} ({len(one.evidence)} events from {one.evidence[0][:12]})")
    print(f"{counted(len(found), 'question', 'questions')}; none of them is a verdict.")
    return 0


def _terms(options: argparse.Namespace) -> int:
    from assetaudit.review.terms_written import read_pairs, read_role, read_terms

    review = _open(options)
    changes = read_terms(dict(read_pairs(options.set)))
    review.check_where(changes.get("recount", ""))
    if changes or options.role:
        with review.desk(_user(review, options)) as desk:
            if changes:
                desk.set_terms(changes, options.why)
            if options.role:
                person, _, role = options.role.partition("=")
                desk.give_role(review.space.user(person), read_role(role), options.why)
    told = review.terms_told()
    if options.json:
        arguments.print_json(told)
        return 0
    arguments.table([(name, str(value)) for name, value in told.items()])
    return 0

"""The two-person rule as one table: every door by which a decision or a write-off can be passed, tried by everybody.

Down the side stand the doors, across the top the people: ana has counted, mia has decided, nobody has no name, and
bob is the second person, for whom each door that approves has to open.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from assetaudit.errors import AssetAuditError
from assetaudit.model.event import Draft
from assetaudit.model.terms import SEARCHED
from assetaudit.paths import Home
from assetaudit.ui.review import Review
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.cli.test_every_door import (
    THING,
    decided_once,
    decision,
    forged,
    here,
    known,
    laptop,
    ready,
    state,
    user,
)

__all__ = ["decided_once", "here"]

Door = Callable[[Inside, str, Path], object]
LOST = "IT-00102"
"""Expected in the rack that ana closed, and not seen there."""


def key(program: Inside, name: str = THING) -> str:
    """The key of a thing."""
    rows = program.ok("decide", "list", "Q4", "--json").json
    return next(str(row["thing"]) for row in rows if row["name"] == name)


def by(name: str) -> tuple[str, ...]:
    """Who does it, as commands are told."""
    return ("--by", name) if name else ()


def id_of(program: Inside, name: str) -> str:
    """The id of a person; empty for nobody."""
    return user(program, name) if name else ""


def at_the_screen(program: Inside, name: str) -> Review:
    """The review as a person has it on the screen."""
    (program.home / "settings.toml").write_text(f'person = "{name}"\n', "utf-8")
    return ScreenWorkspace(Workspace(Home(program.home))).review("Q4")


def screen(program: Inside, name: str, _folder: Path) -> None:
    with suppress(AssetAuditError):
        review = at_the_screen(program, name)
        review.approve([thing for bundle in review.bundles() for thing in bundle.things])


def approval(program: Inside, **more: object) -> Draft:
    return Draft("approval", {"of": [{"decision": decision(program)} | more], "verdict": "approved"})


def elsewhere(program: Inside, name: str, folder: Path) -> None:
    with laptop(program, folder) as far:
        forged(far, approval(far), by=id_of(far, name))


def change(program: Inside, did: str) -> Draft:
    thing = key(program)
    line = {"decision": decision(program), "thing": thing, "record": thing, "field": "place", "kind": "move"}
    line |= {"before": "DC1/R2/A/08:U10", "after": "DC1/R2/A/07"}
    return Draft("change", {"did": did, "set": "ff", "lines": [line]})


def carried(program: Inside) -> Draft:
    left = {"audit": "Q3", "decide": "accept_exception", "state": "approved", "until": "2099-01-01", "why": "as before"}
    return Draft("follow", {"of": [key(program)], "carried": left, "closed": True})


def not_two(program: Inside, name: str, _folder: Path) -> None:
    terms = Draft("terms", {"set": {"two_persons": False}, "why": "in a hurry"})
    mine = id_of(program, name)
    role = Draft("terms", {"person": mine, "role": "approver", "why": "x"})
    forged(program, terms, role, by=mine)
    program.run("decide", "terms", "Q4", "--set", "two_persons=no", "--why", "in a hurry", *by(name))


def undone(program: Inside, name: str, _folder: Path) -> None:
    """Somebody approves and takes it back; somebody else takes the taking back away."""
    program.ok("decide", "approve", "Q4", THING, *by("bob"))
    program.ok("decide", "undo", "Q4", *by("bob"))
    void = next(event for event in reversed(known(program)) if event.k == "void")
    forged(program, Draft("void", {}, (void.hash,)), by=id_of(program, name))
    program.run("decide", "undo", "Q4", void.hash[:12], *by(name))


APPROVING: dict[str, Door] = {
    "command": lambda one, name, _: one.run("decide", "approve", "Q4", THING, *by(name)),
    "command, all": lambda one, name, _: one.run("decide", "approve", "Q4", "--all", *by(name)),
    "command, by rule": lambda one, name, _: one.run("decide", "approve", "Q4", "--outcome", "misplaced", *by(name)),
    "screen": screen,
    "event by hand": lambda one, name, _: forged(one, approval(one), by=id_of(one, name)),
    "event by hand, by thing": lambda one, name, _: forged(one, approval(one, things=[key(one)]), by=id_of(one, name)),
    "event of another laptop": elsewhere,
}
"""Doors that open for a second person."""
ASIDE: dict[str, Door] = {
    "applied by hand": lambda one, name, _: forged(one, change(one, "applied"), by=id_of(one, name)),
    "verified by hand": lambda one, name, _: forged(one, change(one, "verified"), by=id_of(one, name)),
    "closed": lambda one, name, _: one.run("decide", "follow", "Q4", THING, "--close", *by(name)),
    "carried over by hand": lambda one, name, _: forged(one, carried(one), by=id_of(one, name)),
    "carried over": lambda one, name, _: one.run("decide", "carried", "Q4", "--take", *by(name)),
    "terms": not_two,
    "undo of an undo": undone,
}
"""Doors that open for nobody."""


@pytest.mark.parametrize("name", ["ana", "mia", ""], ids=["counted", "decided", "nobody"])
@pytest.mark.parametrize("door", [*APPROVING, *ASIDE])
def test_no_door_lets_a_decision_pass_with_one_person(here: Inside, tmp_path: Path, door: str, name: str) -> None:
    (APPROVING | ASIDE)[door](here, name, tmp_path)
    assert (state(here), ready(here)) == ("decided", []), door


@pytest.mark.parametrize("door", [*APPROVING])
def test_each_of_them_opens_for_the_second_person(here: Inside, tmp_path: Path, door: str) -> None:
    APPROVING[door](here, "bob", tmp_path)
    assert (state(here), ready(here)) == ("approved", ["DC1/R2/A/07"]), door


def search(program: Inside) -> Draft:
    return Draft("search", {"found": False, "thing": key(program, LOST), "where": list(SEARCHED)})


def search_elsewhere(program: Inside, name: str, folder: Path) -> None:
    with laptop(program, folder) as far:
        forged(far, search(far), by=id_of(far, name))


def search_at_screen(program: Inside, name: str, _folder: Path) -> None:
    with suppress(AssetAuditError):
        at_the_screen(program, name).search(key(program, LOST), "looked")


SEARCHING: dict[str, Door] = {
    "command": lambda one, name, _: one.run("decide", "search", "Q4", LOST, "--in", *SEARCHED, *by(name)),
    "screen": search_at_screen,
    "event by hand": lambda one, name, _: forged(one, search(one), by=id_of(one, name)),
    "event of another laptop": search_elsewhere,
}


@pytest.mark.parametrize("name", ["ana", "", "cid"], ids=["searched first", "nobody", "another"])
@pytest.mark.parametrize("door", [*SEARCHING])
def test_only_another_person_searches_a_second_time(here: Inside, tmp_path: Path, door: str, name: str) -> None:
    here.ok("decide", "make", "Q4", "write_off", LOST, "--why", "gone", "--by", "mia")
    SEARCHING[door](here, name, tmp_path)
    here.ok("decide", "approve", "Q4", LOST, "--by", "bob")
    assert state(here, LOST) == ("approved" if name == "cid" else "decided"), door


def test_who_decides_a_case_does_not_approve_it(tmp_path: Path) -> None:
    from tests.cli.opened import opened

    program = opened(tmp_path)
    rows = "".join(f"IT-004{n:02},S4{n:02},R640,Dell,Deployed,DC1/R2/A/08:U{20 + n},100,1\n" for n in range(5))
    file = tmp_path / "register.csv"
    file.write_text(file.read_text("utf-8") + rows, "utf-8")
    program.ok("register", "import", file, "--source", "cmdb")
    program.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    program.scan("Q5", "LOC:DC1/R2/A/07", *(f"IT-004{n:02}" for n in range(5)), "CMD:CLOSE")
    (case,) = program.ok("decide", "cases", "Q5", "--json").json
    program.ok("decide", "make", "Q5", "proposed", "--case", case["id"], "--why", "moved", "--by", "mia")
    for name, code in (("mia", 1), ("ana", 1), ("bob", 0)):
        assert program.run("decide", "approve", "Q5", "--all", *by(name)).code == code

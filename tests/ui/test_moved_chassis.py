"""A chassis found in another rack takes what it carries along: rows, counts and the close question tell the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.ui.closing import ClosePlan, close_plan
from assetaudit.ui.survey import Survey
from tests.ui.desk import Desk
from tests.ui.hall import asset
from tests.ui.test_strangers import Technician, technician

HOME, FOUND = "DC1/R2/A/07", "DC1/R2/A/08"


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Technician]:
    """At work in a hall of a chassis with two blades and a server beside it, and a server in the next rack."""
    chassis = asset("CH-1", f"{HOME}:U10", units=7)
    blades = [replace(asset(f"BL-{n}", f"{HOME}:U10#bay{n}", units=0), parent=chassis.key) for n in (1, 2)]
    others = [asset("IT-1", f"{HOME}:U30"), asset("IT-2", f"{FOUND}:U30")]
    desk = Desk(tmp_path, holding=MemoryRegister([chassis, *blades, *others]))
    desk.create_audit("Q4", [Place.parse("DC1/R2")])
    with technician(desk) as one:
        yield one


def expected(ana: Technician) -> set[str]:
    return {row.tag for row in ana.picture.rows if row.belongs}


def question(ana: Technician) -> ClosePlan:
    plan = close_plan(ana.audit, ana.walk, None)
    assert plan is not None
    return plan


def tells_the_same(ana: Technician) -> bool:
    """Whether rows and top line agree with the close question, and with the rack drawn anew."""
    picture, plan = ana.picture, question(ana)
    left = {row.tag for row in picture.rows if row.belongs and row.state == "left"}
    anew = ana.survey.picture()
    counts = [(each.expected, each.seen, each.left) for each in (picture, anew)]
    return left == {tag for _, _, tag in plan.missing} and counts == [(len(expected(ana)), plan.seen, len(left))] * 2


def test_its_blades_are_looked_for_where_it_was_found(ana: Technician) -> None:
    ana.scan(f"LOC:{FOUND}")
    assert expected(ana) == {"IT-2"}
    ana.scan("CH-1")
    assert expected(ana) == {"IT-2", "BL-1", "BL-2"}
    assert (ana.picture.left, {tag for _, _, tag in question(ana).missing}) == (3, {"IT-2", "BL-1", "BL-2"})
    assert tells_the_same(ana)
    ana.scan("BL-1")
    assert (ana.picture.expected, ana.picture.seen, ana.picture.left) == (3, 1, 2)
    assert tells_the_same(ana)


def test_its_blades_are_no_longer_looked_for_at_home(ana: Technician) -> None:
    ana.scan(f"LOC:{HOME}")
    assert expected(ana) == {"CH-1", "IT-1", "BL-1", "BL-2"}
    ana.scan(f"LOC:{FOUND}", "CH-1", f"LOC:{HOME}")
    assert expected(ana) == {"CH-1", "IT-1"}
    assert (ana.picture.expected, ana.picture.seen, ana.picture.left) == (2, 1, 1)
    assert tells_the_same(ana)


def test_undo_brings_them_home(ana: Technician) -> None:
    ana.scan(f"LOC:{FOUND}", "CH-1")
    ana.undo()
    assert expected(ana) == {"IT-2"}
    ana.scan(f"LOC:{HOME}")
    assert expected(ana) == {"CH-1", "IT-1", "BL-1", "BL-2"}


def test_a_rack_is_drawn_anew_only_for_what_carries_others(ana: Technician, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.scan(f"LOC:{FOUND}")
    draw, drawn = Survey._draw, list[Survey]()

    def noted(survey: Survey) -> None:
        drawn.append(survey)
        draw(survey)

    monkeypatch.setattr(Survey, "_draw", noted)
    ana.scan("IT-1")
    assert drawn == []
    ana.scan("CH-1")
    assert drawn == [ana.survey]

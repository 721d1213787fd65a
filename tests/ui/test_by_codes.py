"""A whole audit of the sample data by the scanner alone: no key is pressed from the first label to the last close."""

from __future__ import annotations

import os
from pathlib import Path

from assetaudit.cli.demo import prepare
from assetaudit.model.finding import Outcome
from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.sample.hall import DEFAULT_SEED, make
from assetaudit.ui.app import AuditApp
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.ui.pressing import Person

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
FEW = 4
"""Racks that are walked; the walk of all of them is long."""


async def test_racks_are_walked_and_closed_by_control_codes_alone(tmp_path: Path) -> None:
    space = Workspace(Home.of(tmp_path / "home").make())
    audit = prepare(space, make(DEFAULT_SEED))
    app = AuditApp(ScreenWorkspace(space), audit=audit)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await person.until(lambda: app.feed is not None and app.feed.opened, 30)
        engine = space.open_audit(audit).reconciliation
        racks = [place for place in engine.planned() if len(engine.left(place)) > 5][:FEW]
        for number, rack in enumerate(racks):
            app.take(Read("keys://", text=f"LOC:{rack}"))
            left = engine.left(rack)
            for asset in left[:-1]:
                app.take(Read("keys://", text=asset.asset_tag or asset.serial))
            if number == 0:
                for code in ("CMD:DAMAGED", "CMD:UNDO", "CMD:UNREADABLE", "CMD:EMPTY"):
                    app.take(Read("keys://", text=code))
            for code in ("CMD:CLOSE", "CMD:CLOSE") if number < FEW - 1 else ("CMD:NOESCORT",):
                app.take(Read("keys://", text=code))
            await person.settle()
        app.take(Read("keys://", text="CMD:NEXT"))
        await person.settle()
        assert racks[-1].nodes[-1] not in person.line("#top").split("·")[0].split("/")[-1:]
        assert not app.screen_stack[-1].is_modal, "no question waits"
    after = space.open_audit(audit).reconciliation
    states = [str(after.sweep_state(rack)) for rack in racks]
    assert states == ["closed"] * (FEW - 1) + ["blocked"]
    assert after.blocked_reason(racks[-1]) == "no escort"
    missing = [after.finding(asset.key) for rack in racks[:-1] for asset in engine.left(rack)[-1:]]
    assert {finding.outcome.value for finding in missing if finding is not None} <= {"missing", "not_swept"}


async def test_a_whole_audit_is_brought_to_its_end_by_codes_alone(tmp_path: Path) -> None:
    """Every planned place is entered, walked and closed by codes; then nothing stands in the way of the closing."""
    space = Workspace(Home.of(tmp_path / "home").make())
    prepare(space, make(DEFAULT_SEED))
    scope = list(space.register().tops()) if LONG else []
    space.create_audit("whole", [info.place for info in scope] or ["DC1/R1/B"])
    app = AuditApp(ScreenWorkspace(space), audit="whole")
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await person.until(lambda: app.feed is not None and app.feed.opened, 30)
        engine = space.open_audit("whole").reconciliation
        for place in sorted(
            engine.planned(), key=lambda place: -len(place.nodes)
        ):  # racks before the rooms around them
            await person.scan(f"LOC:{place}", *(asset.asset_tag or asset.serial or "" for asset in engine.left(place)))
            for side in ("FRONT", "REAR") if len(engine.sides(place)) > 1 else ("",):
                await person.scan(*([f"CMD:{side}"] if side else []), "CMD:EMPTY", "CMD:CLOSE", "CMD:CLOSE")
        assert not app.screen_stack[-1].is_modal, "no question waits"
    after = space.open_audit("whole").reconciliation
    assert [str(after.sweep_state(place)) for place in after.planned()] == ["closed"] * len(after.planned())
    assert after.troubles() == []
    counts = after.counts()
    assert counts[Outcome.FOUND] > 0
    assert counts[Outcome.NOT_SWEPT] == 0

"""What was booked in the register while people counted proposes a decision in the queue, and never takes one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetaudit.paths import Home
from assetaudit.review.desk import name_of
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.cli.opened import opened


@pytest.fixture
def walked(tmp_path: Path) -> Inside:
    """IT-00201 was seen in another rack; IT-00102 and IT-00103 nowhere."""
    program = opened(tmp_path)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "CMD:CLOSE")
    return program


def book(program: Inside, folder: Path, *moves: tuple[str, str]) -> None:
    """The register becomes a newer one, with other places."""
    text = REGISTER
    for before, after in moves:
        assert before in text
        text = text.replace(before, after)
    (folder / "newer.csv").write_text(text, "utf-8")
    program.ok("register", "import", folder / "newer.csv", "--source", "cmdb")


def row(program: Inside, name: str) -> dict[str, Any]:
    """What the queue says of a thing."""
    return next(one for one in program.ok("decide", "list", "Q4", "--json").json if one["name"] == name)


def test_a_booking_proposes_and_does_not_decide(walked: Inside, tmp_path: Path) -> None:
    assert "Booked" not in row(walked, "IT-00201")["proposal"]["reason"]
    book(walked, tmp_path, ("DC1/R2/A/08:U10", "DC1/R2/A/07:U3"), ("DC1/R2/A/07:U14", "DC1/R9/B/01:U5"))
    moved, lost = row(walked, "IT-00201"), row(walked, "IT-00102")
    assert (moved["state"], moved["proposal"]["decide"]) == ("open", "accept_move")
    told = "Booked to DC1/R2/A/07:U3 during the audit (newer register). It was found where the booking says"
    assert moved["proposal"]["reason"].startswith(told)
    assert (lost["outcome"], lost["proposal"]["decide"]) == ("missing", "recount")
    assert "recount at its new place" in lost["proposal"]["reason"]
    assert "Booked" not in row(walked, "IT-00103")["proposal"]["reason"]


def test_the_screen_proposes_alike_as_soon_as_the_register_is_newer(walked: Inside, tmp_path: Path) -> None:
    space = Workspace(Home(walked.home))
    review = ScreenWorkspace(space).review("Q4")

    def reason() -> str:
        entries = (one for entry in review.queue() for one in (entry, *entry.members))
        found = {name_of(one.standing): one.proposal for one in entries if one.standing is not None}
        assert found["IT-00201"] is not None
        return found["IT-00201"].reason

    assert "Booked" not in reason()
    book(walked, tmp_path, ("DC1/R2/A/08:U10", "DC1/R2/A/07:U3"))
    assert "Booked to DC1/R2/A/07:U3" in reason()


def test_what_the_audits_own_changes_wrote_is_no_booking(walked: Inside, tmp_path: Path) -> None:
    walked.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen", "--by", "mia")
    walked.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    (tmp_path / "now.csv").write_text(REGISTER, "utf-8")
    out = tmp_path / "corrected.csv"
    walked.ok("changes", "apply", "Q4", "--file", tmp_path / "now.csv", "-o", out, "--by", "bob")
    walked.ok("register", "import", out, "--source", "cmdb")
    walked.ok("decide", "undo", "Q4", "--by", "mia")
    assert "Booked" not in row(walked, "IT-00201")["proposal"]["reason"]

"""A position proposes a site to the person on the walk, and is no thing that was seen."""

from __future__ import annotations

from assetaudit.model.coordinates import sites_of
from assetaudit.model.read import Read
from tests.audit.hall import Hall

POSITION = Read(reader="gps:///dev/ttyACM0", kind="position", text="48.117300,11.516667", note="8 satellites")


def test_the_site_is_proposed_confirmed_and_questioned() -> None:
    hall = Hall()
    walk = hall.walk()
    assert "no site of the settings is near" in walk.take(POSITION).sentence
    walk.sites = sites_of([("DC1", "48.1173,11.5167"), ("DC9", "50,11")])
    assert "this is DC1 (2 m). Scan the label" in walk.take(POSITION).sentence
    walk.take(Read(text="LOC:DC1/R2/A/07"))
    assert walk.take(POSITION).sentence == "Position kept: this is DC1 (2 m), as scanned."
    walk.sites = sites_of([("DC5", "48.1173,11.5167")])
    assert "but you stand in DC1/R2/A/07 by its label" in walk.take(POSITION).sentence


def test_it_is_kept_with_the_walk_and_makes_no_finding() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.take(Read(text="LOC:DC1/R2/A/07"))
    before = list(hall.audit.reconciliation.findings())
    verdict = walk.take(POSITION)
    kept = next(event for event in hall.log.written if event.hash == verdict.hash)
    assert kept.d["read"]["kind"] == "position"
    assert kept.d["read"]["text"] == "48.117300,11.516667"
    assert list(hall.audit.reconciliation.findings()) == before

"""The sample walk through the real parts (import, identify, log, reconcile) comes to what its makers expected."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assetaudit.audit.walk import Walk
from assetaudit.identify.identifier import identifier
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.verdict import Verdict
from assetaudit.paths import Home
from assetaudit.reconcile import Reconciliation
from assetaudit.registers.importing import ImportReport, Wishes, import_file
from assetaudit.sample import DEFAULT_SEED, Expected, SampleHall, files, make
from assetaudit.sample.walker import START
from assetaudit.store.event_log import EventStore
from assetaudit.store.register_version import RegisterStore

SEEDS = range(1, 21) if os.environ.get("ASSETAUDIT_ALL_SEEDS") else (1, 2, 3, 4, DEFAULT_SEED)
"""Twenty with ASSETAUDIT_ALL_SEEDS=1, a few otherwise."""


ONE_FILE = {"places.csv": "places", "register.csv": "register"}
THREE_FILES = {
    "places.csv": "places",
    "exports/snipe-it.csv": "snipe-it",
    "exports/netbox.csv": "netbox",
    "exports/servicenow.csv": "servicenow",
}


class WalkClock:
    """The time of the read that is being replayed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def mono_ms(self) -> int:
        return round(self.seconds * 1000)

    def boot(self) -> str:
        return "sample"


def store_of(folder: Path, hall: SampleHall, names: dict[str, str]) -> tuple[RegisterStore, list[ImportReport]]:
    """A workspace's registers after importing files of a hall: name to source."""
    store = RegisterStore(Home.of(folder / "home"), WalkClock())
    reports = []
    for name, source in names.items():
        file = folder / Path(name).name
        file.write_bytes(files(hall)[name])
        reports.append(import_file(store, file, Wishes(source=source), clock=WalkClock()))
    return store, reports


def walked(hall: SampleHall, folder: Path, names: dict[str, str]) -> tuple[Reconciliation, list[Verdict]]:
    store, _ = store_of(folder, hall, names)
    register = store.current()
    assert register is not None
    clock = WalkClock()
    scope = tuple(Place.parse(text) for text in hall.scope)
    frame = Frame(hall.audit_name, scope, register.version, patterns=hall.patterns, people=hall.people)
    events = EventStore(Home.of(folder / "home"), clock)
    audit = events.create_audit(frame, "ana")
    identify = identifier(hall.patterns)
    reconciliation = Reconciliation(frame, register, identify)
    walks = {
        person: Walk(reconciliation, events.writer(audit), register, identify, clock, person)
        for person, _ in hall.people
    }
    verdicts = []
    for clock.seconds, by, read in hall.reads():
        verdicts.append(walks[by].take(read))
    assert events.verify(audit) == []
    return reconciliation, verdicts


def told(finding: Finding) -> Expected:
    """What the generator knows of a finding."""
    return Expected(
        finding.outcome,
        finding.asset,
        finding.asset_tag,
        finding.identifier,
        finding.expected,
        finding.found,
        finding.places,
        finding.also,
        finding.pair,
        tuple(sorted(finding.maybe)),
        finding.candidates,
        finding.reason,
    )


def lines(found: list[Expected]) -> list[str]:
    return sorted(str(each.to_dict()) for each in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_walk_comes_to_what_truly_happened(seed: int, tmp_path: Path) -> None:
    hall = make(seed)
    reconciliation, _ = walked(hall, tmp_path, ONE_FILE)
    found = [told(finding) for finding in reconciliation.findings()]
    assert lines(found) == lines(list(hall.expected))
    assert found == list(hall.expected)


def test_what_is_told_on_the_way(tmp_path: Path) -> None:
    hall = make(DEFAULT_SEED)
    reconciliation, verdicts = walked(hall, tmp_path, ONE_FILE)
    counts = Counter(each.outcome for each in hall.expected)
    assert reconciliation.counts() == {outcome: counts[outcome] for outcome in Outcome}
    assert {verdict.verdict for verdict in verdicts} >= {"place", "command", "repeat", "saved", "found", "contested"}
    assert "Wrong code" in " ".join(verdict.sentence for verdict in verdicts)
    assert not reconciliation.complete()


def test_measures_follow_from_what_truly_happened(tmp_path: Path) -> None:
    hall = make(DEFAULT_SEED)
    reconciliation, _ = walked(hall, tmp_path, ONE_FILE)
    measures = reconciliation.measures()
    costs = {record.key: record.cost_cents for record in hall.records}
    lost = [each.asset for each in hall.expected if each.outcome is Outcome.MISSING]
    counts = Counter(each.outcome for each in hall.expected)
    damaged = sum(read.text == "CMD:DAMAGED" for _, _, read in hall.reads())
    assert measures["value_missing"].num == sum(costs[key] for key in lost if key is not None)
    completeness, labels = measures["completeness"], measures["label_health"]
    assert completeness.den - completeness.num == counts[Outcome.UNKNOWN] + counts[Outcome.UNREADABLE]
    assert labels.den - labels.num == counts[Outcome.UNREADABLE] + damaged


def test_the_import_tells_all_the_dirt(tmp_path: Path) -> None:
    _, reports = store_of(tmp_path, make(DEFAULT_SEED), ONE_FILE)
    told_of = Counter[str]()
    for report in reports:
        told_of.update(report.counts)
    assert told_of == {
        "rejected": 1,
        "place": 3,
        "status": 1,
        "junk_serial": 5,
        "duplicate_tag": 1,
        "duplicate_serial": 1,
        "unit": 1,
    }


def test_three_exports_are_the_same_register(tmp_path: Path) -> None:
    hall = make(DEFAULT_SEED)
    store, reports = store_of(tmp_path, hall, THREE_FILES)
    assert [report.map.system.title for report in reports[1:]] == ["Snipe-IT", "NetBox", "ServiceNow"]
    register = store.current()
    assert register is not None
    here = {asset.key.partition(":")[2]: asset for asset in register.assets()}
    assert len(here) == len(hall.records)
    for record in hall.records:
        number = f"5f1e{record.number:028x}" if record.model.system == "ServiceNow" else str(record.number)
        asset = here[number]
        assert (asset.asset_tag, asset.status_class) == (record.tag, record.standing)
        assert (asset.place, asset.height_half_units) == (record.place, record.model.half_units)


def test_three_exports_come_to_the_same_outcomes(tmp_path: Path) -> None:
    hall = make(DEFAULT_SEED)
    reconciliation, _ = walked(hall, tmp_path, THREE_FILES)
    seen = Counter((finding.outcome, finding.asset_tag, finding.found) for finding in reconciliation.findings())
    assert seen == Counter((each.outcome, each.asset_tag, each.found) for each in hall.expected)

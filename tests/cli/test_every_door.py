"""Who counted does not approve: tried through every door by which an approval can reach an audit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assetaudit.errors import AuditError
from assetaudit.model.event import Draft, Event
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.exchange import exchange
from assetaudit.sync.hub_home import Joining
from assetaudit.sync.hub_link import HubLink, load_enrolled
from assetaudit.sync.station import Station
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.cli.opened import opened
from tests.sync.hub_desk import HubDesk

THING = "IT-00201"
"""Expected at DC1/R2/A/08, and scanned by ana at DC1/R2/A/07."""


@pytest.fixture(scope="module")
def decided_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit in which ana has counted and mia has decided, made once."""
    folder = tmp_path_factory.mktemp("doors")
    program = opened(folder)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", THING, "CMD:CLOSE")
    program.ok("decide", "make", "Q4", "accept_move", THING, "--why", "seen there", "--by", "mia")
    return folder / "home"


@pytest.fixture
def here(decided_once: Path, tmp_path: Path) -> Inside:
    """That audit, to oneself."""
    shutil.copytree(decided_once, tmp_path / "home")
    return Inside(tmp_path / "home")


def state(program: Inside, name: str = THING) -> str:
    """How far a finding is."""
    return next(str(row["state"]) for row in program.ok("decide", "list", "Q4", "--json").json if row["name"] == name)


def forged(program: Inside, *drafts: Draft, by: str) -> list[Event]:
    """Events written past the desk, under an id."""
    space = Workspace(Home(program.home))
    writer = space.events.writer(space.find("Q4").id)
    events = list(writer.append_many(list(drafts), user=by))
    writer.close()
    return events


def user(program: Inside, name: str) -> str:
    """The id of a person."""
    return Workspace(Home(program.home)).user(name)


def decision(program: Inside) -> str:
    """The hash of what mia decided."""
    row = next(row for row in program.ok("decide", "list", "Q4", "--json").json if row["name"] == THING)
    return str(row["decision"]["event"])


NAMES = ["ana", "ANA", "  ana ", "Ana", "\uff21\uff2e\uff21", "a\u200bna", "\ufeffana", "a\u00adna"]


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_knows_who_counted_however_the_name_is_written(here: Inside, name: str) -> None:
    done = here.run("decide", "approve", "Q4", THING, "--by", name)
    assert (done.code, "who counted in this audit does not approve" in done.err) == (1, True), done
    assert here.run("decide", "refuse", "Q4", THING, "--note", "no", "--by", name).code == 1
    assert state(here) == "decided"


@pytest.mark.parametrize("name", ["mia", "MIA", "mi\u200da", "\uff4dia"])
def test_nor_does_who_decided(here: Inside, name: str) -> None:
    done = here.run("decide", "approve", "Q4", "--all", "--by", name)
    assert (done.code, "nobody approves their own decision" in done.err) == (1, True), done


def test_the_screen_refuses_alike(here: Inside) -> None:
    (here.home / "settings.toml").write_text('person = "Ana "\n', "utf-8")
    review = ScreenWorkspace(Workspace(Home(here.home))).review("Q4")
    (bundle,) = review.bundles()
    assert "who counted" in bundle.refused
    with pytest.raises(AuditError, match="who counted"):
        review.approve(bundle.things)


@contextmanager
def laptop(here: Inside, folder: Path) -> Iterator[Inside]:
    """Another laptop, where ana and bob have ids of its own; it gets the audit, and hands on what it did at the end."""
    far = Inside(folder / "far")
    for name in ("ana", "bob"):
        user(far, name)
    carried(here, far, folder / "there.aab")
    yield far
    carried(far, here, folder / "back.aab")


def carried(one: Inside, other: Inside, file: Path) -> None:
    """What one workspace has, brought to the other, which believes it."""
    one.ok("sync", "bundle", file)
    other.run("sync", "take", file)
    other.ok("sync", "trust", one.ok("sync", "status", "--json").json["key"], "--by", "bob")
    other.ok("sync", "take", file)


def test_another_laptop_gives_another_id_and_still_nobody_else(here: Inside, tmp_path: Path) -> None:
    with laptop(here, tmp_path) as far:
        name = user(far, "ana")
        forged(far, Draft("approval", {"of": [{"decision": decision(far)}], "verdict": "approved"}), by=name)
    assert name != user(here, "ana")
    assert state(here) == "decided"
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    assert state(here) == "approved"


def test_a_hub_hands_on_what_counts_for_nothing(here: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = HubDesk(tmp_path / "office", monkeypatch)
    far = Inside(tmp_path / "far")
    stations = [enrolled(hub, home, name) for home, name in ((here.home, "here"), (far.home, "far"))]
    for station in (*stations, *stations):
        exchanged(station)
    ana = user(far, "ana")
    draft = Draft("approval", {"of": [{"decision": decision(far)}], "verdict": "approved"})
    forged(far, draft, by=ana)
    assert state(far) == "decided"
    for station in reversed(stations):
        exchanged(station)
    assert len([event for event in known(here) if event.k == "approval"]) == 1
    assert state(here) == "decided"
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    for station in stations:
        exchanged(station)
    assert (state(here), state(far)) == ("approved", "approved")
    hub.shut()


def enrolled(hub: HubDesk, home: Path, name: str) -> Station:
    """A workspace that belongs to the hub."""
    station = Station(Home(home).make(), SystemClock())
    enrol(station, str(Joining(hub.home.url(), hub.home.invite(name), hub.station.key.public, "")))
    return station


def exchanged(station: Station) -> None:
    """One exchange with the hub."""
    with HubLink(load_enrolled(station.hub_file)) as link:
        exchange(station, link, lambda _way, _at, _of: None)


def known(program: Inside) -> list[Event]:
    """Every event that is here."""
    space = Workspace(Home(program.home))
    return list(space.events.source(space.find("Q4").id).events())


def ready(program: Inside) -> list[str]:
    """Where the change set would put the thing."""
    lines = program.ok("changes", "show", "Q4", "--json").json["lines"]
    return [line["after"] for line in lines if line["name"] == THING]


def test_what_is_changed_after_the_approval_needs_another_one(here: Inside) -> None:
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    assert ready(here) == ["DC1/R2/A/07"]
    elsewhere = ("--set", "place=DC1/R9/B/01:U01", "--why", "better there", "--by", "mia")
    here.ok("decide", "make", "Q4", "accept_move", THING, *elsewhere)
    assert (state(here), ready(here)) == ("decided", [])
    assert here.run("decide", "approve", "Q4", THING, "--by", "mia").code == 1
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    assert ready(here) == ["DC1/R9/B/01:U01"]


def test_a_second_decision_of_the_same_kind_rides_on_no_approval(here: Inside) -> None:
    """Written past the desk, so that it replaces nothing: whichever of both stands, only what was approved is done."""
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    (first,) = (event for event in known(here) if event.k == "decision")
    for number in range(8):
        forged(here, Draft("decision", first.d | {"set": {"place": f"DC1/R9/B/0{number}"}}), by=user(here, "mia"))
        assert ready(here) in ([], ["DC1/R2/A/07"])
        assert (state(here) == "approved") == (ready(here) == ["DC1/R2/A/07"])


def test_other_evidence_after_the_approval_returns_it_to_the_queue(here: Inside) -> None:
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    here.scan("Q4", "LOC:DC1/R2/A/08", THING)
    assert (state(here), ready(here)) == ("open", [])


def test_who_is_one_person_stays_known_when_the_names_are_erased(here: Inside, tmp_path: Path) -> None:
    mine = user(here, "bob")
    with laptop(here, tmp_path) as far:
        other = user(far, "bob")
    assert other != mine
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    here.ok("people", "erase", "bob")
    assert state(here) == "approved"
    forged(here, Draft("place", {"by": "typed", "place": "DC1/R2/A/08"}), by=other)
    assert state(here) == "decided"


@pytest.mark.parametrize("name", ["ana", "mia", ""])
def test_an_approval_written_straight_into_the_log_counts_for_nothing(here: Inside, name: str) -> None:
    by = user(here, name) if name else ""
    forged(here, Draft("approval", {"of": [{"decision": decision(here)}], "verdict": "approved"}), by=by)
    assert state(here) == "decided"


def test_nor_does_a_change_that_claims_to_have_been_applied(here: Inside, tmp_path: Path) -> None:
    line = {"decision": decision(here), "thing": "cmdb:4", "record": "cmdb:4", "field": "place", "kind": "move"}
    line |= {"before": "DC1/R2/A/08:U10", "after": "DC1/R2/A/07"}
    forged(here, Draft("change", {"did": "applied", "set": "ff", "lines": [line]}), by=user(here, "ana"))
    assert state(here) == "decided"
    (tmp_path / "now.csv").write_text(REGISTER, "utf-8")
    here.ok("changes", "apply", "Q4", "--file", tmp_path / "now.csv", "-o", tmp_path / "new.csv", "--by", "ana")
    assert (tmp_path / "new.csv").read_text("utf-8") == REGISTER


def test_nobody_takes_back_another_persons_approval_or_refusal(here: Inside) -> None:
    here.ok("decide", "approve", "Q4", THING, "--by", "bob")
    space = Workspace(Home(here.home))
    events = list(space.events.source(space.find("Q4").id).events())
    (approval,) = (event for event in events if event.k == "approval")
    forged(here, Draft("void", {"reason": "undo"}, (approval.hash,)), by=user(here, "ana"))
    assert state(here) == "approved"
    assert here.run("decide", "undo", "Q4", approval.hash[:12], "--by", "ana").code == 1
    (void,) = forged(here, Draft("void", {"reason": "undo"}, (approval.hash,)), by=user(here, "bob"))
    assert state(here) == "decided"
    forged(here, Draft("void", {}, (void.hash,)), by=user(here, "ana"))
    assert state(here) == "decided"


def test_what_was_taken_back_and_brought_again_was_counted_all_the_same(here: Inside) -> None:
    ben = user(here, "ben")
    (scan,) = forged(here, Draft("place", {"by": "typed", "place": "DC1/R2/A/08"}), by=ben)
    (void,) = forged(here, Draft("void", {}, (scan.hash,)), by=ben)
    here.ok("decide", "approve", "Q4", THING, "--by", "ben")
    assert state(here) == "approved"
    forged(here, Draft("void", {}, (void.hash,)), by=ben)
    assert state(here) == "decided"


def test_who_says_that_two_names_are_one_place_or_one_device_has_counted(here: Inside) -> None:
    forged(here, Draft("alias", {"is": "DC1/R2/A/07", "place": "R2A7", "why": "sign"}), by=user(here, "max"))
    assert "who counted" in here.run("decide", "approve", "Q4", THING, "--by", "max").err


def test_a_later_frame_that_names_no_counters_opens_no_door(here: Inside) -> None:
    space = Workspace(Home(here.home))
    info = space.find("Q4")
    loose = info.frame.to_dict() | {"people": [], "review": {"two_persons": False}}
    forged(here, Draft("rebase", {"frame": loose}, (info.opening.hash,)), by=user(here, "ana"))
    assert here.run("decide", "approve", "Q4", THING, "--by", "ana").code == 1
    assert state(here) == "decided"


@pytest.fixture
def keyed(tmp_path: Path) -> Inside:
    """An audit whose frame names bob's key."""
    pytest.importorskip("cryptography")
    program = opened(tmp_path)
    program.ok("evidence", "key", "--by", "bob")
    program.ok("audit", "new", "Q9", "--scope", "DC1/R2", "--role", "bob=approver", "--role", "mia=manager")
    program.run("scan", "Q9", "--by", "ana", "-", feed=f"LOC:DC1/R2/A/07\n{THING}\n")
    program.ok("decide", "make", "Q9", "accept_move", THING, "--why", "seen there", "--by", "mia")
    return program


def standing(program: Inside) -> str:
    """How far the finding of the keyed audit is."""
    (row,) = (row for row in program.ok("decide", "list", "Q9", "--json").json if row["name"] == THING)
    return str(row["state"])


def test_a_name_whose_key_the_frame_has_counts_only_with_its_signature(keyed: Inside) -> None:
    space = Workspace(Home(keyed.home))
    info, bob = space.find("Q9"), space.user("bob")
    (row,) = (row for row in keyed.ok("decide", "list", "Q9", "--json").json if row["name"] == THING)
    draft = Draft("approval", {"of": [{"decision": row["decision"]["event"]}], "verdict": "approved"})
    writer = space.events.writer(info.id)
    approval = writer.append(draft, user=bob)
    assert standing(keyed) == "decided"
    writer.append(Draft("signature", {"of": approval.hash, "key": "ab" * 32, "sig": "cd" * 64}), user=bob)
    writer.close()
    assert standing(keyed) == "decided"
    keyed.ok("decide", "approve", "Q9", THING, "--by", "bob")
    assert standing(keyed) == "approved"
    writer = space.events.writer(info.id)
    approvals = [event.hash for event in space.events.source(info.id).events() if event.k == "approval"]
    writer.append(Draft("void", {}, tuple(approvals)), user=bob)
    writer.close()
    assert standing(keyed) == "approved"
    keyed.ok("decide", "undo", "Q9", "--by", "bob")
    assert standing(keyed) == "decided"


def test_nothing_is_written_in_the_name_of_a_key_that_is_not_here(keyed: Inside) -> None:
    shutil.rmtree(keyed.home / "keys")
    done = keyed.run("decide", "approve", "Q9", THING, "--by", "bob")
    assert (done.code, "personal key" in done.err) == (1, True), done
    keyed.ok("evidence", "key", "--by", "bob")
    assert "personal key" in keyed.run("decide", "approve", "Q9", THING, "--by", "bob").err
    assert standing(keyed) == "decided"

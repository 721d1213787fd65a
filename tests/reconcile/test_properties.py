"""What must hold for every register and every set of events, in whatever order they arrive."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetaudit.language.catalogue import load
from assetaudit.model.asset import StatusClass
from assetaudit.model.event import Event
from assetaudit.model.finding import MEASURES, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place, Position
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from assetaudit.reconcile.interpret import Interpreter
from assetaudit.reconcile.sights import LOOSE
from assetaudit.reconcile.where import compile_where
from tests.reconcile.worlds import World, halls, listed, worlds
from tests.reconcile.writing import Writer

EXAMPLES = 2000 if os.environ.get("ASSETAUDIT_LONG_TESTS") else 50
FEW = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


SPOTS = tuple(
    Place.parse(text) for text in ("D", "D/R1", "D/R1/A", "D/R1/B", "D/R1/CAGE", "D/R1/SKIP", "D/R2/C", "D/R9/NEW")
)


def everything(engine: Reconciliation) -> tuple[object, ...]:
    """All that an audit says, so that two ways of getting there can be held against each other."""
    return (
        listed(engine),
        engine.counts(),
        engine.measures(),
        engine.measures_by_basis(),
        engine.frame,
        engine.troubles(),
        [(engine.progress(place), engine.at(place)) for place in SPOTS],
        [asset.key for asset in engine.left(Place.parse("D/R1/A"))],
        engine.standing(Place.parse("D/R1/A")),
    )


@FEW
@given(worlds(), st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(world: World, chance: random.Random) -> None:
    mixed = [*world.events, *chance.sample(world.events, len(world.events) // 2)]
    chance.shuffle(mixed)
    assert everything(world.reconciled(mixed)) == everything(world.reconciled())


@FEW
@given(worlds())
def test_kept_up_to_date_is_the_same_as_worked_out_anew(world: World) -> None:
    kept = world.engine()
    for number, event in enumerate(world.events, 1):
        kept.add(event)
        assert everything(kept) == everything(world.reconciled(world.events[:number]))


@FEW
@given(worlds(), st.randoms(use_true_random=False))
def test_totals_asked_now_and_then_are_the_same_as_worked_out_anew(world: World, chance: random.Random) -> None:
    """Touches heap up between two questions, and some questions come before the first event."""
    kept = world.engine()
    mixed = chance.sample(world.events, len(world.events))
    for number, event in enumerate(mixed):
        if chance.random() < 0.3:
            assert totals(kept) == totals(world.reconciled(mixed[:number]))
        kept.add(event)
    assert totals(kept) == totals(world.reconciled())


def totals(engine: Reconciliation) -> tuple[object, ...]:
    """What is counted over the whole audit."""
    progress = [(engine.progress(place), engine.at(place)) for place in SPOTS]
    return engine.counts(), engine.measures(), engine.measures_by_basis(), progress


@FEW
@given(worlds(), st.randoms(use_true_random=False))
def test_counting_sets_is_the_same_as_judging_one_by_one(world: World, chance: random.Random) -> None:
    """Plain assets are counted by kind and plain scans are kept in short; the rules say the same of each by itself."""
    events = chance.sample(world.events, len(world.events))
    asked = [chance.random() < 0.3 for _ in events]
    with _kept_loose(chance.choice([0, 1, 3, LOOSE])):
        quick = _told_on_the_way(world, events, asked)
    with _one_by_one():
        assert _told_on_the_way(world, events, asked) == quick


def _told_on_the_way(world: World, events: list[Event], asked: list[bool]) -> list[object]:
    """Everything that an audit says while its events come in, and of each of them in the end."""
    engine, said = world.engine(), list[object]()
    for event, ask in zip(events, asked, strict=True):
        engine._state.book.plain.expect(1)
        said.append(engine.add(event))
        if ask:
            said.append(everything(engine))
    said += [(engine.about(event.hash), engine.meaning(event.hash)) for event in events]
    return [*said, everything(engine), [engine.sightings(key) for key in _keys(world)]]


@FEW
@given(worlds(), st.data())
def test_taken_in_together_is_the_same_as_one_by_one(world: World, data: st.DataObject) -> None:
    """Reads of many events are looked up at once, and plain scans are taken in the quick way."""
    events = data.draw(st.permutations([*world.events, *world.events[:3]]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=3)))
    single = world.engine()
    with _kept_loose(data.draw(st.sampled_from([0, 2, LOOSE]))):
        together = world.engine()
    for start, end in zip([0, *cuts], [*cuts, len(events)], strict=True):
        told = [single.add(event) for event in events[start:end]]
        changed = together.add_all(events[start:end])
        assert changed or not any(told)
        assert totals(together) == totals(single)
    assert everything(together) == everything(single)
    for event in events:
        assert (together.about(event.hash), together.meaning(event.hash)) == (
            single.about(event.hash),
            single.meaning(event.hash),
        )


@FEW
@given(worlds(), st.data())
def test_taken_in_without_asking_is_the_same_as_asking_what_each_event_touches(
    world: World, data: st.DataObject
) -> None:
    """A walk takes its events in so; what it was told of some before is not told of them when more has been said."""
    events = data.draw(st.permutations([*world.events, *world.events[:3]]))
    asked, taken = world.engine(), world.engine()
    for number, event in enumerate(events, 1):
        asked.add(event)
        taken.take(event)
        for known in data.draw(st.sampled_from([events[:number], [event], []])):
            assert (taken.meaning(known.hash), taken.about(known.hash)) == (
                asked.meaning(known.hash),
                asked.about(known.hash),
            )
    assert everything(taken) == everything(asked)


@contextmanager
def _kept_loose(most: int) -> Iterator[None]:
    """So many plain sightings are kept at hand before they are put into columns, by engines that are made meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assetaudit.reconcile.sights.LOOSE", most)
        yield


@contextmanager
def _one_by_one() -> Iterator[None]:
    """Nothing is plain and nobody stands in the roll, for engines that are made meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assetaudit.reconcile.grounds.all_our_own", lambda: False)
        patch.setattr(Interpreter, "plain", lambda _self, _known: None)
        yield


@FEW
@given(worlds())
def test_progress_of_a_place_is_the_sum_of_its_nodes(world: World) -> None:
    engine = world.reconciled()
    for above in ("D", "D/R1"):
        inside = [place for place in [*SPOTS, *engine.planned()] if Place.parse(above).holds(place)]
        parts = [engine.at(place) for place in dict.fromkeys([Place.parse(above), *inside])]
        whole = engine.progress(Place.parse(above))
        for name in ("expected", "seen", "left", "wrong", "unknown", "planned", "closed"):
            assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name


@FEW
@given(worlds())
def test_the_places_below_a_node_are_those_planned_there(world: World) -> None:
    """Closing a place asks for them without going through all that is planned."""
    for place in SPOTS:
        below, planned = world.engine().below(place), world.engine().planned()
        assert set(below) == {inner for inner in planned if inner != place and place.holds(inner)}
        assert world.engine().below(place.at(Position.parse("U3"))) == ()


@FEW
@given(worlds())
def test_a_sweep_tells_what_it_is_evidence_of(world: World) -> None:
    engine = world.reconciled()
    findings = listed(engine)
    for event in world.events:
        if event.k == "sweep":
            resting = [finding for finding in findings if event.hash in finding.evidence]
            assert list(engine.about(event.hash)) == resting


@FEW
@given(worlds())
def test_add_names_every_thing_whose_finding_changes(world: World) -> None:
    engine, reframed = world.engine(), False
    before = dict(engine.keyed())
    for event in world.events:
        told, after = engine.add(event), dict(engine.keyed())
        reframed |= event.k in ("alias", "rebase")
        for name in before.keys() | after.keys():
            old, new = before.get(name), after.get(name)
            if old != new and not (reframed and event.k in ("alias", "rebase", "void")):
                assert name in told or _places(old, new) & told, (name, old, new, told)
        before = after


def _places(*findings: object) -> set[str]:
    texts = {getattr(finding, "expected", None) for finding in findings if finding is not None} - {None}
    nodes = [Place.parse(str(text)).node for text in texts]
    below = ["d/r1/a", "d/r1/b", "d/r1/cage", "d/r1/skip", "d/r1", "d/r2/c"]
    keys = {f"@{node.key}" for node in nodes}
    return keys | {f"@{key}" for key in below if any(node.holds(Place.parse(key)) for node in nodes)}


@FEW
@given(worlds(), st.data())
def test_taking_back_is_as_if_it_had_never_been(world: World, data: st.DataObject) -> None:
    victim = data.draw(st.sampled_from(world.events))
    other = Writer()
    void = other.void(victim, user="cleo")
    without = [event for event in world.events if event.hash != victim.hash]
    taken_back, never = world.reconciled([*world.events, void]), world.reconciled(without)
    if victim.k == "hologram":  # what is not understood cannot be taken back, it is kept and told
        assert listed(taken_back) == listed(never)
    else:
        assert everything(taken_back) == everything(never)


@FEW
@given(worlds(), st.sampled_from(["D/R1/B", "D/R2/C", "D/R1"]), st.data())
def test_a_place_event_that_supersedes_a_wrong_one_carries_its_scans(
    world: World, text: str, data: st.DataObject
) -> None:
    places = [event for event in world.events if event.k == "place"]
    if not places:
        return
    wrong = data.draw(st.sampled_from(places))
    superseded = {name for event in world.events if event.k == "place" for name in event.sup}
    right = Writer().place(text, "cleo", [wrong.hash])
    engine = world.reconciled([*world.events, right])
    for event in world.events:
        if event.d.get("at") == wrong.hash and wrong.hash not in superseded and event.hash not in superseded:
            assert engine.meaning(event.hash).places in ((), (Place.parse(_alias(world, text)),))


def _alias(world: World, text: str) -> str:
    """What an alias event makes of a place, where there is one."""
    targets = [event.d["is"] for event in world.events if event.k == "alias" and event.d["place"] == text]
    return min(targets, default=text)


@FEW
@given(worlds(), st.lists(st.sampled_from(["D/R1", "D/R1/A", "D/R1/B", "D/R1/CAGE"]), min_size=1, unique=True))
def test_closing_places_removes_no_sighting(world: World, closed: list[str]) -> None:
    before = world.reconciled()
    seen = {key: before.sightings(key) for key in _keys(world)}
    before.add(Writer().close(*closed, user="cleo"))
    assert {key: before.sightings(key) for key in _keys(world)} == seen


def _keys(world: World) -> list[str]:
    return [asset.key for asset in world.register.assets()]


@FEW
@given(worlds())
def test_every_expected_asset_in_scope_has_exactly_one_finding(world: World) -> None:
    engine = world.reconciled()
    found = Counter(finding.asset for finding in engine.findings() if finding.asset)
    assert all(count == 1 for count in found.values())
    test = compile_where(engine.frame.where)
    register = world.judged_by(engine)
    for asset in register.assets() if register is not None else ():
        home = asset.place
        wanted = asset.status_class is StatusClass.EXPECTED and test(asset) and home is not None
        if wanted and home is not None and engine.frame.in_scope(home) and "CAGE" not in str(home):
            assert found[asset.key] == 1


@FEW
@given(worlds())
def test_numerators_are_parts_of_their_denominators(world: World) -> None:
    engine = world.reconciled()
    measures = engine.measures()
    assert tuple(measures) == MEASURES
    assert all(0 <= measure.num <= measure.den for measure in measures.values())
    for name, whole in measures.items():
        parts = [split[name] for split in engine.measures_by_basis().values() if name in split]
        assert all(0 <= part.num <= part.den for part in parts)
        assert sum(part.num for part in parts) <= whole.num
    assert measures["existence"].den <= measures["existence_frame"].den


@FEW
@given(worlds())
def test_counts_and_order_agree_with_the_findings(world: World) -> None:
    engine = world.reconciled()
    findings = listed(engine)
    outcomes = Counter(finding.outcome for finding in findings)
    assert engine.counts() == {outcome: outcomes[outcome] for outcome in Outcome}
    assert findings == sorted(findings, key=lambda finding: finding.sort_key)
    for finding in findings:
        assert finding.evidence == tuple(sorted(set(finding.evidence)))
        assert finding.why.endswith(".")
        assert finding.outcome not in finding.also
    short = [(finding.outcome, finding.expected or finding.found or "", key) for key, finding in engine.keyed()]
    assert list(engine.lines()) == short
    for finding in findings:
        if finding.asset:
            assert engine.finding(finding.asset) == finding


ENGLISH = {"the", "seen", "it", "no", "known", "record", "expected", "by", "has", "which", "device"}


@FEW
@given(worlds())
def test_every_finding_says_why_and_says_it_wholly_in_another_language(world: World) -> None:
    german = load("de")
    for finding in world.reconciled().findings():
        assert not re.search(r" [;,.]|  |no known place", finding.why), finding.why
        assert not ENGLISH & set(german.sentence(finding.why).casefold().replace(".", " ").split()), finding.why


@FEW
@given(worlds())
def test_exchanges_name_each_other(world: World) -> None:
    pairs = {finding.asset: finding.pair for finding in world.reconciled().findings() if finding.pair}
    assert all(pairs[other] == asset for asset, other in pairs.items())


@FEW
@given(halls())
def test_before_the_first_event_everything_waits(hall: tuple[Frame, MemoryRegister]) -> None:
    world = World(*hall, ())
    outcomes = {finding.outcome for finding in listed(world.engine())}
    assert outcomes <= {Outcome.NOT_SWEPT, Outcome.OFF_SITE, Outcome.UNPLACED}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_random_worlds_reach_every_outcome(outcome: Outcome) -> None:
    """Guards the other tests: a generator that never makes a thing contested proves nothing about it."""
    assert _reached()[outcome] >= 3


_COUNTED: Counter[Outcome] = Counter()


def _reached() -> Counter[Outcome]:
    if not _COUNTED:

        @settings(FEW, max_examples=250, database=None, derandomize=True)
        @given(worlds())
        def look(world: World) -> None:
            _COUNTED.update({finding.outcome for finding in world.reconciled().findings()})
            _COUNTED.update({also for finding in world.reconciled().findings() for also in finding.also})

        look()
    return _COUNTED

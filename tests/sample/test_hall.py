"""What must hold for every sample data centre: true to its register, clash-free, with every outcome in it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from functools import cache

import pytest

from assetaudit.bundled import bundled
from assetaudit.model.asset import StatusClass
from assetaudit.model.finding import PRECEDENCE, Outcome
from assetaudit.model.place import Place, PlaceError
from assetaudit.model.read import Read
from assetaudit.sample import DEFAULT_SEED, SampleHall, files, make
from assetaudit.sample.__main__ import main
from assetaudit.sample.epc import giai_hex
from assetaudit.sample.filling import Filling
from assetaudit.sample.oddities import JUNK

SEEDS = range(1, 21)
BOTH_SIDES = ("U", "R")
SWEEP_REASONS = {"not visited", "open", "blocked", "inside an unopened chassis"}


@cache
def hall(seed: int) -> SampleHall:
    return make(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_outcome_is_expected(seed: int) -> None:
    counts = Counter(each.outcome for each in hall(seed).expected)
    assert set(counts) == set(Outcome)
    reasons = {each.reason for each in hall(seed).expected if each.outcome is Outcome.NOT_SWEPT}
    assert reasons == SWEEP_REASONS


@pytest.mark.parametrize("seed", SEEDS)
def test_most_things_are_where_they_should_be(seed: int) -> None:
    population = [
        each for each in hall(seed).expected if each.asset and each.outcome not in (Outcome.OFF_SITE, Outcome.FOREIGN)
    ]
    found = sum(each.outcome is Outcome.FOUND for each in population)
    assert 0.89 < found / len(population) < 0.95


@pytest.mark.parametrize("seed", SEEDS)
def test_each_asset_has_at_most_one_outcome_and_all_in_scope_have_one(seed: int) -> None:
    made = hall(seed)
    named = Counter(each.asset for each in made.expected if each.asset is not None)
    assert max(named.values()) == 1
    scope = [Place.parse(text) for text in made.scope]
    cage = Place.parse("DC1/R2/CAGE")
    for record in made.records:
        place = record.place
        if record.standing is StatusClass.EXPECTED and place is not None and not cage.holds(place):
            assert (record.key in named) or not any(top.holds(place) for top in scope)


@pytest.mark.parametrize("seed", SEEDS)
def test_also_keeps_the_order_of_precedence(seed: int) -> None:
    for each in hall(seed).expected:
        if each.outcome in PRECEDENCE and Outcome.OFF_SITE not in each.also:
            order = [PRECEDENCE.index(outcome) for outcome in (each.outcome, *each.also)]
            assert order == sorted(set(order))


@pytest.mark.parametrize("seed", SEEDS)
def test_swapped_neighbours_name_each_other(seed: int) -> None:
    pairs = {each.asset: each.pair for each in hall(seed).expected if each.pair is not None}
    assert len(pairs) == 2
    assert all(pairs[pair] == asset for asset, pair in pairs.items())


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_stands_where_something_else_stands(seed: int) -> None:
    from random import Random

    filling = Filling(Random(seed))
    filling.fill()
    taken: dict[tuple[str, int, str], str] = {}
    for record in filling.records.values():
        place = record.place
        assert place is not None
        if record.parent or place.position is None or place.position.half_units is None:
            continue
        low, side = place.position.half_units, place.position.slot or ""
        assert low >= 2
        assert low + record.model.half_units <= 86
        for half in range(low, low + record.model.half_units):
            for width in (side,) if side else ("", "left", "right"):
                assert taken.setdefault((place.node_key, half, width), record.tag) == record.tag
    assert len({place for place in {record.place_text for record in filling.records.values()} if "/B/" in place}) > 200


@pytest.mark.parametrize("seed", SEEDS)
def test_serial_numbers_and_tags_are_unique_but_for_the_dirt(seed: int) -> None:
    made = hall(seed)
    tags = Counter(record.tag for record in made.records)
    serials = Counter(record.serial for record in made.records if record.serial and record.serial not in JUNK)
    assert [count for count in tags.values() if count > 1] == [2]
    assert [count for count in serials.values() if count > 1] == [2]


@pytest.mark.parametrize("seed", SEEDS)
def test_time_runs_forward_at_a_walking_pace(seed: int) -> None:
    made = hall(seed)
    last: dict[str, float] = {}
    for seconds, by, read in made.reads():
        assert seconds > last.get(by, -1)
        last[by] = seconds
        assert read.at is not None
    assert set(last) == {"ana", "ben"}
    assert 40 * 60 < max(last.values()) < 120 * 60


def test_every_kind_of_code_and_card_occurs() -> None:
    texts = [read.text for _, _, read in hall(DEFAULT_SEED).reads() if read.text is not None]
    cards = {text.removeprefix("CMD:") for text in texts if text.startswith("CMD:")}
    wanted = {"CLOSE", "UNDO", "DAMAGED", "UNREADABLE", "MOVED", "WRONG", "TWO", "BLOCKED", "PAIR", "NEXT"}
    assert cards == wanted
    for beginning in ("LOC:", "LOC-", "RK-", "1P", "1S", "S/N: ", "SN:", "https://", "it-"):
        assert any(text.startswith(beginning) for text in texts), beginning
    assert any(text.endswith(("\r", "\t", " ")) for text in texts)
    assert sum(read.kind == "tag" for _, _, read in hall(DEFAULT_SEED).reads()) > 5


def test_dirt_is_in_the_register() -> None:
    records = hall(DEFAULT_SEED).records
    assert {record.serial for record in records} >= set(JUNK)
    assert sum(record.place_text == "" for record in records) == 3
    broken = [record.place_text for record in records if record.place_text and record.place is None]
    assert len(broken) == 3
    for text in broken:
        with pytest.raises(PlaceError):
            Place.parse(text)


def test_giai_of_the_standard() -> None:
    """GIAI-96 of TDS 1.x: header 0x34, filter 0, partition 5, company 0614141, reference 1."""
    bits = f"{int(giai_hex(1), 16):096b}"
    assert (int(bits[:8], 2), int(bits[8:11], 2), int(bits[11:14], 2)) == (0x34, 0, 5)
    assert (int(bits[14:38], 2), int(bits[38:], 2)) == (614141, 1)


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others() -> None:
    assert files(make(3)) == files(make(3))
    assert files(make(3))["register.csv"] != files(make(4))["register.csv"]


def test_checked_in_files_are_those_of_the_default_seed() -> None:
    folder = bundled("sample_data")
    written = files(make(DEFAULT_SEED))
    for name, data in written.items():
        assert (folder / name).read_bytes() == data, f"{name} is stale: python -m assetaudit.sample sample_data"
    assert sum(len(data) for data in written.values()) < 1_500_000


def test_files_can_be_read_back() -> None:
    made = hall(DEFAULT_SEED)
    written = files(made)
    rows = list(csv.DictReader(io.StringIO(written["register.csv"].decode())))
    assert [row["Asset tag"] for row in rows[:-1]] == [record.tag for record in made.records]
    assert (rows[-1]["Asset tag"], rows[-1]["Serial number"], rows[-1]["ID"]) == ("", "", "")
    lines = [json.loads(line) for line in written["walk.jsonl"].decode().splitlines()]
    assert [(line["by"], Read.from_dict(line)) for line in lines] == [(step.by, step.read) for step in made.steps]
    told = json.loads(written["expected.json"])
    assert sum(told["counts"].values()) == len(told["findings"]) == len(made.expected)


def test_the_command_writes_a_folder_or_says_why_not(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "hall"
    assert main(["--seed", "5", str(folder)]) == 0
    assert (folder / "walk.jsonl").read_bytes() == files(make(5))["walk.jsonl"]
    (folder / "file").write_text("")
    assert main([str(folder / "file" / "below")]) == 1
    assert "cannot be written" in capsys.readouterr().err

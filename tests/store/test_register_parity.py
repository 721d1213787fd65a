"""A stored register and one in memory answer every question alike."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.registers.importing import Wishes
from assetaudit.store.register_read import StoredRegister
from tests.registers.desk import Desk

NODES = ("DC1", "dc1", "Süd", "R 2", "a%2Fb")
_TEXT = st.sampled_from(["", "A1", "a1", "B-2", "b-2", "Ä9", "ä9", "straße", "STRASSE", "X  7", "x 7"])
_PLACES = st.builds(
    lambda nodes, tail: "/".join(nodes) + tail if nodes else "",
    st.lists(st.sampled_from(NODES), max_size=3),
    st.sampled_from(["", ":U1", ":U12R", ":U12.5", ":U12#bay3", ":0U#rear-left", ":nonsense"]),
)
_ROWS = st.lists(
    st.tuples(
        _TEXT, _TEXT, _PLACES, st.sampled_from(["in use", "retired", "odd", ""]), st.sampled_from(["", "0", "3"])
    ),
    min_size=1,
    max_size=12,
)


def _file(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["id", "tag", "serial", "place", "status", "parent"])
    writer.writerows([str(number), *row] for number, row in enumerate(rows))
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ROWS, min_size=1, max_size=3), st.booleans())
def test_stored_and_in_memory_answer_alike(imports: list[list[tuple[str, ...]]], two_sources: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for number, rows in enumerate(imports):
            desk.take(_file(rows), wishes=Wishes(source=f"s{number % 2}" if two_sources else "s"))
        stored = desk.register
        assert stored.intact()
        memory = MemoryRegister(stored.assets())
        _assets_alike(stored, memory)
        _places_alike(stored, memory)


def _assets_alike(stored: StoredRegister, memory: MemoryRegister) -> None:
    for asset in memory.assets():
        assert all(stored.asset(key) == asset for key in (asset.key, *asset.joined))
        assert list(stored.children(asset.key)) == list(memory.children(asset.key))
    values = ("a1", "A1", "B-2", "ä9", "STRASSE", " x   7 ", "nothing", "a1\0")
    for kind in ("asset_tag", "serial", "epc", "mac"):
        together, known = stored.find_all(kind, values), memory.find_all(kind, values)
        for value in values:
            assert list(stored.find(kind, value)) == list(memory.find(kind, value)), (kind, value)
            assert list(together[value]) == list(known[value]) == list(stored.find(kind, value)), (kind, value)
    for kinds in (("asset_tag", "serial"), ("serial",)):
        for value, (key, kind) in stored.sole(kinds, values).items():
            assert [(hit.key, kind) for hit in memory.find(kind, value)] == [(key, kind)]
            assert memory.sole(kinds, [value]) == {value: (key, kind)}
    assert list(stored.unplaced()) == list(memory.unplaced())


def _places_alike(stored: StoredRegister, memory: MemoryRegister) -> None:
    tops = [info.place for info in memory.tops()]
    assert [info.place for info in stored.tops() if stored.count_in(info.place)] == tops
    places = [asset.place for asset in memory.assets() if asset.place is not None]
    for top in [*tops, Place.parse("nowhere")]:
        used = [info.place for info in stored.places_in(top) if stored.count_in(info.place)]
        assert used == [info.place for info in memory.places_in(top)]
        places += used
    for place in places:
        assert stored.count_in(place) == memory.count_in(place)
        assert list(stored.assets_in(place)) == list(memory.assets_in(place))
        assert list(stored.assets_at(place)) == list(memory.assets_at(place))

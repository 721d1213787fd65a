"""Tags by the second: none lost, none moved past a code, none waiting longer than it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.audit.tags import bulk_of
from assetaudit.model.read import Read
from assetaudit.readers.sweeps import MOST, SECOND, Sweeps


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 3, 3, 12, tzinfo=UTC)

    def mono_ms(self) -> int:
        return 0

    def boot(self) -> str:
        return ""


def tag(reader: str, number: int = 0) -> Read:
    return Read(reader=reader, kind="tag", epc=f"{number:024X}", rssi=-60, rssi_unit="dBm")


codes = st.sampled_from(["LOC:A", "LOC:B", "IT-1"]).map(lambda text: Read(reader="keys://", text=text))
tags = st.builds(tag, st.sampled_from(["tcp://a", "tcp://b"]), st.integers(0, 5))


@given(st.lists(st.tuples(st.one_of(tags, tags, codes), st.floats(0, 0.7)), max_size=40))
def test_every_read_is_delivered_once_and_on_its_side_of_every_code(reads: list[tuple[Read, float]]) -> None:
    sweeps, now, out = Sweeps(Noon()), 0.0, []
    for read, pause in reads:
        now += pause
        out += sweeps.over(now) + sweeps.add(read, now)
        assert all(now - heard.since < SECOND for heard in sweeps._open.values())
    out += sweeps.rest(now)
    for delivery in out:
        assert len({read.reader for read in delivery}) == 1
        assert len(delivery) == 1 or {read.kind for read in delivery} == {"tag"}
    assert counted([read for delivery in out for read in delivery]) == counted([read for read, _ in reads])


def counted(reads: list[Read]) -> list[tuple[str | None, list[Read]]]:
    """What was read between one code and the next, whatever its order, each reader's in its own."""
    spans: list[tuple[str | None, list[Read]]] = [(None, [])]
    for read in reads:
        if read.kind == "tag":
            spans[-1][1].append(replace(read, at=None))
        else:
            spans.append((read.text, []))
    return [(text, sorted(tags, key=lambda read: read.reader)) for text, tags in spans]


def test_a_second_says_how_long_it_was() -> None:
    sweeps = Sweeps(Noon())
    for number in range(4):
        assert sweeps.add(tag("tcp://a", number), number * 0.3) == []
    ((first, *_, last),) = sweeps.over(1.2)
    assert (first.at, last.at) == ("2026-03-03T11:59:58.800+00:00", "2026-03-03T11:59:59.700+00:00")
    assert bulk_of([first, last], 1_000_000)["ms"] == 900


def test_a_reader_gone_wild_does_not_fill_the_memory() -> None:
    sweeps, out = Sweeps(Noon()), 0
    for number in range(MOST * 2 + 5):
        out += sum(len(delivery) for delivery in sweeps.add(tag("tcp://a", number), 0.5))
    assert out == MOST * 2
    assert len(sweeps.rest(0.5)[0]) == 5

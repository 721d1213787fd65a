"""Chains of an evidence file, also where a copied laptop wrote on in two ways."""

from __future__ import annotations

from assetaudit.model.event import Event
from assetaudit.store.event_bytes import CHAIN_START, canonical, chain, event_of
from assetaudit.store.review_chain import branch, follow, linked
from assetaudit.store.review_container import Problem


def line(log: str, seq: int, told: str) -> bytes:
    """An event's bytes."""
    return canonical({"audit": "a", "d": {"told": told}, "k": "note", "log": log, "seq": seq, "v": 1})


class Split:
    """A log that was copied after its first event, and both went on by two; another log beside it."""

    def __init__(self) -> None:
        self.first = line("log1", 1, "begin")
        self.ways = {way: [line("log1", seq, f"{way} {seq}") for seq in (2, 3)] for way in ("left", "right")}
        self.hashes: dict[bytes, bytes] = {self.first: chain(CHAIN_START, self.first)}
        for lines in self.ways.values():
            before = self.hashes[self.first]
            for one in lines:
                before = self.hashes[one] = chain(before, one)
        other = line("log2", 1, "other")
        self.hashes[other] = chain(CHAIN_START, other)
        pairs = [sorted(pair, key=self.hashes.__getitem__) for pair in zip(*self.ways.values(), strict=True)]
        self.lines = [self.first, *pairs[0], *pairs[1], other]
        self.known = {digest.hex() for digest in self.hashes.values()}

    def events(self, lines: list[bytes]) -> list[Event]:
        """Events as the log tells them."""
        return [event_of(one, self.hashes[one]) for one in lines]

    def ends(self, way: str) -> set[str]:
        """Hashes of the events that one end rests on."""
        return {self.hashes[one].hex() for one in (self.first, *self.ways[way])}

    def told(self, lines: list[bytes]) -> list[str]:
        """What following tells is wrong."""
        listed = iter([self.hashes[one].hex().encode() for one in lines])
        return [one.what for one in follow(iter(lines), listed) if isinstance(one, Problem)]


def test_both_ways_of_a_split_log_are_followed() -> None:
    split = Split()
    assert [digest for *_, digest in linked(split.lines, split.known)] == [split.hashes[one] for one in split.lines]
    assert split.told(split.lines) == []


def test_the_events_of_one_end_are_told_apart() -> None:
    split = Split()
    for way in split.ways:
        end = split.hashes[split.ways[way][-1]].hex()
        assert branch(split.lines, split.events(split.lines), "log1", [end]) == split.ends(way)
    both = [split.hashes[lines[-1]].hex() for lines in split.ways.values()]
    assert branch(split.lines, split.events(split.lines), "log1", both) == split.ends("left") | split.ends("right")


def test_what_lies_before_a_gap_belongs_to_the_end() -> None:
    split = Split()
    lines = [split.first, split.ways["left"][1]]
    end = split.hashes[split.ways["left"][1]].hex()
    assert split.hashes[split.first].hex() in branch(lines, split.events(lines), "log1", [end])


def test_an_event_that_stands_there_twice_is_named() -> None:
    split = Split()
    assert "it stands there twice" in split.told([*split.lines[:2], split.lines[1]])[0]


def test_an_event_left_out_of_one_way_is_named() -> None:
    split = Split()
    (told,) = split.told([split.first, *split.lines[3:5]])
    assert "it follows number 1" in told

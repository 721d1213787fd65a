"""Frames are found whatever stands around them, and nothing is kept that is none."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.readers.framing import FORGET, PATIENCE, Cutter, Shape, crc_mcrf4xx, sum_of

MARKED = Shape(
    least=3,
    most=64,
    length=lambda held, at: held[at + 2] + 4,
    good=lambda frame: sum_of(frame[2:-1]) == frame[-1],
    marks=(b"\xa5\x5a", b"\xc8\x8c"),
)
LOCKED = Shape(MARKED.least, MARKED.most, MARKED.length, MARKED.good, MARKED.marks, lock=True)
BARE = Shape(
    least=1, most=64, length=lambda held, at: held[at] + 1, good=lambda frame: len(frame) > 3 and not crc_mcrf4xx(frame)
)


def marked(body: bytes, mark: bytes = b"\xa5\x5a") -> bytes:
    head = bytes([len(body)]) + body
    return mark + head + bytes([sum_of(head)])


def bare(body: bytes) -> bytes:
    head = bytes([len(body) + 2]) + body
    return head + crc_mcrf4xx(head).to_bytes(2, "little")


bodies = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=8)
noise = st.lists(st.binary(max_size=30).filter(lambda data: not any(mark in data + b"\xa5" for mark in MARKED.marks)))


@given(bodies, st.lists(st.integers(0, 400), max_size=10))
def test_frames_are_the_same_however_they_are_cut(sent: list[bytes], cuts: list[int]) -> None:
    for shape, frame in ((MARKED, marked), (BARE, bare)):
        frames = [frame(body) for body in sent]
        data = b"".join(frames)
        places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
        cutter = Cutter(shape)
        assert [one for a, b in pairwise(places) for one in cutter.feed(data[a:b], 0)] == frames
        assert cutter.dropped == 0


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(min_size=1, max_size=30)), min_size=1, max_size=8))
def test_a_frame_is_found_behind_any_noise_once_the_line_falls_silent(pieces: list[tuple[bytes, bytes]]) -> None:
    """Noise may itself be a good frame or swallow the frames behind it; a frame after a silence is always found."""
    cutter, now = Cutter(MARKED), 0.0
    for before, body in pieces:
        cutter.feed(before, now)
        now += FORGET + PATIENCE
        cutter.idle(now)
        assert cutter.feed(marked(body), now)[-1:] == [marked(body)]


def test_what_stands_behind_a_frame_that_does_not_go_on_is_found_after_a_moment() -> None:
    cutter = Cutter(BARE)
    assert cutter.feed(b"\x3f\x00\x03" + bare(b"one") + bare(b"two"), 0) == []
    assert cutter.idle(PATIENCE / 2) == []
    assert cutter.idle(PATIENCE) == [bare(b"one"), bare(b"two")]
    assert cutter.dropped == 3


def test_a_frame_begun_survives_a_hiccup_of_the_line_and_is_given_up_in_the_end() -> None:
    whole = marked(b"payload")
    cutter = Cutter(MARKED)
    assert cutter.feed(whole[:5], 0) == cutter.idle(FORGET / 2) == []
    assert cutter.feed(whole[5:], FORGET / 2) == [whole]
    assert cutter.feed(whole[:5], 9) == cutter.idle(9 + FORGET * 2) == []
    assert cutter.feed(whole[5:], 12) == []
    assert cutter.dropped == len(whole)


def test_half_a_mark_is_kept_and_noise_is_not() -> None:
    cutter = Cutter(MARKED)
    assert cutter.feed(b"noise\xa5", 0) == []
    assert cutter.feed(marked(b"x")[1:], 0) == [marked(b"x")]
    for _ in range(100):
        cutter.feed(b"\x00" * 4096, 0)
    assert len(cutter._held) <= MARKED.most


def test_a_lock_keeps_to_the_first_mark_and_gives_way_when_noise_made_it() -> None:
    first, other = marked(b"one"), marked(b"two", b"\xc8\x8c")
    cutter = Cutter(LOCKED)
    assert cutter.feed(first + other + first, 0) == [first, first]
    for _ in range(LOCKED.most):
        cutter.feed(other, 0)
    assert cutter.feed(other, 0) == [other]

"""Bytes of a terminal, told as keys and pastes: nothing ends the program, nothing hangs, nothing is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from assetaudit.ui.terminal import Terminal


def heard(*chunks: bytes, step: float = 0.002) -> list[object]:
    """Keys as (name, character), pastes as text, a long silence at the end."""
    terminal, now, told = Terminal(), 0.0, []
    for chunk in chunks:
        told += list(terminal.feed(chunk, now))
        now += step
        told += list(terminal.tick(now))
    told += list(terminal.tick(now + 5))
    return [(one.key, one.character) if isinstance(one, events.Key) else getattr(one, "text", one) for one in told]


def spelt(text: str) -> list[object]:
    return [(char, char) for char in text]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Ab1", spelt("Ab1")),
        (b"\r\n\t", [("enter", "\r"), ("ctrl+j", "\n"), ("tab", "\t")]),
        (b"A\x1dB", [("A", "A"), ("ctrl+right_square_bracket", "\x1d"), ("B", "B")]),
        (b"A\xffB", [("A", "A"), ("\udcff", "\udcff"), ("B", "B")]),
        (b"\x1b[A", [("up", None)]),
        (b"\x1bOP", [("f1", None)]),
        (b"\x1b[1;5A", [("ctrl+up", None)]),
        (b"\x1b[113;5u", [("ctrl+q", None)]),
        (b"\x1b", [("escape", "\x1b")]),
        (b"\x1b\x1b", [("escape", "\x1b"), ("escape", "\x1b")]),
        (b"\x1bx", [("escape", "\x1b"), ("x", "x")]),
        (b"\x1b[99999999999999;5u", []),
        (b"\x1b[9999999;5u", []),
        (b"\x1b[<0;10;10M\x1b[O\x1b[I\x1b[48;1;1;1;1t\x1b[24;80R\x1b[?62;1c", []),
        (b"A\x1b[?1000hB", [("A", "A"), ("report", "\x1b[?1000h"), ("B", "B")]),
        (b"A\x1b[6nB", [("A", "A"), ("report", "\x1b[6n"), ("B", "B")]),
        (b"\x1b[200~A\rB\x1b[201~C", ["A\rB", ("C", "C")]),
        (b"\x1b[200~A\rB", ["A\rB"]),
        (b"\x1b[201~", []),
        ("ä€".encode(), [("ä", "ä"), ("euro_sign", "€")]),
    ],
)
def test_bytes_in_keys_out(data: bytes, expected: list[object]) -> None:
    assert heard(data) == expected
    assert heard(*(data[n : n + 1] for n in range(len(data)))) == expected


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_any_bytes_end_and_typing_goes_on(chunks: list[bytes]) -> None:
    terminal = Terminal()
    for number, chunk in enumerate(chunks):
        list(terminal.feed(chunk, number * 0.001))
    list(terminal.tick(1.0))
    list(terminal.feed(b"\x80\x80\x80", 1.5))
    list(terminal.tick(3.0))
    told = list(terminal.feed(b"OK", 4.0))
    assert [one.character for one in told if isinstance(one, events.Key)][-2:] == ["O", "K"]

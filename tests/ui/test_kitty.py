"""Pictures in their own pixels: what is sent is what the protocol says, and it is never answered."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from assetaudit.ui import kitty
from assetaudit.ui.widgets.preview import Preview
from tests.ui.desk import Desk
from tests.ui.pressing import at_work
from tests.ui.test_sweep import Box, Finder, Sight

SEQUENCE = re.compile(r"\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\")


def understood(sent: str) -> tuple[dict[str, str], bytes]:
    """What a terminal makes of it: the keys of the first sequence, and the pixels of all."""
    assert SEQUENCE.sub("", sent) == ""
    parts = [(dict(key.split("=") for key in keys.split(",")), body) for keys, body in SEQUENCE.findall(sent)]
    assert all(keys["q"] == "2" for keys, _ in parts)
    assert [keys["m"] for keys, _ in parts] == ["1"] * (len(parts) - 1) + ["0"]
    assert all(len(body) <= 4096 and len(body) % 4 == 0 for _, body in parts)
    return parts[0][0], zlib.decompress(base64.b64decode("".join(body for _, body in parts)))


@given(st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False))
def test_every_pixel_arrives(width: int, height: int, random: object) -> None:
    rgb = bytes(getattr(random, "randrange")(256) for _ in range(3 * width * height))  # noqa: B009 - Hypothesis' own type
    keys, pixels = understood(kitty.sent(rgb, width, height, 10, 5))
    assert pixels == rgb
    assert (keys["s"], keys["v"], keys["c"], keys["r"]) == (str(width), str(height), "10", "5")
    assert (keys["a"], keys["U"], keys["f"], keys["o"]) == ("T", "1", "24", "z")


def test_a_large_picture_goes_in_pieces() -> None:
    rgb = hashlib.shake_128(b"noise").digest(3 * 200 * 100)
    sent = kitty.sent(rgb, 200, 100, 50, 13)
    assert sent.count("\x1b_G") > 1
    assert understood(sent)[1] == rgb


def test_cells_count_by_the_marks_of_the_protocol() -> None:
    known = {0: 0x305, 1: 0x30D, 3: 0x310, 8: 0x346, 17: 0x363, 29: 0x36F, 30: 0x483, 35: 0x592, kitty.MOST - 1: 0x82D}
    (segment,) = kitty.cells(kitty.MOST, 17)
    cells = [segment.text[at : at + 3] for at in range(0, len(segment.text), 3)]
    assert {cell[0] for cell in cells} == {"\U0010eeee"}
    assert {cell[1] for cell in cells} == {"\u0363"}
    assert {number: ord(cells[number][2]) for number in known} == known
    assert len({cell[2] for cell in cells}) == kitty.MOST == cell_len(segment.text)
    assert segment.style is not None
    assert segment.style.color is not None
    red, green, blue = segment.style.color.get_truecolor()
    assert (red << 16 | green << 8 | blue) == kitty.NUMBER


@pytest.mark.parametrize(
    ("environment", "drawn"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-ghostty"}, True),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, True),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1", "TMUX": "/tmp/x"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, False),
        ({}, False),
    ],
)
def test_the_terminal_is_known_by_its_name(environment: dict[str, str], drawn: bool) -> None:
    assert kitty.drawn_by(environment) is drawn


async def test_a_camera_is_seen_in_its_own_pixels_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    monkeypatch.delenv("TMUX", raising=False)
    desk, sent = Desk(tmp_path / "desk"), list[str]()
    sight = Sight(boxes=(Box("IT-000001", ((0.3, 0.3), (0.6, 0.3), (0.6, 0.7), (0.3, 0.7))),))
    finder = desk.cameras["camera://0"] = Finder(sight)
    async with at_work(desk, None) as person:
        monkeypatch.setattr(person.app._driver, "send", sent.append, raising=False)
        preview = Preview()
        await person.app.screen.mount(preview)
        await person.pilot.pause()
        finder.watch(*preview.pixels)
        assert finder.looking == (min(80, kitty.MOST) * 4, preview.size.height * 8)
        preview.show(sight)
        keys, pixels = understood(sent.pop())
        assert (int(keys["c"]), int(keys["r"])) == (-(-sight.width // 4), -(-sight.height // 8))
        assert b"\x00\xff\x40" in pixels
        await person.pilot.pause()
        rows = [preview.render_line(y) for y in range(int(keys["r"]))]
        assert {row.cell_length for row in rows} == {preview.size.width}
        assert all(row.text.count("\U0010eeee") <= int(keys["c"]) for row in rows)
        assert any("IT-000001" in row.text for row in rows)
        await preview.remove()
        assert sent == [f"\x1b_Ga=d,d=I,i={kitty.NUMBER},q=2\x1b\\"]

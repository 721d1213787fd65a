"""The lines at the edges: where I am and how far, how far the rack and the audit are, the readers' lights, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.model.verdict import Tone, Verdict
from assetaudit.ui.commands import Command, commands
from assetaudit.ui.pace import spoken as spoken_time
from assetaudit.ui.rates import reader_name
from assetaudit.ui.widgets.lines import Line, Lines, Part, band, between, fit, ink, length

if TYPE_CHECKING:
    from assetaudit.ui.notes import ReaderNote
    from assetaudit.ui.picture import WalkPicture

_KEPT = frozenset({"help", "leave"})
"""Commands that the footer names however narrow it is."""
_APART = 5
"""Columns between what stands at the left, the counts and what stands at the right."""
_NAME = 6
"""Columns below which an audit's name says nothing."""
_LIGHTS = {"ready": ("●", Tone.RIGHT), "waiting": ("○", Tone.NEUTRAL), "lost": ("✗", Tone.WRONG)}


class TopLine(Lines):
    """Where one stands, what is seen and left here, which audit, who, what time."""

    DEFAULT_CSS = "TopLine { height: 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__(id="top")
        self.picture: WalkPicture | None = None
        self.time = ""

    def show(self, picture: WalkPicture, time: str) -> None:
        """Show a picture at a time of day."""
        self.picture, self.time = picture, time
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """One line."""
        width = size.width
        picture = self.picture
        if picture is None:
            return [[Part(" assetaudit", "bold")]]
        where = (picture.place or say("no place yet")).replace("/", " / ")
        left = [Part(f" {where}", "bold"), Part(f"  {say(picture.side)}" if picture.side else "", "quiet")]
        left += [Part(f"  {self.alphabet.draw('▸')}{picture.unit} ", "bold ink-attention")] if picture.unit else []
        counts = self._counts(picture)
        if width >= 100:
            left += [Part("     "), *counts]
            return [between(left, self._right(picture, width - length(left) - 2), width)]
        who = self._right(picture, width - length(left) - length(counts) - _APART)
        return [between(left, [*counts, Part("   "), *who], width)]

    def _right(self, picture: WalkPicture, room: int) -> Line:
        """The audit, who walks, what time it is; the audit gives way first, then the person."""
        who, time = picture.following or picture.person, f"{self.time} "
        both = f"{picture.audit} · {who}  {time}"
        if length([Part(both)]) > room:
            name = room - length([Part(f" · {who}  {time}")])
            both = f"{fit(picture.audit, name)} · {who}  {time}" if name >= _NAME else f"{who}  {time}"
        return [Part(both if length([Part(both)]) <= room else time, "quiet")]

    def _counts(self, picture: WalkPicture) -> Line:
        if picture.place is None:
            return []
        if picture.blind:
            return [Part(say("blind"), "bold")]
        parts = [Part(say("{seen} of {all} seen", seen=picture.seen, all=picture.expected), "bold")]
        if picture.state in ("closed", "blocked"):
            return [*parts, Part(f" · {say(picture.state)}", "bold ink-neutral")]
        if picture.left:
            return [*parts, Part(" · "), Part(say("{n} left", n=picture.left), "bold ink-attention")]
        return [*parts, Part(f" · {say('all seen')}", "bold ink-right")] if picture.expected else parts


class ProgressLine(Lines):
    """Bars of this rack and of the room, and the whole audit in numbers."""

    def __init__(self) -> None:
        super().__init__(id="progress")
        self.picture: WalkPicture | None = None

    def show(self, picture: WalkPicture) -> None:
        """Show a picture."""
        self.picture = picture
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """One line."""
        picture = self.picture
        if picture is None:
            return []
        wide = size.width >= 100
        right = self._totals(picture, wide=wide)
        parts = [*self._here(picture, wide=wide), *self._room(picture, wide=wide)]
        return [between(parts or [Part("")], right, size.width)]

    def _here(self, picture: WalkPicture, *, wide: bool) -> list[Part]:
        if picture.place is None or picture.blind:
            return []
        share = 100 * picture.seen // picture.expected if picture.expected else 100
        drawn = self.alphabet.bar(picture.seen, picture.expected or 1, 20 if wide else 12)
        unchecked = say("{n} empty to check", n=picture.unchecked) if picture.unchecked and wide else ""
        return [
            Part(f" {say('here')} ", "quiet"),
            Part(drawn, "ink-right"),
            Part(f" {share} %  "),
            Part(f"{unchecked}   " if unchecked else "", "quiet"),
        ]

    def _room(self, picture: WalkPicture, *, wide: bool) -> list[Part]:
        if not picture.room:
            return []
        drawn = self.alphabet.bar(picture.room_closed, picture.room_planned, 10 if wide else 6)
        closed = say("{closed} of {all} closed", closed=picture.room_closed, all=picture.room_planned)
        return [Part(f" {picture.room} ", "quiet"), Part(drawn, "ink-neutral"), Part(f" {closed}")]

    def _totals(self, picture: WalkPicture, *, wide: bool) -> list[Part]:
        told = [f"{say('all')}: {picture.all_closed}/{picture.all_planned}"]
        if picture.left_ms is not None:
            told.insert(0, say("about {time} left here", time=spoken_time(picture.left_ms)))
        if wide and picture.used_ms:
            told.insert(0, say("walked {time}", time=spoken_time(picture.used_ms)))
        return [Part(f"{' · '.join(told)} ", "quiet")]


class KeysLine(Lines):
    """The readers' lights and the keys of the screen."""

    DEFAULT_CSS = "KeysLine { height: 1; background: $panel; dock: bottom; }"

    def __init__(self, *wheres: str, extra: Iterable[tuple[str, str]] = (), rows: int = 1) -> None:
        super().__init__(id="keys")
        self._rows = rows
        self._commands: list[Command] = [one for where in wheres for one in commands(where)]
        self._extra = list(extra)
        self._idle: frozenset[str] = frozenset()
        self._also: frozenset[str] = frozenset()
        self.readers: dict[str, ReaderNote] = {}
        self.rates: dict[str, int] = {}
        """Reads a second, by reader."""
        self.lights = False

    def without(self, idle: Iterable[str], *, also: Iterable[str] = ()) -> None:
        """Do not name commands that have nothing to work on now, but others that are of use just now."""
        wished = frozenset(idle), frozenset(also)
        if wished != (self._idle, self._also):
            self._idle, self._also = wished
            self._reflow()

    def on_mount(self) -> None:
        """While somebody types into a field, letters are no commands."""
        self.watch(self.screen, "focused", self._reflow, init=False)

    def _reflow(self) -> None:
        self.redraw()
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own
        """As many rows as the keys take."""
        return len(self.lines(Size(width, self._rows)))

    def light(self, note: ReaderNote) -> None:
        """A reader's state has changed; one that is lost stays so while it is tried again."""
        known = self.readers.get(note.address)
        if note.state != "waiting" or known is None or known.state != "lost":
            self.readers[note.address] = note
            self.redraw()

    def rate(self, rates: dict[str, int]) -> None:
        """How many reads came within the last second."""
        if rates != self.rates:
            self.rates = rates
            self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """The lights and as many keys as there is room for; those that are named last in the table give way."""
        left = [Part(" "), *(part for part in self._lights() if self.lights)]
        shown = self._named()
        rows = self._keys(shown, size.width - length(left))
        while len(rows) > self._rows and (spare := [one for one in shown if one.id not in _KEPT]):
            shown.remove(spare[-1])
            rows = self._keys(shown, size.width - length(left))
        return [between(left, rows[0], size.width)] if self.lights else [[Part(" "), *row] for row in rows]

    def _named(self) -> list[Command]:
        if self._typing:
            return [one for one in self._commands if one.id == "leave"]
        named = [one for one in self._commands if one.id in self._also]
        return [*named, *(one for one in self._commands if one.footer and one.id not in self._idle)]

    @property
    def _typing(self) -> Sequence[tuple[str, str]]:
        """What keys do in the field that has the focus; nothing where none has it."""
        fields = getattr(self.screen, "KEYS", ())
        return fields if isinstance(self.screen.focused, Input) else ()

    def _keys(self, shown: Iterable[Command], width: int) -> list[list[Part]]:
        rows: list[list[Part]] = [[]]
        extra = [(key, say(label)) for key, label in self._typing] or self._extra
        for key, label in (*extra, *((one.shown_key, say(one.label)) for one in shown)):
            parts = [Part(key, "bold ink-neutral"), Part(f" {label}   ", "quiet")]
            if rows[-1] and length(rows[-1]) + length(parts) > width:
                rows.append([])
            rows[-1] += parts
        return rows

    def _lights(self) -> list[Part]:
        parts = [Part(f"{self.alphabet.draw('●')} ", ink(Tone.RIGHT)), Part(f"{say('keys')}  ")]
        for note in self.readers.values():
            char, tone = _LIGHTS.get(note.state, _LIGHTS["waiting"])
            rate = f" {self.rates[note.address]}/s" if self.rates.get(note.address, 0) > 1 else ""
            lost = f" {say('lost')}" if note.state == "lost" else ""
            parts += [
                Part(f"{self.alphabet.draw(char)} ", ink(tone)),
                Part(f"{reader_name(note.address)}{rate}{lost}  "),
            ]
        return parts


class ScanStrip(Lines):
    """On screens other than the walk: the last read was taken, and this is what it is."""

    DEFAULT_CSS = (
        "ScanStrip { height: 1; dock: bottom; margin-bottom: 1; display: none; } ScanStrip.-heard { display: block; }"
    )

    def __init__(self) -> None:
        super().__init__(id="strip")
        self.verdict: Verdict | None = None

    def show(self, verdict: Verdict) -> None:
        """Show the verdict of the last read."""
        self.verdict = verdict
        self.add_class("-heard")
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:  # noqa: ARG002 - cut to the width by the drawing
        """One line on a band of the tone."""
        if self.verdict is None:
            return []
        from assetaudit.ui.signs import sign
        from assetaudit.ui.widgets.recent import spoken

        said = spoken(self.verdict, "")
        word = say(sign(self.verdict.verdict).large)
        style = band(self.verdict.tone)
        text = "  ".join(part for part in (f" {self.alphabet.of(said.state)} {word}", said.code, said.says) if part)
        return [[Part(text, style)]]

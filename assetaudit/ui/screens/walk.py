"""The walk: where I am, what the last read is, the rack as a map, what is left, and the keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from assetaudit.language import say
from assetaudit.ui.commands import bindings, key_of
from assetaudit.ui.messages import VerdictGiven
from assetaudit.ui.picture import SeenBefore, WalkPicture
from assetaudit.ui.places import place_of, short
from assetaudit.ui.screens.walk_actions import WalkActions
from assetaudit.ui.widgets.elevation import Elevation
from assetaudit.ui.widgets.lines import Line, Part
from assetaudit.ui.widgets.recent import Recent, spoken
from assetaudit.ui.widgets.route import Route
from assetaudit.ui.widgets.status import KeysLine, ProgressLine, TopLine
from assetaudit.ui.widgets.verdict import VerdictPanel

if TYPE_CHECKING:
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.app import AuditApp
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.notes import ReaderNote
    from assetaudit.ui.player import Player

PATIENCE = 3
"""Reads in a row by another person after which a replay's screen follows that one."""


class WalkScreen(WalkActions):
    """One walk."""

    app: AuditApp
    CSS_PATH = "walk.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it as it is
    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere", "walk", "replay")

    def __init__(self, feed: Feed, person: str, player: Player | None = None) -> None:
        super().__init__()
        self.feed = feed
        self.person = person
        self.player = player
        self.picture: WalkPicture | None = None
        self.saved = 0
        self._others = 0
        self._digits = ""

    def compose(self) -> ComposeResult:
        """Top line, verdict, rack and last reads, progress, keys."""
        yield TopLine()
        yield VerdictPanel()
        with Horizontal(id="body-walk"):
            yield Elevation()
            with Vertical(id="right"):
                yield Recent()
                yield Route()
        yield ProgressLine()
        keys = KeysLine("walk", "everywhere", extra=self._replay_keys())
        keys.lights = True
        yield keys

    def on_mount(self) -> None:
        """Until the audit is loaded, say so."""
        self.query_one(VerdictPanel).show(None, waiting=say("Opening the audit ..."))

    def _replay_keys(self) -> list[tuple[str, str]]:
        return [] if self.player is None else [("+ -", say("speed")), (".", say("pause"))]

    # What happened

    def hear(self, message: VerdictGiven) -> None:
        """A read was committed and judged."""
        verdict, picture = message.verdict, message.picture
        self.saved += 1
        other = picture.person if self.player is not None or picture.person != self.person else ""
        self.query_one(Recent).add(spoken(verdict, self._time("%H:%M:%S"), other))
        if self._follows(picture):
            self.look(picture, touched=verdict.asset.key if verdict.asset else "")
            self.query_one(VerdictPanel).show(
                verdict,
                detail=self._detail(verdict, picture),
                before=self._before(message.before),
                notice=self._notice(verdict, picture),
            )

    def look(self, picture: WalkPicture, *, touched: str | None = None) -> None:
        """Show a picture of the walk."""
        opened = self.picture is None
        self.picture = picture
        self.query_one(TopLine).show(picture, self._time("%H:%M"))
        self.query_one(Elevation).show(picture, touched=touched)
        self.query_one(Route).show(picture)
        self.query_one(ProgressLine).show(picture)
        if picture.place is None:
            self.query_one(KeysLine).without(("close_rack", "no_label"), also=("go", "places"))
        else:
            self.query_one(KeysLine).without(())
        if opened and picture.place is None:
            keys = f"{key_of('walk.go')} Enter"
            again = say("You left off in {place}; {keys} goes there.", place=picture.hint or "", keys=keys)
            none = say("{key} names it where it has no label.", key=key_of("walk.go"))
            told = f"{say('Scan the label of the place you stand in.')} {again if picture.hint else none}"
            self.query_one(VerdictPanel).show(None, waiting=told)

    def rates(self, rates: dict[str, int]) -> None:
        """How fast each reader reads."""
        for line in self.query(KeysLine):  # none before the first picture
            line.rate(rates)

    def _before(self, before: SeenBefore | None) -> str:
        if before is None:
            return ""
        when = datetime.fromtimestamp(before.wall / 1000, UTC).astimezone()
        same_day = when.date() == self.workspace.clock.now().astimezone().date()
        at = short(before.place, place_of(self.picture.place) if self.picture else None)
        told = f"{when:%H:%M}" if same_day else f"{when:%Y-%m-%d %H:%M}"
        return say("last seen {time} by {person} in {place}", time=told, person=before.person, place=at)

    def _notice(self, verdict: Verdict, picture: WalkPicture) -> Line:
        """A remark that asks, and never waits for an answer: the wrong place, or a clash of heights."""
        if picture.doubt is not None:
            told = say("Are you in {place}?", place=short(picture.doubt, place_of(picture.place)))
            running = say("{n} scans running belong there.", n=picture.doubted)
            moves = say("moves them there")
            return [
                Part(f" ? {told} ", "bold ink-attention"),
                Part(f"{running}  "),
                Part(f" {key_of('walk.wrong_place')} ", "reverse"),
                Part(f" {moves}"),
            ]
        if verdict.asset is not None and verdict.asset.key in picture.clashes:
            row = next((row for row in picture.rows if row.asset == verdict.asset.key), None)
            note = row.note if row is not None else ""
            return [Part(f" ! {say('Heights clash')}: ", "bold ink-attention"), Part(note)]
        return ()

    def light(self, note: ReaderNote) -> None:
        """A reader came or went."""
        for line in self.query(KeysLine):  # none before the first picture
            line.light(note)

    def _follows(self, picture: WalkPicture) -> bool:
        self._others = 0 if picture.person == self.person else self._others + 1
        if self._others >= PATIENCE or (self.player is not None and self.picture is None):
            self.person, self._others = picture.person, 0
        return picture.person == self.person

    def _detail(self, verdict: Verdict, picture: WalkPicture) -> str:
        if verdict.verdict != "place" or picture.blind:
            return ""
        if not picture.expected:
            return say("Nothing is expected here.")
        return say(
            "{all} expected, {seen} seen, {left} left.", all=picture.expected, seen=picture.seen, left=picture.left
        )

    def _time(self, form: str) -> str:
        return self.workspace.clock.now().astimezone().strftime(form)

    # A recorded walk

    def action_faster(self) -> None:
        """Play faster."""
        self._speed(1)

    def action_slower(self) -> None:
        """Play slower."""
        self._speed(-1)

    def _speed(self, by: int) -> None:
        if self.player is not None:
            self.player.change(by)
            self.app.tell(say("The recorded walk plays at {n} times its speed.", n=f"{self.player.speed:g}"))

    def action_pause(self) -> None:
        """Stop the recorded walk, or go on with it."""
        if self.player is not None:
            self.player.pause()
            self.app.tell(
                say("The recorded walk waits; . goes on." if self.player.paused else "The recorded walk goes on.")
            )

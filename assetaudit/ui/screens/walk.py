"""The walk: where I am, what the last read is, the rack as a map, what is left, and the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from assetaudit.model.place import Place
from assetaudit.ui.commands import bindings
from assetaudit.ui.messages import VerdictGiven
from assetaudit.ui.picture import WalkPicture
from assetaudit.ui.screens.page import Working
from assetaudit.ui.widgets.elevation import Elevation
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
    from assetaudit.ui.workspace import Walk

PATIENCE = 3
"""Reads in a row by another person after which a replay's screen follows that one."""


class WalkScreen(Working, Screen[None]):
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
        self.query_one(VerdictPanel).show(None, waiting="Opening the audit ...")

    def _replay_keys(self) -> list[tuple[str, str]]:
        return [] if self.player is None else [("+ -", "speed"), (".", "pause")]

    # What happened

    def hear(self, message: VerdictGiven) -> None:
        """A read was committed and judged."""
        verdict, picture = message.verdict, message.picture
        self.saved += 1
        other = picture.person if self.player is not None or picture.person != self.person else ""
        self.query_one(Recent).add(spoken(verdict, self._time("%H:%M:%S"), other))
        if self._follows(picture):
            self.look(picture, touched=verdict.asset.key if verdict.asset else "")
            self.query_one(VerdictPanel).show(verdict, detail=self._detail(verdict, picture))

    def look(self, picture: WalkPicture, *, touched: str | None = None) -> None:
        """Show a picture of the walk."""
        opened = self.picture is None
        self.picture = picture
        self.query_one(TopLine).show(picture, self._time("%H:%M"))
        self.query_one(Elevation).show(picture, touched=touched)
        self.query_one(Route).show(picture)
        self.query_one(ProgressLine).show(picture)
        if opened and picture.place is None:
            hint = f" You left off in {picture.hint}." if picture.hint else ""
            self.query_one(VerdictPanel).show(None, waiting=f"Scan the label of the place you stand in.{hint}")

    def light(self, note: ReaderNote) -> None:
        """A reader came or went."""
        self.query_one(KeysLine).light(note)

    def _follows(self, picture: WalkPicture) -> bool:
        self._others = 0 if picture.person == self.person else self._others + 1
        if self._others >= PATIENCE or (self.player is not None and self.picture is None):
            self.person, self._others = picture.person, 0
        return picture.person == self.person

    def _detail(self, verdict: Verdict, picture: WalkPicture) -> str:
        if verdict.verdict != "place" or picture.blind:
            return ""
        if not picture.expected:
            return "Nothing is expected here."
        return f"{picture.expected} expected, {picture.seen} seen, {picture.left} left."

    def _time(self, form: str) -> str:
        return self.workspace.clock.now().astimezone().strftime(form)

    # What a person does

    def _do(self, doing: str, act: Callable[[Walk], Verdict]) -> None:
        self.feed.do(doing, act, person=self.person)

    def action_close_rack(self) -> None:
        """Close this place; asks first where things are left."""
        self.feed.ask_close(self.picture.side if self.picture else None, person=self.person)

    def close_answered(self, answer: str | None) -> None:
        """What a person said to the question before closing."""
        if answer == "close":
            self.action_close_rack()
        elif answer == "blocked":
            self.action_blocked()
        elif answer == "side":
            self.action_side()
        else:
            self.feed.go_on(self.person)

    def action_undo(self) -> None:
        """Take the last thing back."""
        self._do("undo", lambda walk: walk.undo())

    def action_next_rack(self) -> None:
        """Go to the next place that is not closed."""
        self._do("go to the next place", lambda walk: walk.next())

    def action_moved(self) -> None:
        """The last scanned device was moved here just now."""
        self._do("record the move", lambda walk: walk.moved())

    def action_wrong(self) -> None:
        """The last scan was a mistake."""
        self._do("take the mis-scan back", lambda walk: walk.wrong())

    def action_two(self) -> None:
        """Two devices carry this code."""
        self._do("record two devices", lambda walk: walk.two())

    def action_pair(self) -> None:
        """The next code and the last are one device's."""
        self._do("pair two codes", lambda walk: walk.pair())

    def action_side(self) -> None:
        """Walk the other side of this rack."""
        if self.picture is None or self.picture.place is None:
            self.app.tell("First scan or choose the place you stand in.")
            return
        other = "front" if self.picture.side == "rear" else "rear"
        place = Place.parse(self.picture.place)
        self._do("change the side", lambda walk: walk.go(place, side=other))

    def action_go(self) -> None:
        """Choose a place by hand."""
        from assetaudit.ui.screens.go import GoQuestion

        def gone(place: Place | None) -> None:
            if place is not None:
                self._do("go to the place", lambda walk: walk.go(place))

        self.app.push_screen(GoQuestion("Go to which place?", self._places()), gone)

    def action_wrong_place(self) -> None:
        """The place was wrong: its scans belong elsewhere."""
        from assetaudit.ui.screens.go import GoQuestion

        def carried(place: Place | None) -> None:
            if place is not None:
                self._do("move the scans", lambda walk: walk.carry(place))

        self.app.push_screen(GoQuestion("Where were you really? Its scans move there.", self._places()), carried)

    def _places(self) -> list[str]:
        return [] if self.picture is None else [around.place for around in self.picture.around]

    def action_blocked(self) -> None:
        """This place cannot be swept."""
        from assetaudit.ui.screens.blocked import BlockedQuestion

        def told(reason: str | None) -> None:
            if reason:
                self._do("mark the place as blocked", lambda walk: walk.block(reason))

        self.app.push_screen(BlockedQuestion(), told)

    def action_note(self) -> None:
        """Write a note."""
        from assetaudit.ui.screens.note import NoteQuestion

        def told(text: str | None) -> None:
            if text:
                self._do("save the note", lambda walk: walk.note(text))

        self.app.push_screen(NoteQuestion(), told)

    def action_condition(self) -> None:
        """Say in what condition the last device is."""
        from assetaudit.ui.screens.condition import ConditionQuestion

        def told(word: str | None) -> None:
            if word:
                self._do("save the condition", lambda walk: walk.condition(word))

        self.app.push_screen(ConditionQuestion(), told)

    def action_no_label(self) -> None:
        """A device cannot be scanned."""
        from assetaudit.ui.screens.unreadable import UnreadableQuestion

        self.app.push_screen(UnreadableQuestion(self.feed, self.query_one(Elevation).rows, self._marked_units()))

    def action_pick_marked(self) -> None:
        """The marked device is here, but cannot be scanned."""
        row = self.query_one(Elevation).marked
        if row is None or row.asset is None or row.state not in ("left", "missing"):
            self.app.tell("Mark a device that is not seen yet with the arrow keys first.")
            return
        from assetaudit.ui.screens.proof import prove

        prove(self.feed, row.asset)

    def action_find(self) -> None:
        """Find a device, or type a code."""
        from assetaudit.ui.screens.find import FindScreen

        rows = self.query_one(Elevation).rows
        self.app.push_screen(FindScreen(self.feed, self.picture.audit if self.picture else "", rows))

    def _marked_units(self) -> str:
        row = self.query_one(Elevation).marked
        return row.units if row is not None else ""

    def action_exceptions(self) -> None:
        """Only exceptions among the last reads, or all."""
        self.query_one(Recent).toggle()

    def action_mark_up(self) -> None:
        """Look further up."""
        self.query_one(Elevation).move(-1)

    def action_mark_down(self) -> None:
        """Look further down."""
        self.query_one(Elevation).move(1)

    def action_findings(self) -> None:
        """The findings so far."""
        from assetaudit.ui.screens.findings import FindingsScreen

        self.app.push_screen(FindingsScreen(self._audit()))
        self.feed.list_findings()

    def action_report(self) -> None:
        """A report of the findings so far."""
        from assetaudit.ui.screens.report import ReportScreen

        self.app.push_screen(ReportScreen(self._audit()))

    def action_labels(self) -> None:
        """The labels that are needed so far."""
        from assetaudit.ui.screens.labels import LabelsScreen

        self.app.push_screen(LabelsScreen(self._audit()))

    def _audit(self) -> str:
        return self.picture.audit if self.picture else ""

    def action_help(self) -> None:
        """Every key and control code."""
        self.app.show_help()

    def action_leave(self) -> None:
        """Leave the walk."""
        from assetaudit.ui.screens.leave import LeaveQuestion

        def answered(answer: str | None) -> None:
            if answer == "leave":
                self.app.end_walk()

        self.app.push_screen(LeaveQuestion(self.saved, self.picture), answered)

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
            self.app.tell(f"The recorded walk plays at {self.player.speed:g} times its speed.")

    def action_pause(self) -> None:
        """Stop the recorded walk, or go on with it."""
        if self.player is not None:
            self.player.pause()
            self.app.tell("The recorded walk waits; . goes on." if self.player.paused else "The recorded walk goes on.")

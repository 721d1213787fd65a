"""What a person does in the walk: each command of the table, as a question to ask or a doing of the walk's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from assetaudit.language import say
from assetaudit.model.finding import Outcome
from assetaudit.model.place import Place, Position
from assetaudit.ui.places import place_of
from assetaudit.ui.screens.page import Working
from assetaudit.ui.widgets.elevation import Elevation
from assetaudit.ui.widgets.recent import Recent

if TYPE_CHECKING:
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.app import AuditApp
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.picture import WalkPicture
    from assetaudit.ui.player import Player
    from assetaudit.ui.workspace import Walk


class WalkActions(Working, Screen[None]):
    """The commands of the walk's screen."""

    app: AuditApp
    feed: Feed
    person: str
    picture: WalkPicture | None
    player: Player | None
    saved: int
    _digits: str

    def _do(self, doing: str, act: Callable[[Walk], Verdict]) -> None:
        self.feed.do(doing, act, person=self.person)

    def action_close_rack(self) -> None:
        """Close this place; asks first where things are left."""
        self.feed.ask_close(self.picture.side if self.picture else None, person=self.person)

    def close_answered(self, answer: str | None) -> None:
        """What a person said to the question before closing."""
        if answer == "looked":
            self.feed.go_on(self.person)
            self.action_empty()
            self.action_close_rack()
        elif answer == "close":
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

    def action_same(self) -> None:
        """The last two codes, recognised as one device's, are on one device."""
        self._do("join two codes", lambda walk: walk.same())

    def action_sweep(self) -> None:
        """What RFID readers hear here."""
        from assetaudit.ui.screens.sweep import SweepScreen

        self.app.push_screen(SweepScreen(self.feed))

    def action_seek(self) -> None:
        """Follow the RFID signal of the marked device."""
        row = self.query_one(Elevation).marked
        if row is None or row.asset is None:
            self.app.tell("Mark the device whose signal you want to follow with the arrow keys first.")
            return
        from assetaudit.ui.screens.find import seek

        seek(self.feed, row.asset)

    def action_camera(self) -> None:
        """Scan with a camera."""
        from assetaudit.ui.screens.camera import FIRST, CameraScreen

        known = [address for address in self.workspace.settings().readers if address.startswith("camera")]
        self.app.push_screen(CameraScreen(self.feed, known[0] if known else FIRST))

    def action_side(self) -> None:
        """Walk the other side of this rack."""
        if self.picture is None or self.picture.place is None:
            self.app.tell(say("First scan or choose the place you stand in."))
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

        hint = self.picture.hint if self.picture is not None else None
        places = self._places() if hint is None else list(dict.fromkeys((hint, *self._places())))
        self.app.push_screen(GoQuestion(say("Go to which place?"), places), gone)

    def action_wrong_place(self) -> None:
        """The place was wrong: its scans, or the last of them, belong elsewhere."""
        from assetaudit.ui.screens.carry import CarryQuestion

        def carried(answer: tuple[Place, int | None] | None) -> None:
            if answer is not None:
                self._do("move the scans", lambda walk: walk.carry(*answer))

        if self.picture is not None:
            self.app.push_screen(CarryQuestion(self.picture, self._places()), carried)

    # Units of a rack

    def action_unit(self, digit: str) -> None:
        """Two digits name the unit that the next scan stands in."""
        self._digits = (self._digits + digit)[-2:]
        if len(self._digits) == 1:
            self.set_timer(2, self._forget_digits)
            self.app.tell(say("U{digit}_: one more digit names the unit of the next scan.", digit=digit), seconds=2)
            return
        unit, self._digits = int(self._digits), ""
        if unit:
            self.feed.name_units(Position(2 * unit, rear=self._rear), person=self.person)

    def _forget_digits(self) -> None:
        self._digits = ""

    @property
    def _rear(self) -> bool:
        return self.picture is not None and self.picture.side == "rear"

    def action_step(self) -> None:
        """Let each scan confirm the unit that is prompted, or no longer."""
        stepping = not (self.picture is not None and self.picture.stepping)
        self.feed.change_way(stepping=stepping, person=self.person)
        told = "Each scan confirms the unit that is prompted; the arrow keys choose another." if stepping else ""
        self.app.tell(say(told or "Scans confirm the rack only."))

    def action_turn(self) -> None:
        """Prompt the rack the other way round."""
        order = "down" if self.picture is not None and self.picture.order == "up" else "up"
        self.feed.change_way(order=order, person=self.person)
        self.workspace.save_settings(order=order)
        told = "The rack is walked from its bottom up." if order == "up" else "The rack is walked from its top down."
        self.app.tell(say(told))

    def action_empty(self) -> None:
        """The empty units were looked at."""
        self._do("check the empty units", lambda walk: walk.empty())

    def action_adopt(self) -> None:
        """Scans before any place belong here."""
        self._do("take the scans along", lambda walk: walk.adopt())

    def action_photo(self) -> None:
        """Keep a photograph with the last device."""
        from assetaudit.ui.screens.photo import PhotoQuestion

        def told(photo: str | None) -> None:
            if photo:
                self._do("keep the photograph", lambda walk: walk.photo(photo))

        self.app.push_screen(PhotoQuestion(), told)

    def action_places(self) -> None:
        """All places with their state."""
        from assetaudit.ui.screens.places import PlacesScreen

        def gone(place: Place | None) -> None:
            if place is not None:
                self._do("go to the place", lambda walk: walk.go(place))

        here = place_of(self.picture.place) if self.picture is not None else None
        blind = self.picture is not None and self.picture.blind
        self.app.push_screen(PlacesScreen(self._audit(), self.feed, here, blind=blind), gone)

    def action_hand_over(self) -> None:
        """Another person goes on with this walk."""
        from assetaudit.ui.screens.hand_over import HandOverQuestion

        def told(name: str | None) -> None:
            if name:
                self.feed.hand_over(name)

        if self.player is None:
            self.app.push_screen(HandOverQuestion(self.person, self.picture), told)

    def taken_over(self, person: str) -> None:
        """Another person walks from now on."""
        self.person, self.saved = person, 0

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

        named = self.picture.unit if self.picture is not None else ""
        units = named or self._marked_units()
        self.app.push_screen(UnreadableQuestion(self.feed, self.query_one(Elevation).rows, units))

    def action_pick_marked(self) -> None:
        """The marked device is here, but cannot be scanned."""
        row = self.query_one(Elevation).marked
        if row is not None and row.asset is not None and row.state == Outcome.UNREADABLE:
            self._say_which(row.asset.removeprefix("!"))
            return
        if row is None or row.asset is None or row.state not in ("left", "missing"):
            self.app.tell(say("Mark a device that is not seen yet with the arrow keys first."))
            return
        from assetaudit.ui.screens.proof import prove

        prove(self.feed, row.asset)

    def _say_which(self, unreadable: str) -> None:
        """A device that was recorded without a label is one of those that are left."""
        from assetaudit.ui.screens.unreadable import UnreadableQuestion

        self.app.push_screen(UnreadableQuestion(self.feed, self.query_one(Elevation).rows, "", unreadable))

    def action_find(self) -> None:
        """Find a device, or type a code."""
        from assetaudit.ui.screens.search import SearchScreen

        rows, blind = self.query_one(Elevation).rows, self.picture is not None and self.picture.blind
        self.app.push_screen(SearchScreen(self.feed, self._audit(), rows, blind=blind))

    def _marked_units(self) -> str:
        row = self.query_one(Elevation).marked
        return row.units if row is not None else ""

    def action_exceptions(self) -> None:
        """Only exceptions among the last reads, or all."""
        self.query_one(Recent).toggle()

    def action_mark_up(self) -> None:
        """Look further up."""
        self._mark(-1)

    def action_mark_down(self) -> None:
        """Look further down."""
        self._mark(1)

    def _mark(self, by: int) -> None:
        """Move the mark; where each scan confirms a unit, it is the marked one's."""
        elevation = self.query_one(Elevation)
        elevation.move(by)
        row = elevation.marked
        if self.picture is not None and self.picture.stepping and row is not None and row.low > 0:
            self.feed.name_units(Position(row.low, rear=row.rear), person=self.person)

    def action_palette(self) -> None:
        """Look for a command."""
        self.app.show_palette(("walk", "everywhere", *(("replay",) if self.player else ())))

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
        self.app.show_help(("walk", "replay", "everywhere"))

    def action_leave(self) -> None:
        """Leave the walk."""
        from assetaudit.ui.screens.leave import LeaveQuestion

        def answered(answer: str | None) -> None:
            if answer == "leave":
                self.app.end_walk()

        self.app.push_screen(LeaveQuestion(self.saved, self.picture), answered)

"""What threads tell the screen: each message shown where it belongs, heard where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App

from assetaudit.language import say
from assetaudit.model.verdict import Tone
from assetaudit.ui import messages
from assetaudit.ui.rates import reader_name

if TYPE_CHECKING:
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.player import Player
    from assetaudit.ui.screens.walk import WalkScreen
    from assetaudit.ui.sounds import Sounds
    from assetaudit.ui.workspace import Workspace


class TellingApp(App[str]):
    """The part of the app that hears messages."""

    workspace: Workspace
    sounds: Sounds
    feed: Feed | None
    player: Player | None
    _walk: WalkScreen | None
    _lost: set[str]
    """Addresses of the readers of this walk that were lost and are not back."""

    def tell(self, text: str, *, severe: bool = False, seconds: float = 5) -> None:
        """A remark that goes away by itself."""
        raise NotImplementedError

    def trouble(self, error: BaseException, *, doing: str) -> None:
        """Say what went wrong, where, and what to do."""
        raise NotImplementedError

    def end_walk(self) -> None:
        """Leave the walk."""
        raise NotImplementedError

    @on(messages.VerdictGiven)
    def _verdict_given(self, message: messages.VerdictGiven) -> None:
        self.sounds.play(message.verdict.tone)
        if self._walk is not None:
            self._walk.hear(message)
        from assetaudit.ui.screens.page import Page, Question

        top = self.screen
        if isinstance(top, Page | Question):
            top.hear(message)
        self._ask_why_blocked(message.verdict)

    def _ask_why_blocked(self, verdict: Verdict) -> None:
        """The bare BLOCKED code asks for the reason, which the report needs; a scan on leaves it without."""
        bare = verdict.text.strip().upper() in ("CMD:BLOCKED", "CMD-BLOCKED") and verdict.tone is Tone.ATTENTION
        by_code = bare and verdict.hash is not None and " (" not in verdict.sentence
        if by_code and verdict.at is not None and self._walk is not None and self.screen is self._walk:
            self._walk.action_blocked()

    @on(messages.HandedOver)
    def _handed_over(self, message: messages.HandedOver) -> None:
        """Before the verdict, which such a message is as well, is heard as any other."""
        self.workspace.save_settings(person=message.taker)
        if self._walk is not None:
            self._walk.taken_over(message.taker)
        self.tell(say("{giver} has handed over to {taker}.", giver=message.giver, taker=message.taker))

    @on(messages.TagsTaken)
    def _tags_taken(self, message: messages.TagsTaken) -> None:
        """A batch of RFID tags: heard once where something is new, loudly where a tag itself is wrong."""
        from assetaudit.ui.screens.find import FindScreen
        from assetaudit.ui.screens.sweep import SweepScreen

        if message.alarm:
            self.sounds.play(Tone.WRONG)
        elif message.fresh:
            self.sounds.play(Tone.RIGHT)
        if message.alarm and not isinstance(self.screen, SweepScreen):
            self.tell(message.alarm, severe=True)
        if self._walk is not None and message.picture is not None:
            self._walk.look(message.picture)
        for screen in self.screen_stack:
            if isinstance(screen, SweepScreen | FindScreen):
                screen.hear_tags(message)

    @on(messages.AssetSought)
    def _asset_sought(self, message: messages.AssetSought) -> None:
        from assetaudit.ui.screens.find import FindScreen

        if self.feed is not None:
            self.push_screen(FindScreen(self.feed, message.key, message.asset))

    @on(messages.SweepDrawn)
    def _sweep_drawn(self, message: messages.SweepDrawn) -> None:
        from assetaudit.ui.screens.sweep import SweepScreen

        for screen in self.screen_stack:
            if isinstance(screen, SweepScreen):
                screen.draw(message)

    @on(messages.PlacesListed)
    def _places_listed(self, message: messages.PlacesListed) -> None:
        from assetaudit.ui.screens.places import PlacesScreen

        if isinstance(self.screen, PlacesScreen):
            self.screen.list(message)

    @on(messages.NearFound)
    def _near_found(self, message: messages.NearFound) -> None:
        from assetaudit.ui.screens.search import SearchScreen

        if isinstance(self.screen, SearchScreen):
            self.screen.near(message)

    @on(messages.PictureDrawn)
    @on(messages.AuditOpened)
    def _picture_drawn(self, message: messages.PictureDrawn | messages.AuditOpened) -> None:
        if self._walk is not None:
            self._walk.look(message.picture)
        if isinstance(message, messages.AuditOpened) and self.player is not None:
            self.player.start()

    @on(messages.CloseAsked)
    def _close_asked(self, message: messages.CloseAsked) -> None:
        from assetaudit.ui.screens.close_place import CloseQuestion

        self.sounds.play(Tone.ATTENTION)
        if self._walk is not None and not isinstance(self.screen, CloseQuestion):
            self.push_screen(CloseQuestion(message.plan), self._walk.close_answered)

    @on(messages.AssetLooked)
    def _asset_looked(self, message: messages.AssetLooked) -> None:
        from assetaudit.ui.screens.proof import ProofQuestion

        if message.asset is not None and self.feed is not None:
            self.push_screen(ProofQuestion(message.asset, self.feed, message.unreadable))

    @on(messages.FindingsListed)
    def _findings_listed(self, message: messages.FindingsListed) -> None:
        from assetaudit.ui.screens.findings import FindingsScreen

        for screen in self.screen_stack:
            if isinstance(screen, FindingsScreen):
                screen.list(message)

    @on(messages.ReaderChanged)
    def _reader_changed(self, message: messages.ReaderChanged) -> None:
        """A loss is told once, however often the reader is tried in vain until it is back."""
        if self._walk is not None:
            self._walk.light(message.note)
        address, name = message.note.address, reader_name(message.note.address)
        if message.note.state == "lost" and address not in self._lost:
            self._lost.add(address)
            self.sounds.play(Tone.WRONG)
            self.tell(f"{say('{reader} is lost.', reader=name)} {message.note.message}", severe=True)
        elif message.note.state == "ready" and address in self._lost:
            self._lost.discard(address)
            self.sounds.play(Tone.RIGHT)
            self.tell(say("{reader} is back.", reader=name))

    @on(messages.ReplayEnded)
    def _replay_ended(self) -> None:
        self.tell(
            say("The recorded walk has come to its end. v shows the findings, e writes a report, Esc leaves."),
            seconds=60,
        )

    @on(messages.WorkFailed)
    def _work_failed(self, message: messages.WorkFailed) -> None:
        self.trouble(message.error, doing=message.doing)
        if self.feed is not None and not self.feed.opened and self._walk is not None:
            self.end_walk()

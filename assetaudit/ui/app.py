"""The terminal screen: hears keys and readers, keeps one walk, and shows what came of each read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from assetaudit.errors import AssetAuditError
from assetaudit.identify.clean import printable
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone
from assetaudit.readers.correction import NO_CORRECTION, Correction
from assetaudit.ui import messages, themes
from assetaudit.ui.hearing import Hearing
from assetaudit.ui.screens.page import Page, Question
from assetaudit.ui.signs import Alphabet, alphabet
from assetaudit.ui.sounds import Sounds
from assetaudit.ui.terminal import SpeltKey, driver_class

if TYPE_CHECKING:
    from textual.driver import Driver

    from assetaudit.readers.keys import Key
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.notes import ReaderNote, Settings
    from assetaudit.ui.player import Player, Recorded
    from assetaudit.ui.screens.walk import WalkScreen
    from assetaudit.ui.workspace import Workspace

TICK = 0.02
"""Seconds between looks at keys that only time can tell apart."""
STALL = 0.06
"""A tick that comes later than this by itself shows that the screen stalled: keys may wait that came in time."""
_IGNORED = (events.MouseEvent, events.AppFocus, events.AppBlur)


class AuditApp(App[str]):
    """The screen over one workspace."""

    # home's is among them: a style sheet that comes later has all of them parsed anew
    CSS_PATH: ClassVar[CSSPathType] = [
        Path(__file__).with_name("app.tcss"),
        Path(__file__).parent / "screens" / "home.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "assetaudit"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "tell_how_to_quit", show=False, priority=True),
        Binding("ctrl+c", "tell_how_to_quit", show=False, priority=True),
    ]

    def __init__(
        self,
        workspace: Workspace,
        *,
        audit: str | None = None,
        replay: Recorded | None = None,
        driver: type[Driver] | None = None,
        correction: Correction = NO_CORRECTION,
    ) -> None:
        super().__init__(driver_class=driver)
        self.workspace = workspace
        self.hearing = Hearing(self._now_text, correction)
        self.alphabet = Alphabet()
        self.sounds = Sounds(self.bell, self.set_timer)
        self.feed: Feed | None = None
        self.player: Player | None = None
        self._audit = audit
        self._replay = replay
        self._walk: WalkScreen | None = None
        self._ticking = False
        self._keys_heard = 0
        self._stop_readers: Callable[[], None] | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DEFAULT

    def on_mount(self) -> None:
        """Set the user's wishes and show the first screen."""
        self.apply(self.workspace.settings())
        from assetaudit.ui.screens.home import HomeScreen

        self.push_screen(HomeScreen())
        if self._audit is not None:
            self.begin(self._audit)

    def apply(self, settings: Settings) -> None:
        """Put the user's settings into effect."""
        self.theme = settings.theme if settings.theme in themes.NAMES else themes.DEFAULT
        self.alphabet = alphabet(settings.signs)
        self.sounds.wish = settings.sound

    # What is heard

    async def on_event(self, event: events.Event) -> None:
        """Every key goes through the hearing first; the mouse is nobody's here, for a code could forge it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._keys_heard += 1
            sequence = event.sequence if isinstance(event, SpeltKey) else ""
            await self._heard(self.hearing.key(event.key, event.character, event.time, sequence))
            self._tick_later()
        elif isinstance(event, events.Paste) and not event.is_forwarded and self.feed is not None:
            await self._heard(self.hearing.paste(event.text))
        elif not isinstance(event, _IGNORED):
            await super().on_event(event)

    async def _heard(self, heard: Iterable[Read | Key]) -> None:
        for one in heard:
            if isinstance(one, Read):
                self.take(one)
            else:
                await super().on_event(events.Key(one.key, one.character))

    def _now_text(self) -> str:
        return self.workspace.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _tick_later(self) -> None:
        if self.hearing.pending and not self._ticking:
            self._ticking = True
            due = time.monotonic() + TICK
            self.set_timer(TICK, lambda: self._tick(due))

    async def _tick(self, due: float) -> None:
        self._ticking = False
        now = time.monotonic()
        if now - due < STALL and self._quiet():
            await self._heard(self.hearing.tick(now))
        self._tick_later()

    def _quiet(self) -> bool:
        quiet = getattr(self._driver, "quiet", None)
        return True if quiet is None else bool(quiet(self._keys_heard))

    def take(self, read: Read, *, typed: bool = False) -> None:
        """One read for the walk; without a walk, the home screen says what to do with it."""
        if self.feed is not None:
            self.feed.take(read, typed=typed)
            return
        from assetaudit.ui.screens.home import HomeScreen

        home = next((screen for screen in self.screen_stack if isinstance(screen, HomeScreen)), None)
        if home is not None:
            home.take(read)

    # The walk

    def begin(self, audit: str, *, first: Read | None = None) -> None:
        """Open an audit and walk; asks for a name where none is known."""
        person = self.workspace.settings().person
        if not person and self._replay is None:
            from assetaudit.ui.screens.who import WhoQuestion

            self.push_screen(WhoQuestion(), lambda name: self._begin(audit, name, first) if name else None)
        else:
            self._begin(audit, person, first)

    def _begin(self, audit: str, person: str, first: Read | None) -> None:
        from assetaudit.ui.feed import Feed
        from assetaudit.ui.player import Player
        from assetaudit.ui.screens.walk import WalkScreen

        recorded = None if self._replay is None else iter(self._replay)
        self._replay = None
        if recorded is not None and (opening := next(recorded, None)) is not None:
            person, recorded = opening[1], chain([opening], recorded)
        self.feed = Feed(self.workspace, audit, person, self.post_message)
        if recorded is not None:
            self.player = Player(recorded, self.feed, self.post_message)
        self._walk = WalkScreen(self.feed, person, self.player)
        self.push_screen(self._walk)
        self.feed.start()
        if first is not None:
            self.feed.take(first)
        addresses = self.workspace.settings().readers
        if addresses:
            self._stop_readers = self.workspace.start_readers(addresses, self.feed.take, self._tell_reader)

    def _tell_reader(self, note: ReaderNote) -> None:
        self.post_message(messages.ReaderChanged(note))

    def end_walk(self) -> None:
        """Leave the walk: what is queued is saved, then the log is closed."""
        feed, player, stop = self.feed, self.player, self._stop_readers
        self.feed = self.player = self._stop_readers = None

        def finish() -> None:
            if player is not None:
                player.stop()
            if stop is not None:
                stop()
            if feed is not None:
                feed.stop()

        self.run_worker(finish, name="end the walk", thread=True, exit_on_error=False)
        if self._walk is not None:
            while self.screen is not self._walk:
                self.pop_screen()
            self.pop_screen()
            self._walk = None

    async def on_unmount(self) -> None:
        """However the screen ends, the walk ends well."""
        if self.player is not None:
            self.player.stop()
        if self._stop_readers is not None:
            self._stop_readers()
        if self.feed is not None:
            self.feed.stop()

    # What is told

    @on(messages.VerdictGiven)
    def _verdict_given(self, message: messages.VerdictGiven) -> None:
        self.sounds.play(message.verdict.tone)
        if self._walk is not None:
            self._walk.hear(message)
        top = self.screen
        if isinstance(top, Page | Question):
            top.hear(message)

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
        if self._walk is not None:
            self._walk.light(message.note)
        if message.note.state == "lost":
            self.sounds.play(Tone.WRONG)
            self.tell(f"{message.note.address} is lost. {message.note.message}", severe=True)

    @on(messages.ReplayEnded)
    def _replay_ended(self) -> None:
        self.tell(
            "The recorded walk has come to its end. v shows the findings, e writes a report, Esc leaves.", seconds=60
        )

    @on(messages.WorkFailed)
    def _work_failed(self, message: messages.WorkFailed) -> None:
        self.trouble(message.error, doing=message.doing)
        if self.feed is not None and not self.feed.opened and self._walk is not None:
            self.end_walk()

    def trouble(self, error: BaseException, *, doing: str) -> None:
        """Say what went wrong, where, and what to do; heard as well as seen."""
        said = str(error) if isinstance(error, AssetAuditError) else f"{type(error).__name__}: {error}"
        self.log.error(error)
        self.sounds.play(Tone.WRONG)
        self.tell(f"Could not {doing}. {said}", severe=True)

    def tell(self, text: str, *, severe: bool = False, seconds: float = 5) -> None:
        """A remark that goes away by itself; never markup, never raw."""
        severity: Literal["error", "information"] = "error" if severe else "information"
        self.notify(printable(text, 600), severity=severity, timeout=15 if severe else seconds, markup=False)

    def show_help(self) -> None:
        """Every key and control code."""
        from assetaudit.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_tell_how_to_quit(self) -> None:
        """The usual keys for quitting do nothing: a bar code may contain them."""
        self.tell("To quit, press Esc until you are home, then q. Nothing is lost either way.")


def run_app(
    workspace: Workspace,
    *,
    audit: str | None = None,
    replay: Recorded | None = None,
    correction: Correction = NO_CORRECTION,
) -> str | None:
    """Run the screen until it is left; ``demo`` where the demo is wished for, None otherwise."""
    app = AuditApp(workspace, audit=audit, replay=replay, driver=driver_class(), correction=correction)
    return app.run(mouse=False)

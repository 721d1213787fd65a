"""The terminal screen: hears keys and readers, keeps one walk, and shows what came of each read."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from assetaudit.errors import AssetAuditError
from assetaudit.identify.clean import printable
from assetaudit.language import say, sentence, use
from assetaudit.model.verdict import Tone
from assetaudit.ui import messages, themes
from assetaudit.ui.alphabet import Alphabet, alphabet
from assetaudit.ui.commands import use_keys
from assetaudit.ui.rates import Rates
from assetaudit.ui.sounds import Sounds
from assetaudit.ui.telling import TellingApp
from assetaudit.ui.terminal import SpeltKey, driver_class

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from textual.driver import Driver

    from assetaudit.model.log_tip import LogTip
    from assetaudit.model.read import Read
    from assetaudit.readers.correction import Correction
    from assetaudit.readers.keys import Key
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.hearing import Hearing
    from assetaudit.ui.notes import ReaderNote, Settings
    from assetaudit.ui.player import Player, Recorded
    from assetaudit.ui.screens.page import Question
    from assetaudit.ui.screens.walk import WalkScreen
    from assetaudit.ui.workspace import Workspace

TICK = 0.02
"""Seconds between looks at keys that only time can tell apart."""
STALL = 0.06
"""A tick that comes later than this by itself shows that the screen stalled: keys may wait that came in time."""
_IGNORED = (events.MouseEvent, events.AppFocus, events.AppBlur)


class AuditApp(TellingApp):
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
        correction: Correction | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(driver_class=driver)
        self.workspace = workspace
        self._correction = correction
        self.alphabet = Alphabet()
        self.sounds = Sounds(self.bell, self.set_timer)
        self.feed: Feed | None = None
        self.player: Player | None = None
        self.density = "normal"
        self.read_only = read_only
        self.rates = Rates()
        self._audit = audit
        self._replay = replay
        self._walk: WalkScreen | None = None
        self._lost: set[str] = set()
        self._ticking = False
        self._keys_heard = 0
        self._stop_readers: Callable[[], None] | None = None
        for theme in (*themes.THEMES, *themes.FEW_COLOURS):
            self.register_theme(theme)
        self.theme = themes.DEFAULT

    def on_mount(self) -> None:
        """Set the user's wishes and show the first screen."""
        self.apply(self.workspace.settings())
        from assetaudit.ui.screens.home import HomeScreen

        self.push_screen(HomeScreen())
        self.call_after_refresh(self._settle_down)
        self.set_interval(1.0, self._tell_rates)
        if self._audit is not None and self.read_only:
            self.watch_audit(self._audit)
        elif self._audit is not None:
            self.begin(self._audit)

    def _settle_down(self) -> None:
        """After the first picture: be ready to hear, and never look through what stays for garbage again."""
        self._tick_later()
        gc.freeze()
        gc.enable()

    @cached_property
    def hearing(self) -> Hearing:
        """Tells scans from typing; loaded after the first picture, or by the first key."""
        from assetaudit.readers.correction import NO_CORRECTION
        from assetaudit.ui.hearing import Hearing

        return Hearing(self._now_text, self._correction or NO_CORRECTION)

    @cached_property
    def desk(self) -> ThreadPoolExecutor:
        """The one thread in which reviews are read and changed; what was handed in is done before the program ends."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, "desk")

    def watch_audit(self, audit: str) -> None:
        """Look on while others walk."""
        from assetaudit.ui.screens.watch import WatchScreen

        self.push_screen(WatchScreen(audit))

    def _tell_rates(self) -> None:
        if self._walk is not None:
            self._walk.rates(self.rates.per_second())

    def apply(self, settings: Settings) -> None:
        """Put the user's settings into effect."""
        self.theme = themes.fitting(settings.theme, few_colours=self._has_few_colours)
        self.alphabet = alphabet(settings.signs)
        self.sounds.wish = settings.sound
        self.density = settings.density
        use(settings.language)
        for density in ("compact", "large"):
            self.set_class(settings.density == density, f"-{density}")
        self.use_keys(settings.keys)

    @property
    def _has_few_colours(self) -> bool:
        """Whether the terminal has but the sixteen colours of a console."""
        return not self.is_headless and not self.is_web and self.console.color_system == "standard"

    def use_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Put the user's own keys into effect; what cannot be is told, never dropped silently."""
        missing, robbed = use_keys(keys)
        for name in missing:
            self.tell(say("There is no command {name}, which the settings give a key.", name=name), severe=True)
        if robbed:
            names = ", ".join(robbed)
            self.tell(say("These commands have lost their key to another: {names}.", names=names), severe=True)
        self.set_keymap(dict(keys))

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
        from assetaudit.model.read import Read

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
        """One read for the walk; without a walk, for the screen that has a use for it, or else for the inbox."""
        if self.read_only:
            self.tell(say("This screen only looks on; scans are taken where somebody walks."), severe=True)
        elif self.feed is not None:
            self.feed.take(read, typed=typed)
        elif not self._taken_by_screen(read):
            self._keep(read)

    def _taken_by_screen(self, read: Read) -> bool:
        """Whether the screen on top knows what a scan without a walk belongs to."""
        take = getattr(self.screen, "take", None)
        return take is not None and bool(take(read))

    def _keep(self, read: Read) -> None:
        """A scan is never lost: what belongs to no walk is kept until somebody says where it belongs."""
        try:
            waiting = self.workspace.keep_read(read)
        except AssetAuditError as error:
            self.trouble(error, doing=f"save the read {read.raw!r}")
            return
        self.sounds.play(Tone.ATTENTION)
        told = "Kept: {code}. No audit is open; waiting to be taken into one: {n}."
        self.tell(say(told, code=read.raw.strip(), n=waiting), severe=True)

    # The walk

    def begin(self, audit: str, *, first: Read | None = None, kept: Sequence[Read] = ()) -> None:
        """Open an audit and walk; asks for a name where none is known."""
        person = self.workspace.settings().person
        if self.read_only:
            self.watch_audit(audit)
        elif not person and self._replay is None:
            from assetaudit.ui.screens.who import WhoQuestion

            self.ask(WhoQuestion(), lambda name: self._named(name, audit, first, kept))
        else:
            self._begin(audit, person, first, kept)

    def ask(self, question: Question[Any], answered: Callable[[Any], None]) -> None:
        """Ask something on behalf of the app: the answer is heard even if the screen that led to it is gone."""
        question.then = answered
        self.push_screen(question)

    def _named(self, name: str | None, audit: str, first: Read | None, kept: Sequence[Read]) -> None:
        if name:
            self._begin(audit, name, first, kept)
        elif first is not None:
            self._keep(first)

    def _begin(self, audit: str, person: str, first: Read | None, kept: Sequence[Read]) -> None:
        from assetaudit.ui.feed import Feed
        from assetaudit.ui.player import Player
        from assetaudit.ui.screens.walk import WalkScreen

        recorded = None if self._replay is None else iter(self._replay)
        self._replay = None
        if recorded is not None and (opening := next(recorded, None)) is not None:
            person, recorded = opening[1], chain([opening], recorded)
        self.feed = Feed(self.workspace, audit, person, self.post_message)
        if recorded is not None:
            self.feed.by_hand = False
            self.player = Player(recorded, self.feed, self.post_message)
        self._walk = WalkScreen(self.feed, person, self.player)
        self.push_screen(self._walk)
        self.feed.start()
        if first is not None:
            self.feed.take(first)
        elif kept:
            self.feed.take_kept(kept)
        elif self.player is None:
            self._offer_kept(audit)
        addresses = self.workspace.settings().readers
        self._lost.clear()
        if addresses:
            self._stop_readers = self.workspace.start_readers(addresses, self._reader_read, self._tell_reader)

    def _reader_read(self, read: Read) -> None:
        """A read from a reader's thread."""
        self.rates.note(read.reader)
        feed = self.feed
        if feed is not None:
            feed.take(read)

    def _offer_kept(self, audit: str) -> None:
        kept = self.workspace.kept_reads()
        if kept:
            from assetaudit.ui.screens.kept import KeptQuestion

            self.ask(KeptQuestion(kept, audit), lambda answer: self._kept_answered(answer, kept))

    def _kept_answered(self, answer: str | None, kept: Sequence[Read]) -> None:
        if answer == "take" and self.feed is not None:
            self.feed.take_kept(kept)
        elif answer == "drop":
            self.workspace.settle_reads("not wanted")

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
                if saved and feed.by_hand:
                    self.call_later(self._show_tips, feed.tips())

        saved = 0 if self._walk is None else self._walk.saved
        self.run_worker(finish, name="end the walk", thread=True, exit_on_error=False)
        if self._walk is not None:
            while self.screen is not self._walk:
                self.pop_screen()
            self.pop_screen()
            self._walk = None

    def _show_tips(self, tips: Sequence[LogTip]) -> None:
        from assetaudit.ui.screens.tips import TipsScreen

        if tips:
            self.push_screen(TipsScreen(tips))

    async def on_unmount(self) -> None:
        """However the screen ends, the walk ends well."""
        if self.player is not None:
            self.player.stop()
        if self._stop_readers is not None:
            self._stop_readers()
        if self.feed is not None:
            self.feed.stop()

    def trouble(self, error: BaseException, *, doing: str) -> None:
        """Say what went wrong, where, and what to do; heard as well as seen."""
        said = sentence(str(error)) if isinstance(error, AssetAuditError) else f"{type(error).__name__}: {error}"
        self.log.error(error)
        self.sounds.play(Tone.WRONG)
        self.tell(say("Could not {doing}. {why}", doing=sentence(doing), why=said), severe=True)

    def tell(self, text: str, *, severe: bool = False, seconds: float = 5) -> None:
        """A remark that goes away by itself; never markup, never raw."""
        severity: Literal["error", "information"] = "error" if severe else "information"
        self.notify(printable(text, 600), severity=severity, timeout=15 if severe else seconds, markup=False)

    def show_help(self, asked_from: Sequence[str]) -> None:
        """Every key and control code; those of the screen from which it was asked for first."""
        from assetaudit.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(asked_from))

    def show_palette(self, wheres: Sequence[str]) -> None:
        """Every command of the screen, by its name."""
        from assetaudit.ui.screens.palette import PaletteQuestion

        screen = self.screen

        def chosen(action: str | None) -> None:
            if action is not None and screen.check_action(action, ()):
                getattr(screen, f"action_{action}")()

        self.push_screen(PaletteQuestion(wheres), chosen)

    def action_tell_how_to_quit(self) -> None:
        """The usual keys for quitting do nothing: a bar code may contain them."""
        self.tell(say("To quit, press Esc until you are home, then q. Nothing is lost either way."))


def run_app(
    workspace: Workspace,
    *,
    audit: str | None = None,
    replay: Recorded | None = None,
    correction: Correction | None = None,
    read_only: bool = False,
    driver: type[Driver] | None = None,
) -> str | None:
    """Run the screen until it is left; ``demo`` where the demo is wished for, None otherwise."""
    driver = driver or driver_class()
    app = AuditApp(workspace, audit=audit, replay=replay, driver=driver, correction=correction, read_only=read_only)
    return app.run(mouse=False)

"""Sync: where this workspace stands, an exchange with its hub, and bundles for sites that let out a stick only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from assetaudit.errors import AssetAuditError
from assetaudit.language import say, sentence
from assetaudit.paths import typed_path
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.invitation import InvitationScreen
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.screens.sure import SureQuestion
from assetaudit.ui.syncing import Invitation, Known, SyncState
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit
from assetaudit.ui.widgets.status import KeysLine

if TYPE_CHECKING:
    from assetaudit.model.read import Read

BUNDLE = "assetaudit.aab"


class _StoppedError(AssetAuditError):
    """Somebody wished so."""


class _InvitationQuestion(WriteOne):
    """The invitation of a hub: typed, or scanned, which keys alone cannot tell from a scan of a label."""

    def take(self, read: Read) -> bool:
        """A scanned invitation is the answer."""
        if invites := _invites(read):
            self.dismiss(read.raw.strip())
        return invites


def _invites(read: Read) -> bool:
    return read.raw.strip().casefold().startswith("aahub1:")


class SyncScreen(Page[None]):
    """One thing at a time goes over; it may be cut at any moment, and is done again then."""

    WHERE: ClassVar[tuple[str, ...]] = ("sync", "page")
    TITLE_TEXT = "Sync"
    CSS_PATH = "sync.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self.own_bundle = BUNDLE
        """File that is proposed for a bundle: named for this device, so that it takes no other laptop's place."""
        self._stands: SyncState | None = None
        self._waits = ""
        self._stop = False

    def body(self) -> Iterable[Widget]:
        """Where we stand; whom we know; what came of it."""
        yield Text(id="about")
        yield Choice(_known_line, empty=say("Looking ..."), id="known")
        yield Text(id="progress-text")

    def on_mount(self) -> None:
        """Look where we stand."""
        self.query_one(KeysLine).without(("stop", "invite"))
        self.query_one(Choice).focus()
        self._look()

    def _look(self) -> None:
        self.work("look where this workspace stands", self.workspace.syncing().state, then=self._show)

    def _show(self, state: SyncState) -> None:
        self._stands, self._waits = state, ""
        self._about()
        self.own_bundle = f"assetaudit-{'-'.join(state.fingerprint.split()[:2])}.aab"
        empty = say("No other device was met yet. Take its bundle, or enrol at a hub.")
        self.query_one("#known", Choice).show(state.known, empty=empty)
        self._keys()
        if state.hub:
            self.work("ask the hub what waits", self._ask_hub, then=self._show_waiting)

    def _ask_hub(self) -> str:
        try:
            return self.workspace.syncing().waiting()
        except AssetAuditError as error:
            return error.message

    def _show_waiting(self, text: str) -> None:
        self._waits = text
        self._about()

    def _about(self) -> None:
        if self._stands is not None:
            self.query_one("#about", Text).say(_about(self._stands, self._waits))

    def _keys(self) -> None:
        hub = self._stands is not None and self._stands.is_hub
        self.query_one(KeysLine).without((*(() if self.busy else ("stop",)), *(() if hub else ("invite",))))

    def action_sync(self) -> None:
        """Exchange with the hub."""
        self._do("sync with the hub", lambda: self.workspace.syncing().exchange(self._went))

    def action_write(self) -> None:
        """Write a bundle."""
        self._ask(say("Write everything that others may lack into:"), self.own_bundle, self._write)

    def action_take(self) -> None:
        """Take a bundle."""
        self._ask(say("Take the bundle of another workspace:"), BUNDLE, self._take)

    def action_enrol(self) -> None:
        """Belong to a hub."""

        def answered(code: str | None) -> None:
            if code is not None:
                self._enrol(code)

        told = say("Scan or type it, or name the file that holds it; the hub makes one with i, or 'hub invite'.")
        self.app.push_screen(_InvitationQuestion(say("The invitation of the hub:"), explain=told), answered)

    def take(self, read: Read) -> bool:
        """An invitation that is scanned here is meant."""
        if invites := _invites(read):
            self._enrol(read.raw.strip())
        return invites

    def _enrol(self, code: str) -> None:
        self._do("enrol at the hub", lambda: self.workspace.syncing().enrol(code))

    def action_trust(self) -> None:
        """Believe the marked device, once its fingerprint was compared."""
        told = say("Let its owner read this fingerprint to you from their own sync screen. Is it the same?")
        self._decide(say("Trust {name}?", name=self._named()), told, trusted=True)

    def action_revoke(self) -> None:
        """Believe the marked device no longer."""
        told = say("What it sends from now on is held back; what came before stays and counts.")
        self._decide(say("Revoke {name}?", name=self._named()), told, trusted=False)

    def _named(self) -> str:
        known = self._marked()
        return known.name or say("a device") if known is not None else ""

    def _marked(self) -> Known | None:
        choice: Choice[Known] = self.query_one("#known", Choice)
        return choice.marked

    def _decide(self, title: str, told: str, *, trusted: bool) -> None:
        known = self._marked()
        if known is None or known.own:
            self.app.tell(say("Mark another device first."))
            return
        wish, by = "trust the device" if trusted else "revoke the device", self.workspace.settings().person
        self._sure(
            title,
            [known.fingerprint, told],
            lambda: self._do(wish, lambda: self.workspace.syncing().decide(known.fingerprint, trusted=trusted, by=by)),
        )

    def action_rekey(self) -> None:
        """Go on under a new key."""
        told = say("The present key vouches for the new one: whom this device meets next learns of it.")
        self._sure(
            say("A new key for this device?"),
            [told],
            lambda: self._do("make a new key", self.workspace.syncing().rekey),
        )

    def _sure(self, title: str, lines: Sequence[str], act: Callable[[], None]) -> None:
        self.app.push_screen(SureQuestion(title, lines), lambda sure: act() if sure else None)

    def action_invite(self) -> None:
        """Let a device into this hub."""

        def answered(name: str | None) -> None:
            if name is not None:
                self.finish("make an invitation", lambda: self.workspace.syncing().invite(name), then=show(name))

        def show(name: str) -> Callable[[Invitation], None]:
            return lambda made: self._show_invitation(name, made)

        self.app.push_screen(WriteOne(say("What is the device called that you let in?")), answered)

    def _show_invitation(self, name: str, made: Invitation) -> None:
        self.app.push_screen(InvitationScreen(name, made))

    def action_stop(self) -> None:
        """Stop what is under way: what went over until now stays."""
        self._stop = self.busy

    def _ask(self, title: str, name: str, act: Callable[[Path], None]) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                act(typed_path(text))

        self.app.push_screen(WriteOne(title, value=str(Path.cwd() / name)), answered)

    def _write(self, file: Path) -> None:
        self._do("write the bundle", lambda: self.workspace.syncing().write_bundle(file, self._wrote))

    def _take(self, file: Path) -> None:
        self._do("take the bundle", lambda: self.workspace.syncing().take_bundle(file, self._took))

    def _do(self, doing: str, call: Callable[[], Sequence[str]]) -> None:
        if self.busy:
            self.app.tell(say("Wait until this is done, or stop it with x; nothing is lost."))
            return
        self.busy, self._stop = True, False
        self._keys()
        self._say([say("Working ...")])
        self.finish(doing, call, then=self._done)

    def _went(self, way: str, done: int, of: int) -> None:
        texts = {
            "up": say("Sending {n} of {of} ...", n=done, of=of),
            "down": say("Receiving {n} of {of} ...", n=done, of=of),
            "register": say("Receiving a register: {n} of {of} kB ...", n=done, of=of),
        }
        self._progress(texts[way])

    def _took(self, done: int, of: int) -> None:
        self._progress(say("Taking the bundle: {share} % ...", share=100 * done // max(of, 1)))

    def _wrote(self, done: int, _of: int) -> None:
        self._progress(say("Writing piece {n} ...", n=done))

    def _progress(self, text: str) -> None:
        """In the worker's thread: how far it is, and its end where that is wished for."""
        if self._stop:
            raise _StoppedError("It was stopped.", hint="What went over until then stays; do it again for the rest.")
        self.call_later(self._say, [f"{text} {say('(x stops it)')}"])

    def _done(self, texts: Sequence[str]) -> None:
        self._ended()
        self._say([sentence(text) for text in texts])
        self._look()

    def _ended(self) -> None:
        self.busy = False
        self._keys()

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well."""
        self._ended()
        if isinstance(error, _StoppedError):
            self._say(_told(error))
            self._look()
            return
        self._say([say("It was not finished; nothing is lost."), *_told(error)])
        super().failed(doing, error)

    def _say(self, texts: Sequence[str]) -> None:
        self.query_one("#progress-text", Text).say([(), *([Part(text, "bold")] for text in texts)])


def _about(state: SyncState, waits: str) -> list[Line]:
    none = say("this workspace is one") if state.is_hub else say("none yet (e joins one); a stick works too")
    hub = state.hub or none
    rows: list[Line] = [
        (),
        _fact(say("This device"), state.fingerprint, "bold"),
        _fact(say("Hub"), hub, "" if state.hub else "quiet"),
        _fact(say("Segments"), say("{n} here", n=state.segments), ""),
    ]
    if state.last:
        rows.append(_fact(say("Last"), sentence(state.last), ""))
    if state.hub:
        rows.append(_fact(say("Waiting"), sentence(waits) if waits else say("asking the hub ..."), ""))
    if state.held:
        text = say("{n} of devices that nobody vouched for: they count once you trust them (v)", n=state.held)
        rows.append(_fact(say("Held back"), text, "ink-attention"))
    if state.newer:
        text = say("{n} of a newer assetaudit: upgrade to use them", n=state.newer)
        rows.append(_fact(say("Newer"), text, "ink-attention"))
    if state.purged:
        names = say("{names} (back with 'assetaudit sync fetch NAME')", names=", ".join(state.purged))
        rows.append(_fact(say("At the hub"), names, "quiet"))
    rows += [[Part(sentence(text), "ink-attention")] for text in state.warnings]
    return [*rows, (), [Part(say("Known devices"), "bold")]]


def _fact(name: str, text: str, style: str) -> Line:
    return [Part(f"{name:<13}", "quiet"), Part(text, style)]


def _known_line(known: Known, width: int) -> Line:
    beside = say("this device") if known.own else known.met
    if known.held:
        beside = say("{n} held back", n=known.held)
    return [
        Part(fit(known.name or "?", max(10, width - 62)), "bold"),
        Part(f" {fit(say(known.state), 11)}", "ink-right" if known.state in ("trusted", "hub") else "quiet"),
        Part(f" {known.fingerprint}", "quiet"),
        Part(f"  {beside}", "ink-attention" if known.held else "quiet"),
    ]


def _told(error: BaseException) -> list[str]:
    """What went wrong, and what to do about it."""
    if not isinstance(error, AssetAuditError):
        return [str(error)]
    return [sentence(text) for text in (error.message, error.hint) if text]

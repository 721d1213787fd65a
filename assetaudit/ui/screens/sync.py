"""Sync: where this workspace stands, an exchange with its hub, and bundles for sites that let out a stick only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from assetaudit.errors import AssetAuditError
from assetaudit.language import say, sentence
from assetaudit.paths import typed_path
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.syncing import Known, SyncState
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit

BUNDLE = "assetaudit.aab"


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

    def body(self) -> Iterable[Widget]:
        """Where we stand; whom we know; what came of it."""
        yield Text(id="about")
        yield Choice(_known_line, empty=say("Looking ..."), id="known")
        yield Text(id="progress-text")

    def on_mount(self) -> None:
        """Look where we stand."""
        self.query_one(Choice).focus()
        self._look()

    def _look(self) -> None:
        self.work("look where this workspace stands", self.workspace.syncing().state, then=self._show)

    def _show(self, state: SyncState) -> None:
        self.query_one("#about", Text).say(_about(state))
        self.own_bundle = f"assetaudit-{'-'.join(state.fingerprint.split()[:2])}.aab"
        empty = say("No other device was met yet. Take its bundle, or enrol at a hub.")
        self.query_one("#known", Choice).show(state.known, empty=empty)

    def action_sync(self) -> None:
        """Exchange with the hub."""
        self._do("sync with the hub", lambda: self.workspace.syncing().exchange(self._went))

    def action_write(self) -> None:
        """Write a bundle."""
        self._ask(say("Write everything that others may lack into:"), self.own_bundle, self._write)

    def action_take(self) -> None:
        """Take a bundle."""
        self._ask(say("Take the bundle of another workspace:"), BUNDLE, self._take)

    def _ask(self, title: str, name: str, act: Callable[[Path], None]) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                act(typed_path(text))

        self.app.push_screen(WriteOne(title, value=str(Path.cwd() / name)), answered)

    def _write(self, file: Path) -> None:
        self._do("write the bundle", lambda: self.workspace.syncing().write_bundle(file))

    def _take(self, file: Path) -> None:
        self._do("take the bundle", lambda: self.workspace.syncing().take_bundle(file, self._took))

    def _do(self, doing: str, call: Callable[[], Sequence[str]]) -> None:
        if self.busy:
            self.app.tell(say("Wait until this is done; nothing is lost if you leave."))
            return
        self.busy = True
        self._say([say("Working ...")])
        self.finish(doing, call, then=self._done)

    def _went(self, way: str, done: int, of: int) -> None:
        texts = {
            "up": say("Sending {n} of {of} ...", n=done, of=of),
            "down": say("Receiving {n} of {of} ...", n=done, of=of),
            "register": say("Receiving a register: {n} of {of} kB ...", n=done, of=of),
        }
        self.call_later(self._say, [texts[way]])

    def _took(self, done: int) -> None:
        self.call_later(self._say, [say("Taking piece {n} ...", n=done)])

    def _done(self, texts: Sequence[str]) -> None:
        self.busy = False
        self._say([sentence(text) for text in texts])
        self._look()

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well."""
        self.busy = False
        self._say([say("It was not finished; nothing is lost."), *_told(error)])
        super().failed(doing, error)

    def _say(self, texts: Sequence[str]) -> None:
        self.query_one("#progress-text", Text).say([(), *([Part(text, "bold")] for text in texts)])


def _about(state: SyncState) -> list[Line]:
    hub = state.hub or say("none yet ('assetaudit sync enrol CODE' joins one); a stick works too")
    rows: list[Line] = [
        (),
        _fact(say("This device"), state.fingerprint, "bold"),
        _fact(say("Hub"), hub, "" if state.hub else "quiet"),
        _fact(say("Segments"), say("{n} here", n=state.segments), ""),
    ]
    if state.held:
        text = say("{n} of devices that nobody vouched for: they do not count yet", n=state.held)
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
    return [
        Part(fit(known.name or "?", max(8, width - 36)), "bold"),
        Part(f" {fit(say(known.state), 10)}", "ink-right" if known.state in ("trusted", "hub") else "quiet"),
        Part(f" {known.fingerprint}", "quiet"),
    ]


def _told(error: BaseException) -> list[str]:
    """What went wrong, and what to do about it."""
    if not isinstance(error, AssetAuditError):
        return [str(error)]
    return [sentence(text) for text in (error.message, error.hint) if text]

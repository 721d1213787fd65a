"""The camera as a scanner: what it sees, what was read in it, and what to do where nothing can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from textual import on
from textual.widget import Widget

from assetaudit.language import say, sentence
from assetaudit.model.verdict import Tone
from assetaudit.ui.messages import ReaderChanged
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.lines import Line, Part, ink, wrapped
from assetaudit.ui.widgets.preview import Preview

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.notes import ReaderNote, ViewfinderNote

LOOKS = 0.12
"""Seconds between two looks: as often as a terminal can follow."""
FIRST = "camera://0"


class CameraScreen(Page[None]):
    """A picture with what was read in it."""

    WHERE: ClassVar[tuple[str, ...]] = ("camera", "page")
    TITLE_TEXT = "Camera"

    def __init__(self, feed: Feed, address: str) -> None:
        super().__init__()
        self.feed = feed
        self.address = address
        self._viewfinder: ViewfinderNote | None = None
        self._stop: Callable[[], None] | None = None
        self._number = 0
        self._trouble = ""
        self._left = False

    def body(self) -> Iterable[Widget]:
        """The picture, then a line on how it goes."""
        yield Preview()
        yield Text([[Part(say(" Opening {reader} ...", reader=self.address), "quiet")]], id="camera-line")

    def on_mount(self) -> None:
        """Look through a camera that is open already, or open it for as long as somebody looks."""
        self.heading.say(self.address)
        self._viewfinder = self.workspace.viewfinder(self.address)
        if self._viewfinder is None:
            self.work("open the camera", self._open)
        self.set_interval(LOOKS, self._look)

    def _open(self) -> None:
        self._stop = self.workspace.start_readers([self.address], self.feed.take, self._changed)
        self._viewfinder = self.workspace.viewfinder(self.address)
        if self._left:  # it took so long to open that nobody looks any more
            self._stop()

    def _changed(self, note: ReaderNote) -> None:
        self.post_message(ReaderChanged(note))

    @on(ReaderChanged)
    def _reader_changed(self, message: ReaderChanged) -> None:
        """This camera's state is shown here, not as a remark over everything."""
        message.stop()
        state = message.note.state
        self._trouble = message.note.message if state in ("lost", "ended") or message.note.message else ""
        self._say()

    def action_open(self) -> None:
        """Scan a photograph, or look through another camera."""
        from assetaudit.ui.screens.ask import WriteOne

        class WhatToScan(WriteOne):
            KEYS = (("Enter", "scan"), ("Esc", "back"))

        explain = say("A file, a folder, or an address such as camera://1 or camera+http://HOST/PATH.")
        self.app.push_screen(WhatToScan(say("What shall be scanned?"), explain=explain), self._opened)

    def _opened(self, text: str | None) -> None:
        if text:
            address = text if "://" in text else f"camera://{quote(text, safe='/*~ ')}"
            self.app.switch_screen(CameraScreen(self.feed, address))

    def on_unmount(self) -> None:
        """Let the camera go, unless the walk has it open anyway."""
        self._left = True
        if self._viewfinder is not None:
            self._viewfinder.leave()
        if self._stop is not None:
            self.app.run_worker(self._stop, name="close the camera", thread=True, exit_on_error=False)

    def _look(self) -> None:
        viewfinder = self._viewfinder
        if viewfinder is None:
            return
        viewfinder.watch(*self.query_one(Preview).pixels)
        sight = viewfinder.sight
        if sight is not None and sight.number != self._number:
            self._number = sight.number
            self.query_one(Preview).show(sight)
            self._say(sight.hint, [box.text for box in sight.boxes], sight.frames_a_second)

    def _say(self, hint: str = "", codes: Sequence[str] = (), rate: float = 0.0) -> None:
        lines: list[Line]
        if codes:
            lines = [[Part(say(" {n} in view: ", n=len(codes)), "bold ink-right"), Part("  ".join(codes), "bold")]]
        elif hint or self._trouble:
            told = wrapped(sentence(hint or self._trouble), self.size.width - 4)
            lines = [[Part(f" {text}", f"bold {ink(Tone.ATTENTION)}")] for text in told[:3]]
        else:
            lines = [[Part(say(" Hold a label before the camera. {rate} pictures/s", rate=f"{rate:.0f}"), "quiet")]]
        self.query_one("#camera-line", Text).say(lines)

"""Pressing keys and waiting, as a person does: each key by itself, and not before the last has had its effect."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from assetaudit.model.read import Read
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.walk import WalkScreen
from assetaudit.ui.widgets.lines import Lines
from tests.ui.desk import Desk


class Person:
    """Somebody at the keyboard, with a scanner."""

    def __init__(self, app: AuditApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            await self.pilot.press(key)
            await self.until(lambda: not self.app.hearing.pending)
            await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Type a text, slowly."""
        for char in text:
            await self.press("space" if char == " " else char)

    async def scan(self, *codes: str) -> None:
        """Scan codes, each after the last was judged."""
        for code in codes:
            self.app.take(Read("keys://", text=code))
            await self.settle()

    async def settle(self) -> None:
        """Wait until the walk's thread and the workers have nothing to do and the screen has shown it."""
        await self.until(lambda: self.app.feed is None or self.app.feed.idle)
        await self.until(lambda: not self.app.workers, 60)
        await self.pilot.pause()
        await self.pilot.pause()

    async def until(self, test: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something holds."""
        for _ in range(int(seconds * 100)):
            if test():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never happened")

    def shown(self) -> str:
        """All text of the topmost screen."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips(self.app.size))

    def line(self, widget: str) -> str:
        """The text of one widget."""
        found = self.app.screen.query_one(widget, Lines)
        return "\n".join(found.render_line(y).text for y in range(found.size.height))

    @property
    def walk(self) -> WalkScreen:
        """The walk's screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, WalkScreen))

    def told(self) -> list[str]:
        """Remarks that were shown."""
        return [note.message for note in self.app._notifications]


@asynccontextmanager
async def at_work(
    desk: Desk, audit: str | None = "Q4", size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[Person]:
    """The app with somebody at it."""
    app = AuditApp(desk, audit=audit, **more)
    async with app.run_test(size=size) as pilot:
        person = Person(app, pilot)
        if audit is not None:
            await person.until(lambda: app.feed is not None and app.feed.opened)
        await person.settle()
        yield person

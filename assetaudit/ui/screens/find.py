"""Find mode: one asset's RFID signal, followed with eyes and ears; what is heard is kept like any other read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.timer import Timer
from textual.widget import Widget

from assetaudit.audit.geiger import Geiger
from assetaudit.language import say
from assetaudit.model.asset import Asset
from assetaudit.ui.messages import AssetSought
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.geiger import GeigerNeedle
from assetaudit.ui.widgets.lines import Line, Part

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.messages import TagsTaken

LOOKS = 0.1
"""Seconds between two drawings of the needle."""


def seek(feed: Feed, key: str) -> None:
    """Look an asset up in the walk's thread, then follow its signal."""
    feed.look("look the asset up", lambda audit, _walk: AssetSought(key, audit.register.asset(key)))


class FindScreen(Page[None]):
    """The needle, and what is looked for."""

    WHERE: ClassVar[tuple[str, ...]] = ("find", "page")
    TITLE_TEXT = "Find"

    def __init__(self, feed: Feed, key: str, asset: Asset | None = None) -> None:
        super().__init__()
        self.feed = feed
        self.key = key
        self.asset = asset
        self.geiger = Geiger()
        self._click: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """What is looked for, then the needle."""
        yield Text([self._sought(), ()], id="sought")
        yield GeigerNeedle()

    def on_mount(self) -> None:
        """Follow closely."""
        self.heading.say(self._called())
        self.feed.tags.seek(self.key)
        self.set_interval(LOOKS, self._look)
        self._wait_for_click()

    def on_unmount(self) -> None:
        """Back to batches of a second."""
        self.feed.tags.seek(None)

    def hear_tags(self, message: TagsTaken) -> None:
        """A batch is in the log; the asset's tag may be in it."""
        self.geiger.know(message.sought)
        self.geiger.hear(message.heard, self._now())

    def _look(self) -> None:
        self.query_one(GeigerNeedle).show(self.geiger.tick(self._now()))

    def _wait_for_click(self) -> None:
        """One click, then the next one the sooner the nearer the tag is."""
        signal = self.geiger.signal(self._now())
        if signal.click_seconds is not None:
            self.app.sounds.click()
        self._click = self.set_timer(signal.click_seconds or 2 * LOOKS, self._wait_for_click)

    def _now(self) -> float:
        return self.workspace.clock.mono_ms() / 1000

    def _called(self) -> str:
        asset = self.asset
        return self.key if asset is None else asset.asset_tag or asset.serial or asset.key

    def _sought(self) -> Line:
        asset = self.asset
        if asset is None:
            return [Part(f" {self.key}", "bold")]
        what = " ".join(part for part in (asset.manufacturer, asset.model, asset.name) if part)
        place = str(asset.place or asset.place_text)
        has = any(identifier.kind == "epc" for identifier in asset.identifiers)
        untagged = "" if has else say("   The register has no EPC for it: it will hardly be heard.")
        return [
            Part(f" {what}", "bold"),
            Part(say("   belongs to {place}", place=place), "quiet"),
            Part(untagged, "ink-attention"),
        ]

    def action_here(self) -> None:
        """It was found: say so, with a proof."""
        from assetaudit.ui.screens.proof import prove

        self.dismiss(None)
        prove(self.feed, self.key)

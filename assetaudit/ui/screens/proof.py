"""A device that cannot be scanned is picked by what it looks like, and proved by its own label or by a photograph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.model.asset import Asset
from assetaudit.paths import typed_path
from assetaudit.ui.messages import AssetLooked
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line, Part

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.workspace import OpenAudit, Walk

DIGITS = 4


def prove(feed: Feed, key: str, unreadable: str | None = None) -> None:
    """Ask for the proof of one asset; its record is read in the walk's thread."""

    def look(audit: OpenAudit, _walk: Walk) -> Message:
        return AssetLooked(audit.register.asset(key), unreadable)

    feed.look("look up the device", look)


class ProofQuestion(Question[None]):
    """The last four of the serial, typed unseen; a photograph; or nothing, for a device recognised by sight."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "it is here"), ("Tab", "photograph"), ("Esc", "back"))

    def __init__(self, asset: Asset, feed: Feed, unreadable: str | None = None) -> None:
        super().__init__()
        self.asset = asset
        self.feed = feed
        self.unreadable = unreadable

    def body(self) -> Iterable[Widget]:
        """What the device looks like, never its serial; and a field."""
        asset = self.asset
        model = " ".join(part for part in (asset.manufacturer, asset.model) if part) or asset.category or asset.key
        rows: list[Line] = [
            [Part(f"{asset.asset_tag or asset.key}", "bold"), Part(say("   stands here, but cannot be scanned?"))],
            [Part(f"{model}   {asset.name}")],
            [Part(say("expected in {place}", place=asset.place or asset.place_text or say("no place")), "quiet")],
            (),
        ]
        if self._proof:
            told = say("Type the last {n} characters of its serial number, as you read them on it;", n=DIGITS)
            rows += [[Part(told)], [Part(say("or leave the field empty if you only recognise it by sight."))]]
        else:
            rows.append([Part(say("The register has no serial number for it: it counts as recognised by sight."))])
        yield Text(rows)
        yield Input(placeholder=say("last {n} of the serial", n=DIGITS), max_length=40, id="last")
        yield Text([(), [Part(say("Or a photograph proves it: the path of a JPEG, PNG or WebP file."), "quiet")]])
        yield Input(placeholder=say("photograph, such as ~/rack.jpg"), max_length=1000, id="picture")

    @property
    def _proof(self) -> str:
        serial = "".join(char for char in (self.asset.serial or "") if char.isalnum())
        return serial[-DIGITS:].casefold() if len(serial) >= DIGITS else ""

    @on(Input.Submitted, "#picture")
    def _named(self, message: Input.Submitted) -> None:
        path = message.value.strip()
        if path:
            file = typed_path(path)
            self.work("keep the photograph", lambda: self.workspace.offer_photo(file), then=self._shown)
        else:
            self.query_one("#last", Input).focus()

    def _shown(self, photo: str) -> None:
        self._pick("photo", photo)

    @on(Input.Submitted, "#last")
    def _written(self, message: Input.Submitted) -> None:
        typed = "".join(char for char in message.value if char.isalnum()).casefold()
        if not typed:
            self._pick("sight")
        elif self._proof and typed[-DIGITS:] == self._proof and len(typed) >= DIGITS:
            self._pick("last4")
        else:
            self.app.tell(
                say("That is not what the register has for this device. Look again, or pick another."), severe=True
            )

    def _pick(self, proof: str, photo: str = "") -> None:
        key, unreadable = self.asset.key, self.unreadable
        self.feed.do("pick the device", lambda walk: walk.pick(key, proof, unreadable, photo))
        self.dismiss(None)

"""The user's own settings: name, sounds, colours, signs, readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import languages, say, say_as, sentence
from assetaudit.ui import themes
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

CHOICES = {
    "sound": ("all", "wrong", "off"),
    "theme": themes.NAMES,
    "density": ("normal", "compact", "large"),
    "order": ("down", "up"),
    "language": ("auto", *languages()),
    "signs": ("auto", "unicode", "ascii"),
}
EXPLAIN = {
    "sound": "all verdicts · wrong: what needs attention · off",
    "theme": "dark, light, high contrast, or for the cold aisle",
    "density": "compact: more of the rack · large: for gloves and two metres",
    "order": "down a rack from its top, or up from its bottom",
    "language": "auto: the system's",
    "signs": "auto: what the terminal can show · unicode · ascii",
}


class SettingsScreen(Page[None]):
    """Enter changes a line; the name and the readers are written."""

    WHERE: ClassVar[tuple[str, ...]] = ("settings", "page")
    TITLE_TEXT = "Settings"
    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def body(self) -> Iterable[Widget]:
        """Fields."""
        now = self.workspace.settings()
        self._now: dict[str, str] = {name: getattr(now, name) for name in CHOICES}
        yield Text([(), [Part(say("Your name, as it shall stand in reports"), "bold")]])
        yield Input(now.person, id="person", max_length=200)
        yield Text([(), [Part(say("Readers that a walk opens, separated by blanks"), "bold")]])
        yield Text([[Part(say("such as serial:///dev/ttyACM0 or llrp://10.0.0.5"), "quiet")]])
        yield Input(" ".join(now.readers), id="readers", max_length=1000)
        yield Text([(), [Part(say("Enter changes"), "bold")]])
        choice: Choice[str] = Choice(self._line)
        choice.styles.height = len(CHOICES)
        yield choice
        yield Text([(), [Part(say("Everything is kept at once; a scanner that types needs no setting."), "quiet")]])

    def on_mount(self) -> None:
        """The list first: nothing is changed by accident."""
        self.query_one(Choice).show(tuple(CHOICES))
        self.query_one(Choice).focus()

    def _line(self, name: str, width: int) -> Line:
        return [
            Part(fit(say(name), 10)),
            Part(fit(say_as("setting", self._now[name]), 14), "bold"),
            Part(fit(say(EXPLAIN[name]), max(10, width - 24)), "quiet"),
        ]

    @on(RowChosen)
    def _changed(self, message: RowChosen[str]) -> None:
        options = CHOICES[message.item]
        now = self._now[message.item]
        self._now[message.item] = options[(options.index(now) + 1) % len(options)] if now in options else options[0]
        self._save()
        self.query_one(Choice).redraw()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._save()
        self.app.tell(say("Kept."))

    def _save(self) -> None:
        person = self.query_one("#person", Input).value.strip()
        readers = tuple(self.query_one("#readers", Input).value.split())
        self.workspace.save_settings(person=person, readers=readers, **self._now)
        self.app.apply(self.workspace.settings())

    def action_key(self) -> None:
        """Your personal key."""
        from assetaudit.ui.screens.key import KeyQuestion

        self._save()
        self.app.push_screen(KeyQuestion())

    def action_retention(self) -> None:
        """For how many days names and pictures are kept."""
        from assetaudit.ui.screens.erasing import days_question

        self._save()
        self.app.push_screen(days_question(self.workspace.erasing), self._keep_for)

    def _keep_for(self, days: str | None) -> None:
        if days is not None:
            keeping = self.workspace.erasing
            self.finish(
                "keep the days", lambda: keeping.keep_for(days), then=lambda rule: self.app.tell(sentence(rule))
            )

    def action_leave(self) -> None:
        """Keep what was written, and go back."""
        self._save()
        super().action_leave()

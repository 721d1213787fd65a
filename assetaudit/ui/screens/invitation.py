"""An invitation to a hub: a code that the other laptop's camera or scanner takes from here, and the same as text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.events import Resize
from textual.widget import Widget

from assetaudit.language import say
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.syncing import Invitation
from assetaudit.ui.widgets.code import Code
from assetaudit.ui.widgets.lines import Line, Part


class InvitationScreen(Page[None]):
    """The code takes the whole height: nothing is beside it but its way out."""

    DEFAULT_CSS = """
    InvitationScreen Heading, InvitationScreen #foot { display: none; }
    InvitationScreen #body { layout: horizontal; }
    InvitationScreen #invitation-words { width: 1fr; padding: 0 0 0 1; }
    """

    def __init__(self, name: str, invitation: Invitation) -> None:
        super().__init__()
        self._called = name
        self._invitation = invitation

    def body(self) -> Iterable[Widget]:
        """The code, and words beside it."""
        yield Code()
        yield Text(id="invitation-words")

    def on_resize(self, event: Resize) -> None:
        """The code is shown where all of it fits, the text where not."""
        lines = self.workspace.code_lines(self._invitation.code)
        drawn = self.app.alphabet.unicode and len(lines) <= event.size.height
        self.query_one(Code).show(lines if drawn else ())
        self.query_one("#invitation-words", Text).say(self._words(drawn=drawn))

    def _words(self, *, drawn: bool) -> Iterable[Line]:
        yield [Part(say("Invitation"), "bold")]
        yield [Part(self._called, "bold")]
        yield ()
        yield [Part(say("Valid once."), "")]
        yield [Part(say("On the laptop: Sync, then e, then scan this."), "")]
        yield ()
        yield [Part(say("Esc goes back."), "quiet")]
        if not drawn:
            yield ()
            yield [Part(say("The code needs a larger window. As text:"), "quiet")]
            yield [Part(self._invitation.text)]

"""The peer of the screen's benchmarks: an app that shows each key it gets, and no more."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class TrivialApp(App[None]):
    """Counts Enter keys."""

    count = 0

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("waiting for keys")

    def on_key(self, event: events.Key) -> None:
        """Show the count."""
        if event.key == "enter":
            self.count += 1
            self.query_one(Static).update(f"seen {self.count}")


if __name__ == "__main__":
    TrivialApp().run(mouse=False)

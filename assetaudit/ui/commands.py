"""Every command of the screen, once: bindings, footers, the help screen and the README's key table come from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do on one screen."""

    where: str
    """The screen: ``walk home findings ...``; ``everywhere`` for all."""
    id: str
    """The action's name on that screen."""
    key: str
    label: str
    """A word or two for the footer."""
    tooltip: str
    """A sentence for the help screen."""
    code: str = ""
    """The control code that does the same from a scanner."""
    footer: bool = True
    """Whether the footer names it."""

    @property
    def shown_key(self) -> str:
        """The key as it is printed on the keyboard."""
        return _KEYS.get(self.key, self.key)


_KEYS = {
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "slash": "/",
    "up": "↑",
    "right": "→",
    "left": "←",
    "down": "↓",
    "plus": "+",
    "minus": "-",
    "tab": "Tab",
    "full_stop": ".",
}

COMMANDS: tuple[Command, ...] = (
    Command("everywhere", "help", "question_mark", "help", "Show every key and control code."),
    Command("home", "go_on", "enter", "go on", "Go on with the marked audit where you left off."),
    Command("home", "new_audit", "a", "new audit", "Open a new audit over some places."),
    Command("home", "import_register", "i", "import", "Import a register from a CSV, XLSX or JSON file."),
    Command("home", "findings", "v", "findings", "Look at the findings of the marked audit."),
    Command("home", "report", "e", "report", "Write a report of the marked audit."),
    Command("home", "labels", "p", "labels", "Print the labels that the marked audit needs."),
    Command("home", "demo", "d", "demo", "Play a recorded walk through the sample data centre.", footer=False),
    Command("home", "settings", "s", "settings", "Your name, sounds, colours and readers."),
    Command("home", "leave", "q", "quit", "Quit; everything is on disk already."),
    Command(
        "walk",
        "close_rack",
        "c",
        "close rack",
        "Confirm that you have swept this place; what was not seen becomes missing.",
        "CMD:CLOSE",
    ),
    Command("walk", "undo", "u", "undo", "Take back the last thing you did in this walk.", "CMD:UNDO"),
    Command(
        "walk",
        "no_label",
        "n",
        "no label",
        "A device has no readable label: record it, or say which one it is.",
        "CMD:UNREADABLE",
    ),
    Command("walk", "find", "f", "find", "Find a device by tag, serial, name or model; or type a code by hand."),
    Command("walk", "next_rack", "space", "next", "Go to the next place that is not closed.", "CMD:NEXT"),
    Command(
        "walk", "moved", "m", "moved", "The last scanned device was moved here just now.", "CMD:MOVED", footer=False
    ),
    Command(
        "walk",
        "wrong",
        "w",
        "mis-scan",
        "The last scan was a mistake; it counts for nothing.",
        "CMD:WRONG",
        footer=False,
    ),
    Command("walk", "two", "2", "two", "Two devices carry the code that was scanned last.", "CMD:TWO", footer=False),
    Command("walk", "pair", "y", "pair", "The next code and the last belong to one device.", "CMD:PAIR", footer=False),
    Command("walk", "blocked", "b", "blocked", "This place cannot be swept: say why.", "CMD:BLOCKED", footer=False),
    Command("walk", "side", "r", "rear", "Walk the other side of this rack.", footer=False),
    Command("walk", "go", "g", "go to", "Go to a place without scanning its label.", footer=False),
    Command(
        "walk", "wrong_place", "h", "not here", "The place was wrong: move its scans to the right one.", footer=False
    ),
    Command(
        "walk", "note", "o", "note", "Write a note on the last device, or on this place.", "CMD:NOTE", footer=False
    ),
    Command(
        "walk", "condition", "d", "condition", "Say in what condition the last device is.", "CMD:DAMAGED", footer=False
    ),
    Command("walk", "exceptions", "x", "exceptions", "Show exceptions only among the last reads.", footer=False),
    Command("walk", "mark_up", "up", "up", "Move the mark in the rack up.", footer=False),
    Command("walk", "mark_down", "down", "down", "Move the mark in the rack down.", footer=False),
    Command("walk", "pick_marked", "enter", "pick", "The marked device is here, but cannot be scanned.", footer=False),
    Command("walk", "findings", "v", "findings", "Look at the findings so far.", footer=False),
    Command("walk", "report", "e", "report", "Write a report of the findings so far.", footer=False),
    Command("walk", "labels", "p", "labels", "Print the labels that are needed so far.", footer=False),
    Command("walk", "leave", "escape", "leave", "Leave the walk; everything scanned is saved.", footer=False),
    Command("replay", "faster", "plus", "faster", "Play the recorded walk faster.", footer=False),
    Command("replay", "slower", "minus", "slower", "Play the recorded walk slower.", footer=False),
    Command("replay", "pause", "full_stop", "pause", "Stop the recorded walk, and go on with it.", footer=False),
    Command("findings", "next_outcome", "f", "outcome", "Show one outcome after the other, then all again."),
    Command("findings", "search", "slash", "filter", "Filter by place, tag, model or any other text."),
    Command("findings", "clear", "x", "show all", "Take all filters away."),
    Command("findings", "report", "e", "report", "Write a report of this audit."),
    Command("imports", "import_now", "g", "import now", "Import the file as it is shown; all or nothing."),
    Command("new_audit", "choose_place", "space", "choose", "Take the marked place into the audit, or out of it."),
    Command("new_audit", "unfold", "right", "open", "Show the places in the marked one.", footer=False),
    Command("new_audit", "fold", "left", "shut", "Hide the places in the marked one.", footer=False),
    Command("new_audit", "name_it", "n", "name", "Write the audit's name."),
    Command("new_audit", "filter", "f", "filter", "Write a filter over the assets."),
    Command("new_audit", "blind", "b", "blind", "Hide what is expected during the walk, or show it."),
    Command("new_audit", "create", "c", "create", "Freeze the terms, open the audit and begin to walk."),
    Command("page", "leave", "escape", "back", "Go back to the screen before."),
)
"""The order is the order in which the help screen lists them."""


def commands(where: str) -> Iterator[Command]:
    """The commands of one screen."""
    return (command for command in COMMANDS if command.where == where)


def bindings(*wheres: str) -> list[BindingType]:
    """Key bindings of a screen, from the table; their ids stay the same when keys are changed."""
    return [
        Binding(command.key, command.id, command.label, id=f"{where}.{command.id}", tooltip=command.tooltip, show=False)
        for where in wheres
        for command in commands(where)
    ]


def key_table() -> str:
    """The table of keys for the README, in Markdown."""
    rows = ["| screen | key | control code | what it does |", "|---|---|---|---|"]
    for command in COMMANDS:
        code = f"`{command.code}`" if command.code else ""
        rows.append(f"| {command.where} | `{command.shown_key}` | {code} | {command.tooltip} |")
    return "\n".join(rows)

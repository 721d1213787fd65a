"""Every command of the screen, once: bindings, footers, the help screen and the README's key table come from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from assetaudit.language import say


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
        key = _OWN.get(f"{self.where}.{self.id}", self.key)
        return say(_KEYS[key]) if key in _KEYS else key


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
    "colon": ":",
    "equals_sign": "=",
    "comma": ",",
    "backspace": "⌫",
    "0,1,2,3,4,5,6,7,8,9": "0-9",
}

COMMANDS: tuple[Command, ...] = (
    Command("everywhere", "help", "question_mark", "help", "Show every key and control code."),
    Command("everywhere", "palette", "colon", "do", "Look for a command by its name.", footer=False),
    Command("home", "go_on", "enter", "go on", "Go on with the marked audit where you left off."),
    Command("home", "new_audit", "a", "new audit", "Open a new audit over some places."),
    Command("home", "import_register", "i", "import", "Import a register from a CSV, XLSX or JSON file."),
    Command("home", "findings", "v", "findings", "Look at the findings of the marked audit."),
    Command("home", "decide", "r", "decide", "Decide what the findings of the marked audit mean."),
    Command("home", "report", "e", "report", "Write a report of the marked audit."),
    Command("home", "labels", "p", "labels", "Print the labels that the marked audit needs."),
    Command("home", "close_audit", "c", "close", "Close the marked audit: what it covers, and what it leaves."),
    Command("home", "watch", "w", "watch", "Look on while others walk the marked audit; nothing can be changed there."),
    Command(
        "home", "measures", "m", "measures", "Accuracy by room and category, ages and trends, up to the marked audit."
    ),
    Command("home", "samples", "n", "samples", "Samples of the marked audit: plan, draw, examine and evaluate them."),
    Command(
        "home",
        "erasing",
        "x",
        "erase",
        "Names and pictures of the marked audit: what is kept, and erase it.",
        footer=False,
    ),
    Command("home", "kept", "k", "kept scans", "Scans that came while no audit was open.", footer=False),
    Command("home", "demo", "d", "demo", "Play a recorded walk through the sample data centre.", footer=False),
    Command("home", "sync", "y", "sync", "Bring this workspace together with others: by hub or by stick."),
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
    Command("walk", "two", "t", "two", "Two devices carry the code that was scanned last.", "CMD:TWO", footer=False),
    Command("walk", "pair", "y", "pair", "The next code and the last belong to one device.", "CMD:PAIR", footer=False),
    Command(
        "walk",
        "same",
        "equals_sign",
        "same device",
        "The last two codes, which were recognised as such, are on one device.",
        "CMD:SAME",
        footer=False,
    ),
    Command("walk", "sweep", "q", "RFID sweep", "What RFID readers hear here, and what is left.", footer=False),
    Command(
        "walk",
        "seek",
        "slash",
        "signal",
        "Follow the RFID signal of the marked device to it.",
        footer=False,
    ),
    Command("walk", "camera", "comma", "camera", "Scan with a camera, and see what it sees.", footer=False),
    Command(
        "walk",
        "unit",
        "0,1,2,3,4,5,6,7,8,9",
        "units",
        "Two digits: the next scan stands in that unit of the rack. A unit's own label does the same.",
        footer=False,
    ),
    Command(
        "walk",
        "step",
        "k",
        "U by U",
        "Each scan confirms the unit that is prompted, or the marked one; again: only the rack.",
        footer=False,
    ),
    Command(
        "walk", "turn", "i", "other way", "Prompt the rack from its bottom up, or from its top down.", footer=False
    ),
    Command(
        "walk",
        "empty",
        "l",
        "looked",
        "You looked at the empty units of this rack: nothing stands there.",
        "CMD:EMPTY",
        footer=False,
    ),
    Command("walk", "blocked", "b", "blocked", "This place cannot be swept: say why.", "CMD:BLOCKED", footer=False),
    Command("walk", "side", "r", "rear", "Walk the other side of this rack.", "CMD:REAR", footer=False),
    Command("walk", "go", "g", "go to", "Go to a place without scanning its label.", footer=False),
    Command(
        "walk",
        "wrong_place",
        "h",
        "not here",
        "The place was wrong: move its scans, or the last of them, to the right one.",
        "CMD:HERE",
        footer=False,
    ),
    Command(
        "walk", "note", "o", "note", "Write a note on the last device, or on this place.", "CMD:NOTE", footer=False
    ),
    Command(
        "walk", "condition", "d", "condition", "Say in what condition the last device is.", "CMD:DAMAGED", footer=False
    ),
    Command("walk", "photo", "z", "photo", "Keep a photograph with the last device that was seen.", footer=False),
    Command(
        "walk",
        "adopt",
        "j",
        "take along",
        "Scans that were made before any place belong to the one you stand in now.",
        "CMD:ADOPT",
        footer=False,
    ),
    Command("walk", "places", "a", "all places", "All places with their state; Enter goes to one.", footer=False),
    Command("walk", "hand_over", "s", "hand over", "Another person goes on with this walk; both sign.", footer=False),
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
    Command("sweep", "seek", "f", "find", "Follow the RFID signal of the marked asset to it."),
    Command("sweep", "go_near", "g", "go there", "Stand in the place whose reference tag is heard best."),
    Command("sweep", "other_list", "tab", "other list", "Mark among the tags, or among what is left."),
    Command(
        "camera", "open", "o", "other source", "Scan a photograph, a folder, a video, or look through another camera."
    ),
    Command("find", "here", "enter", "found it", "It is here: say how you know."),
    Command("findings", "seek", "s", "signal", "Follow the RFID signal of the marked asset.", footer=False),
    Command("findings", "next_outcome", "f", "outcome", "Show one outcome after the other, then all again."),
    Command("findings", "search", "slash", "filter", "Filter by place, tag, serial or any other text."),
    Command("findings", "clear", "x", "show all", "Take all filters away."),
    Command("findings", "decide", "d", "decide", "Decide what the findings mean: cases first."),
    Command("findings", "report", "e", "report", "Write a report of this audit."),
    Command("imports", "new_audit", "a", "new audit", "Open an audit over what was imported."),
    Command("imports", "import_now", "g", "import now", "Import the file as it is shown; all or nothing."),
    Command("new_audit", "choose_place", "space", "choose", "Take the marked place into the audit, or out of it."),
    Command("new_audit", "create", "c", "create", "Freeze the terms, open the audit and begin to walk."),
    Command("new_audit", "unfold", "right", "unfold", "Show the places in the marked one.", footer=False),
    Command("new_audit", "fold", "left", "shut", "Hide the places in the marked one.", footer=False),
    Command("new_audit", "name_it", "n", "name", "Write the audit's name."),
    Command("new_audit", "filter", "f", "filter", "Write a filter over the assets."),
    Command("new_audit", "blind", "b", "blind", "Hide what is expected during the walk, or show it."),
    Command(
        "new_audit", "terms", "t", "terms", "Terms and people: tolerable rates, limits, recounts, who may do what."
    ),
    Command("settings", "key", "k", "my key", "Your personal key: make it, and see its public part."),
    Command(
        "settings", "retention", "d", "retention", "For how many days after the closing names and pictures are kept."
    ),
    Command("places", "go", "enter", "go there", "Stand in the marked place, or open what lies in it."),
    Command("places", "unfold", "right", "unfold", "Show the places in the marked one.", footer=False),
    Command("places", "fold", "left", "shut", "Hide the places in the marked one.", footer=False),
    Command("places", "unfinished", "f", "unfinished", "Show only places that are not closed, or all again."),
    Command("watch", "places", "a", "places", "Show places, people or findings, one after the other."),
    Command("cases", "take", "enter", "take", "Take what is proposed about the marked row."),
    Command("cases", "decide", "d", "other", "Another decision than the proposed one, with your reason."),
    Command("cases", "mark_row", "space", "mark", "Mark a row: d then decides about all marked ones."),
    Command("cases", "mark_all", "m", "mark all", "Mark all rows that are shown, after a filter; again: none."),
    Command("cases", "unfold", "right", "unfold", "Show the findings of the marked case.", footer=False),
    Command("cases", "fold", "left", "shut", "Hide the findings of the marked case.", footer=False),
    Command("cases", "approvals", "a", "approve", "Approve what other people decided."),
    Command("cases", "changes", "c", "changes", "See the change set: before and after of every line."),
    Command("cases", "next_state", "f", "state", "Show what waits, all, what is decided, approved ..."),
    Command("cases", "search", "slash", "filter", "Filter by place, tag, model or any other text."),
    Command("cases", "undo", "u", "undo", "Take back your last decision, approval or note."),
    Command("cases", "follow", "o", "owner", "Owner, due date, ticket, cause and response; or close what is done."),
    Command("cases", "searched", "s", "searched", "You searched everywhere else for it, as a write-off needs."),
    Command("cases", "tasks", "t", "to do", "What is to be recounted, searched or labelled, in walking order."),
    Command("cases", "earlier", "k", "earlier", "What earlier audits of these places left open; take it over."),
    Command("cases", "desk_signs", "q", "questions", "Signs of an audit made at a desk, as questions.", footer=False),
    Command("cases", "samples", "n", "samples", "Samples: plan, draw, examine and evaluate them.", footer=False),
    Command("cases", "moves", "b", "booked", "Moves booked during the audit, by the register or by change tickets."),
    Command("cases", "terms", "r", "terms", "Terms and people of this audit: who may do what, and who changed what."),
    Command("cases", "evidence", "e", "evidence", "Write everything into one sealed file that anybody can check."),
    Command("moves", "go_there", "enter", "finding", "Go to the finding of the marked move, to decide about it."),
    Command("moves", "tickets", "l", "tickets", "Read change tickets from a CSV, XLSX or JSON file."),
    Command("report", "audience", "a", "for whom", "For the auditor, the manager or the technician."),
    Command("report", "language", "l", "language", "In another language than the settings say."),
    Command("report", "sign", "s", "sign", "Sign the PDF with a key of your own (extra pades)."),
    Command("report", "stamp", "t", "time stamp", "Have the signature stamped by an authority."),
    Command("erasing", "erase", "x", "erase", "Erase the marked name or picture for good; it is asked before."),
    Command(
        "erasing", "erase_due", "d", "all due", "Erase what is due by the days in the settings; it is listed before."
    ),
    Command("erasing", "retention", "r", "retention", "For how many days this audit keeps names and pictures."),
    Command("terms", "change", "enter", "change", "Change the marked term, or give the marked person a role."),
    Command("terms", "person", "p", "person", "Name somebody and their role: counter, manager or approver."),
    Command("terms", "remove", "x", "take away", "Take the marked person's role away, before the audit is opened."),
    Command("terms", "key", "k", "my key", "Your personal key: make it, and see its public part."),
    Command("earlier", "carry", "t", "take over", "Take all of it over, with owners, dates, tickets and exceptions."),
    Command("approve", "approve", "enter", "approve", "Approve the marked decisions; who decided or counted cannot."),
    Command("approve", "refuse", "x", "send back", "Send the marked decisions back to the queue, with your reason."),
    Command("changes", "apply", "g", "apply", "Write what is ready to the register's file or to the system itself."),
    Command("changes", "verify", "v", "verify", "Read the register again, and note what it says as decided."),
    Command("changes", "take_back", "x", "take back", "Take an applied change set back, where it still stands."),
    Command("changes", "export", "w", "write files", "Write JSON and files in each source's own import format."),
    Command("samples", "open_sample", "enter", "open", "Open the marked sample: its items in walking order."),
    Command("samples", "new_sample", "n", "new sample", "Plan a sample: its size and what it means are shown at once."),
    Command("samples", "withdraw", "x", "take back", "Take the draw of the marked sample back; it stays in the list."),
    Command("new_sample", "draw", "enter", "draw", "Draw it: the plan and its seed are recorded."),
    Command("new_sample", "turn", "space", "change", "Take the next word of a chosen field; the arrows go both ways."),
    Command("new_sample", "next_field", "tab", "next field", "Go to the next field; up and down do so as well."),
    Command("sample", "answer", "enter", "result", "Say what the marked item came to, with the reason."),
    Command("sample", "found", "f", "found", "The marked item is there, or its position is as the book says."),
    Command("sample", "go", "g", "go there", "Walk to the marked item; the racks show what is in the sample."),
    Command("sample", "undo", "u", "undo", "Take back your last result in this sample."),
    Command("sample", "waiting", "o", "open ones", "Show only what waits, or all items again."),
    Command("sample", "extend", "e", "extend", "Add the next of the seeded order; it is said what that costs."),
    Command("sample", "evaluation", "v", "evaluation", "What the sample says: conclusion, parts, replacements, plan."),
    Command("labels", "sheet", "o", "sheet", "See the whole first sheet, or the first label again."),
    Command("labels", "stop", "x", "stop", "Stop the printing: no file is left and no label counts as printed."),
    Command("sync", "sync", "s", "with the hub", "Bring this workspace and its hub to the same state."),
    Command(
        "sync", "write", "w", "write a bundle", "Write everything that others may lack into one file, for a stick."
    ),
    Command("sync", "take", "t", "take a bundle", "Take the bundle of another workspace."),
    Command("sync", "enrol", "e", "enrol", "Belong to a hub from now on, by its invitation."),
    Command("sync", "invite", "i", "invite", "Let one device into this hub: a code that it scans from the screen."),
    Command("sync", "trust", "v", "trust", "Believe the marked device; what it sent and was held back counts then."),
    Command("sync", "revoke", "r", "revoke", "Believe the marked device no longer: what it sends is held back."),
    Command("sync", "rekey", "k", "new key", "Go on under a new key, which the present one vouches for."),
    Command("sync", "stop", "x", "stop", "Stop what is under way; what went over until now stays."),
    Command("page", "leave", "escape", "back", "Go back to the screen before."),
)
"""The order is the order in which the help screen lists them."""


_BY_ID = {f"{command.where}.{command.id}": command for command in COMMANDS}
_BESIDE = {"walk": ("everywhere", "replay"), "replay": ("walk",), "everywhere": ("walk", "home", "page", "findings")}
"""Commands that work on one screen together."""
_OWN: dict[str, str] = {}
"""The user's own keys, as the app put them into effect; what is shown of keys follows them."""


def use_keys(keys: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Put the user's own keys into effect; returns commands that do not exist, and those that lost their key by it."""
    _OWN.clear()
    wished = list(keys)
    _OWN.update((name, key) for name, key in wished if name in _BY_ID)
    return [name for name, _key in wished if name not in _BY_ID], _robbed()


def _robbed() -> list[str]:
    """Commands whose key the user gave to another one of the same screen."""
    taken = {(name.partition(".")[0], key) for name, key in _OWN.items()}
    found = []
    for name, command in _BY_ID.items():
        beside = (command.where, *_BESIDE.get(command.where, ()))
        if name not in _OWN and any((where, command.key) in taken for where in beside):
            found.append(name)
    return found


def key_of(name: str) -> str:
    """The key of a command such as ``walk.moved``, as it is printed on the keyboard."""
    return _BY_ID[name].shown_key


def commands(where: str) -> Iterator[Command]:
    """The commands of one screen."""
    return (command for command in COMMANDS if command.where == where)


def bindings(*wheres: str) -> list[BindingType]:
    """Key bindings of a screen, from the table; their ids stay the same when keys are changed."""
    return [
        Binding(key, action, command.label, id=f"{where}.{command.id}", tooltip=command.tooltip, show=False)
        for where in wheres
        for command in commands(where)
        for key, action in _actions(command)
    ]


def _actions(command: Command) -> list[tuple[str, str]]:
    """(key, action) of a command; one of several keys is told to its action."""
    keys = command.key.split(",")
    return [(key, command.id if len(keys) == 1 else f"{command.id}('{key}')") for key in keys]

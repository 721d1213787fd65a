"""The RFID sweep of a place: what was heard, strays and strangers, what is left for a hand, and what a tag says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.geometry import Size
from textual.widget import Widget

from assetaudit.audit.bulk_sweep import SweepPicture, TagKind, TagRow, signal_text
from assetaudit.language import say
from assetaudit.model.asset import Asset
from assetaudit.model.place import Place
from assetaudit.model.verdict import Tone
from assetaudit.ui.places import place_of, short
from assetaudit.ui.rows import units_text
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Lines, Part, between, fit, fit_end, ink, wrapped

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed
    from assetaudit.ui.messages import SweepDrawn, TagsTaken

_KINDS: dict[TagKind, tuple[str, str, Tone]] = {
    TagKind.HERE: ("✓", "here", Tone.RIGHT),
    TagKind.STRAY: ("↔", "stray", Tone.ATTENTION),
    TagKind.UNPLACED: ("↔", "no place", Tone.ATTENTION),
    TagKind.AMBIGUOUS: ("!", "two records", Tone.WRONG),
    TagKind.REFERENCE: ("⌂", "place", Tone.NEUTRAL),
    TagKind.FACTORY: ("?", "blank tag", Tone.ATTENTION),
    TagKind.UNKNOWN: ("?", "unrecorded", Tone.WRONG),
}
"""Sign, word and tone of a tag."""


class SweepScreen(Page[None]):
    """What is left on the left, the tags on the right."""

    WHERE: ClassVar[tuple[str, ...]] = ("sweep", "page")
    TITLE_TEXT = "RFID sweep"
    CSS_PATH = "sweep.tcss"

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self.feed = feed
        self.sweep: SweepPicture | None = None

    def body(self) -> Iterable[Widget]:
        """Counts, then the two lists."""
        yield SweepCounts()
        with Horizontal():
            yield Choice(self._left, empty=say("Nothing is left here."), id="left")
            yield Choice(_tag, empty=say("No tag has been heard here yet."), id="tags")

    def _left(self, asset: Asset, width: int) -> Line:
        """One that a hand has to settle; of what belongs elsewhere and is only weakly heard here, where that is."""
        here = None if self.sweep is None else place_of(self.sweep.place)
        elsewhere = asset.place is not None and here is not None and asset.place.node_key != here.node_key
        return _left(asset, width, _place(str(asset.place)) if elsewhere else "")

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one("#left", Choice).focus()
        self.feed.tags.watched = True
        self.feed.draw_sweep()
        self.set_interval(2.0, self.feed.draw_sweep)

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self.feed.tags.watched = False

    def hear_tags(self, message: TagsTaken) -> None:
        """A batch of tags is in the log."""
        if message.sweep is not None:
            self._show(message.sweep)

    def draw(self, message: SweepDrawn) -> None:
        """How the sweep stands now."""
        self._show(message.sweep)

    def _show(self, sweep: SweepPicture) -> None:
        self.sweep = sweep
        self.heading.say(sweep.place or say("no place yet: scan its label, so that what is heard counts for it"))
        self.query_one(SweepCounts).show(sweep)
        self.query_one("#left", Choice).show(sweep.left)
        self.query_one("#tags", Choice).show(sweep.rows)

    def action_seek(self) -> None:
        """Follow the signal of the marked asset."""
        marked = self.query_one("#left", Choice).marked
        if not isinstance(marked, Asset):
            self.app.tell(say("Nothing is left here whose signal could be followed."))
            return
        from assetaudit.ui.screens.find import FindScreen

        self.app.push_screen(FindScreen(self.feed, marked.key, marked))

    def action_go_near(self) -> None:
        """Stand in the place whose reference tag is heard best."""
        place = place_of(self.sweep.near) if self.sweep is not None else None
        if place is None:
            self.app.tell(say("No other place's tag is heard here."))
            return
        self.feed.do("go to the place", lambda walk: walk.go(place, by="label"))
        self.feed.draw_sweep()

    def action_other_list(self) -> None:
        """Mark in the other list."""
        self.focus_next(Choice)


class SweepCounts(Lines):
    """Rate, counts, and what needs a person, in three lines."""

    DEFAULT_CSS = "SweepCounts { height: 4; }"

    def __init__(self) -> None:
        super().__init__(id="counts")
        self.sweep: SweepPicture | None = None

    def show(self, sweep: SweepPicture) -> None:
        """Show how a sweep stands."""
        self.sweep = sweep
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """Counts, strangers, then what a person should do."""
        sweep = self.sweep
        if sweep is None:
            return [[Part(say(" Listening ..."), "quiet")]]
        rate = [Part(say("{n} reads/s ", n=sweep.rate), "bold" if sweep.rate else "quiet")]
        return [between(_counts(sweep), rate, size.width), _strangers(sweep), *_urgent(sweep, size.width)][:4]


def _counts(sweep: SweepPicture) -> list[Part]:
    if not sweep.expected:
        return [Part(say(" {n} tags heard", n=len(sweep.rows)), "bold")]
    return [
        Part(say(" {n} of {all} by RFID", n=sweep.by_rfid, all=sweep.expected), "bold ink-right"),
        Part(say(" · {n} seen", n=sweep.seen)),
        Part(say(" · {n} weak", n=sweep.weak), "ink-attention" if sweep.weak else "quiet"),
        Part(
            say(" · {n} to scan by hand", n=len(sweep.left)), "bold ink-attention" if sweep.left else "bold ink-right"
        ),
    ]


def _strangers(sweep: SweepPicture) -> Line:
    counted = [
        (say("{n} stray", n=sweep.of(TagKind.STRAY)), sweep.of(TagKind.STRAY)),
        (say("{n} unrecorded", n=sweep.of(TagKind.UNKNOWN)), sweep.of(TagKind.UNKNOWN)),
        (say("{n} blank or as delivered", n=sweep.of(TagKind.FACTORY)), sweep.of(TagKind.FACTORY)),
        (say("{n} of two records", n=sweep.of(TagKind.AMBIGUOUS)), sweep.of(TagKind.AMBIGUOUS)),
    ]
    words = [text for text, number in counted if number]
    words += [say("antenna {number}: {n} tags", number=antenna, n=tags) for antenna, tags in sweep.antennas[:4]]
    return [Part(" " + " · ".join(words), "quiet")]


def _urgent(sweep: SweepPicture, width: int) -> list[Line]:
    near, alarms = [], []
    if sweep.near is not None:
        told = say(" The tag of {place} is heard best ({signal}).", place=sweep.near, signal=sweep.near_signal)
        near = [[Part(told, ink(Tone.ATTENTION)), Part(" g ", "reverse"), Part(say(" go there"))]]
    if sweep.alarms:
        alarms = [[Part(f" ! {text}", ink(Tone.WRONG))] for text in wrapped(sweep.alarms[-1], width - 4)]
    return [*alarms[: 2 - len(near)], *near]


def _left(asset: Asset, width: int, elsewhere: str) -> Line:
    name, room = asset.asset_tag or asset.serial or asset.key, max(4, width - 19)
    told = Part(fit_end(elsewhere, room), "ink-attention") if elsewhere else Part(fit(asset.model or asset.name, room))
    units = Part(fit(say("weak"), 7), "ink-attention") if elsewhere else Part(fit(units_text(asset), 7), "quiet")
    return [units, Part(f"{fit(name, 11)} ", "bold"), told]


def _tag(row: TagRow, width: int) -> Line:
    sign, word, tone = ("!", say("copy?"), Tone.WRONG) if row.copied else _KINDS[row.kind]
    where = "" if row.kind is TagKind.HERE or not row.where else _place(row.where)
    signal = "" if row.strongest is None else signal_text(10 * round(row.strongest / 10), row.unit)
    name = fit_end(row.name, 12) if len(row.name) > 12 else fit(row.name, 12)
    return [
        Part(f"{sign} ", ink(tone)),
        Part(f"{name} ", "bold"),
        Part(f"{_said(say(word), where, max(6, width - 30))} ", ink(tone)),
        Part(f"{row.count:>5}x ", "quiet"),
        Part(fit(signal, 7), "quiet"),
    ]


def _said(word: str, where: str, width: int) -> str:
    """What a tag is, and in which rack it belongs: of a long place the end, which tells one from the next."""
    room = width - len(word) - 1
    return fit(f"{word} {fit_end(where, room) if len(where) > room > 0 else where}".strip(), width)


def _place(text: str) -> str:
    place = place_of(text)
    return text if place is None else short(str(place.node), Place(place.nodes[:1]))

"""What every screen beside the walk has: a title, a body, the last scan in one line, and the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from assetaudit.language import say
from assetaudit.ui.commands import bindings
from assetaudit.ui.messages import VerdictGiven
from assetaudit.ui.widgets.lines import Line, Lines, Part, cut, length, wrap
from assetaudit.ui.widgets.status import KeysLine, ScanStrip

if TYPE_CHECKING:
    from assetaudit.ui.app import AuditApp
    from assetaudit.ui.workspace import Workspace

Result = TypeVar("Result")


LOOKING_ON = frozenset(
    {
        "choose",
        "clear",
        "findings",
        "fold",
        "go_on",
        "help",
        "leave",
        "mark",
        "measures",
        "next_outcome",
        "page",
        "palette",
        "places",
        "search",
        "unfinished",
        "unfold",
        "watch",
    }
)
"""Actions that change nothing; what is added later is none of them until somebody says so."""


_KEYS_WIDTH = 72
_TITLE_ROWS = 3
"""Rows that a heading never takes."""


class Flowing(Lines):
    """Lines that flow on where they are too long, and take the height that this needs."""

    def reflow(self) -> None:
        """Draw anew, in another height if need be."""
        self.redraw()
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own
        """As high as what it says."""
        return len(self.lines(Size(width, 0)))


class Heading(Flowing):
    """The title of a page, and a remark beside it; two lines where one does not hold them."""

    DEFAULT_CSS = "Heading { height: auto; max-height: 2; background: $panel; }"

    def __init__(self, title: str) -> None:
        super().__init__(id="heading")
        self.title = title
        self.remark = ""

    def say(self, remark: str, *, title: str | None = None) -> None:
        """Put a remark beside the title."""
        self.remark = remark
        self.title = self.title if title is None else title
        self.reflow()

    def lines(self, size: Size) -> list[Line]:
        """Title and remark."""
        rows = wrap([Part(f" {self.title}", "bold"), Part(f"   {self.remark}", "quiet")], size.width)
        return (
            rows if len(rows) < _TITLE_ROWS else [rows[0], cut([part for row in rows[1:] for part in row], size.width)]
        )


class Text(Flowing):
    """Lines that a page sets, and no more; nothing is cut."""

    DEFAULT_CSS = "Text { height: auto; }"

    def __init__(self, lines: Iterable[Line] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = list(lines)

    def say(self, lines: Iterable[Line]) -> None:
        """Show other lines."""
        self._text = list(lines)
        self.reflow()

    def lines(self, size: Size) -> list[Line]:
        """The lines as they were set, in the width there is."""
        rows = [row for line in self._text for row in wrap(line, size.width)]
        return rows if not 0 < size.height < len(rows) else [*rows[: size.height - 1], [Part("…", "quiet")]]


class Working(DOMNode):
    """What screens do in threads: start work, and never swallow its failure.

    What only looks is ``work``: asked for again, or its screen left, it is given up. What changes something is done
    to its end by ``finish``, once at a time, and its failure is told even if its screen is gone by then.
    """

    app: AuditApp

    def work(self, doing: str, call: Callable[[], Any], *, then: Callable[[Any], None] | None = None) -> None:
        """Look for something slow in a thread; ``then`` gets its result in the screen's thread."""
        worker: Worker[Any] = self.run_worker(
            call, name=doing, group=doing, thread=True, exclusive=True, exit_on_error=False
        )
        self._then = getattr(self, "_then", {})
        self._then[worker] = then

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand a result on, or tell a failure."""
        waiting: dict[Worker[Any], Callable[[Any], None] | None] = getattr(self, "_then", {})
        if event.worker not in waiting or not event.worker.is_finished:
            return
        then = waiting.pop(event.worker)
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.failed(event.worker.name, event.worker.error)
        elif event.state is WorkerState.SUCCESS and then is not None:
            then(event.worker.result)

    def finish(self, doing: str, call: Callable[[], Any], *, then: Callable[[Any], None] | None = None) -> bool:
        """Change something in a thread, to its end; False where that is being done already."""
        under_way: set[str] = self.__dict__.setdefault("_under_way", set())
        if doing in under_way:
            return False
        under_way.add(doing)

        def done(result: object) -> None:
            under_way.discard(doing)
            if then is not None:
                then(result)

        def failed(doing: str, error: BaseException) -> None:
            under_way.discard(doing)
            self.failed(doing, error)

        self._see_through(doing, lambda: asyncio.to_thread(call), done, failed)
        return True

    def in_turn(self, doing: str, call: Callable[[], Any], *, then: Callable[[Any], None] | None = None) -> None:
        """Do something to a review, in the one thread that such work has and in the order in which it was asked for."""
        done = self.app.desk.submit(call)
        self._see_through(doing, lambda: asyncio.wrap_future(done), then or (lambda _result: None), self.failed)

    def _see_through(
        self,
        doing: str,
        start: Callable[[], Awaitable[Any]],
        then: Callable[[Any], None],
        failed: Callable[[str, BaseException], None],
    ) -> None:
        """Wait for work that outlives its screen, and hear what comes of it."""

        async def wait() -> None:
            try:
                result = await start()
            except Exception as error:  # noqa: BLE001 - the border of a thread: whatever fails is told
                (failed if self.is_attached else self._tell_failure)(doing, error)
            else:
                if self.is_attached:
                    self.call_later(then, result)

        self.app.run_worker(wait(), name=doing, group=doing, exit_on_error=False)

    def _tell_failure(self, doing: str, error: BaseException) -> None:
        self.app.trouble(error, doing=doing)

    def failed(self, doing: str, error: BaseException) -> None:
        """Tell a failure; screens may add to it."""
        self._tell_failure(doing, error)

    @property
    def workspace(self) -> Workspace:
        """The workspace that the app was given."""
        return self.app.workspace


class Page(Working, Screen[Result]):
    """A whole screen; Escape goes back."""

    app: AuditApp
    WHERE: ClassVar[tuple[str, ...]] = ("page",)
    TITLE_TEXT: ClassVar[str] = ""
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "accept"), ("Tab", "next field"))
    """Keys that the last line names while something is typed into a field."""
    CSS_PATH: ClassVar[Any] = None
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - Textual's own signature
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", []), *bindings("everywhere", *cls.WHERE)]
        super().__init_subclass__(**kwargs)

    def compose(self) -> ComposeResult:
        """Title, body, scan, keys."""
        yield Heading(say(self.TITLE_TEXT) if self.TITLE_TEXT else "")
        with Vertical(id="body"):
            yield from self.body()
        with Vertical(id="foot"):
            yield ScanStrip()
            yield KeysLine(*self.WHERE, "everywhere", rows=3)

    def body(self) -> Iterable[Widget]:
        """The page's own widgets."""
        return ()

    def hear(self, message: VerdictGiven) -> None:
        """A read was taken meanwhile."""
        self.query_one(ScanStrip).show(message.verdict)

    @property
    def heading(self) -> Heading:
        """The title line."""
        return self.query_one(Heading)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Where one only looks on, what is not known to change nothing is not there."""
        return not self.app.read_only or action in LOOKING_ON

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show every key."""
        self.app.show_help((*self.WHERE, "everywhere"))

    def action_palette(self) -> None:
        """Look for a command."""
        self.app.show_palette((*self.WHERE, "everywhere"))


class Question(Working, ModalScreen[Result]):
    """A small window over a screen; a scan is taken all the same, and Escape leaves it."""

    app: AuditApp
    CSS_PATH: ClassVar[Any] = None
    WHERE: ClassVar[tuple[str, ...]] = ("page",)
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Keys that the last line names."""
    then: Callable[[Any], None] | None = None
    """Who hears the answer even if the screen that asked is gone by then."""

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - Textual's own signature
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", []), *bindings(*cls.WHERE)]
        super().__init_subclass__(**kwargs)

    def compose(self) -> ComposeResult:
        """Body, scan, keys, in a box."""
        with Vertical(id="box"):
            yield from self.body()
            yield ScanStrip()
            yield Text(self._keys(), id="question-keys")

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Answer; whoever asked through ``App.ask`` hears it in the app's own time."""
        if self.then is not None:
            self.app.call_later(self.then, result)
        return super().dismiss(result)

    def body(self) -> Iterable[Widget]:
        """The question's own widgets."""
        return ()

    def hear(self, message: VerdictGiven) -> None:
        """A read was taken meanwhile; the question waits."""
        self.query_one(ScanStrip).show(message.verdict)

    def action_leave(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that have something to work on."""
        return self.KEYS

    def _keys(self) -> list[Line]:
        rows: list[list[Part]] = [[]]
        for key, label in self.keys():
            parts = [Part(f" {key} ", "reverse"), Part(f" {say(label)}   ", "quiet")]
            if rows[-1] and length(rows[-1]) + length(parts) > _KEYS_WIDTH:
                rows.append([])
            rows[-1] += parts
        return list(rows)

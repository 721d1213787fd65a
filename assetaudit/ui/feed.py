"""The one bridge between threads and the screen: reads come in, are committed one after the other, then shown.

A walk belongs to one thread. Readers, keys and replays put their reads into its queue; the thread saves and judges
each, and posts the verdict with a picture. What fails is posted too. A read that nobody has acknowledged is never
dropped silently: if it cannot be saved, a message says which one.
"""

from __future__ import annotations

import gc
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from assetaudit.identify.clean import clean
from assetaudit.model.read import Read
from assetaudit.ui import messages
from assetaudit.ui.closing import close_plan
from assetaudit.ui.survey import Survey

if TYPE_CHECKING:
    from textual.message import Message

    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.workspace import OpenAudit, Walk, Workspace

REFRESH = 1.0
"""Seconds of quiet after which other processes' events are looked for."""
SLICE = 500
"""Findings that are listed before waiting reads have their turn."""
_CLOSE = frozenset({"CMD:CLOSE", "CMD-CLOSE"})

Work = Callable[["Stretch"], None]


class Stretch:
    """One person's walk within the feed's thread."""

    def __init__(self, walk: Walk, survey: Survey) -> None:
        self.walk = walk
        self.survey = survey
        self.armed = False
        """Whether a close was asked for and the next one confirms it."""


class Feed:
    """A walk's thread and its queue."""

    def __init__(self, workspace: Workspace, audit: str, person: str, post: Callable[[Message], object]) -> None:
        self._workspace = workspace
        self._name = audit
        self._person = person
        self._post = post
        self._jobs: queue.Queue[tuple[str, str | None, Work] | None] = queue.Queue()
        self._stretches: dict[str, Stretch] = {}
        self._audit: OpenAudit | None = None
        self._listing: Listing | None = None
        self._thread = threading.Thread(target=self._run, name="walk", daemon=True)

    def start(self) -> None:
        """Open the audit and begin the walk."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, end the walk, and wait for that."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def opened(self) -> bool:
        """Whether the audit could be loaded."""
        return self._audit is not None

    @property
    def idle(self) -> bool:
        """Whether everything that was handed in is done and told."""
        return self.opened and not self._jobs.unfinished_tasks and self._listing is None

    def take(self, read: Read, *, typed: bool = False) -> None:
        """Hand in one read, from any thread."""
        self._jobs.put((f"save the read {read.raw!r}", None, lambda stretch: self._take(stretch, read, typed=typed)))

    def replay(self, read: Read, person: str) -> None:
        """Hand in one recorded read of a person, from any thread; nobody is asked anything."""
        self._jobs.put(
            (f"save the read {read.raw!r}", person, lambda stretch: self._tell(stretch, stretch.walk.take(read)))
        )

    def do(self, doing: str, act: Callable[[Walk], Verdict], *, person: str | None = None) -> None:
        """Let the walk do something that ends in a verdict, such as ``Walk.undo``."""
        self._jobs.put((doing, person, lambda stretch: self._tell(stretch, act(stretch.walk))))

    def ask_close(self, side: str | None = None, *, person: str | None = None) -> None:
        """Close the place one stands in; asks first where things are left."""
        self._jobs.put(("close the place", person, lambda stretch: self._ask_close(stretch, side)))

    def look(self, doing: str, work: Callable[[OpenAudit, Walk], Message]) -> None:
        """Read something of the open audit in its thread, and post what comes of it."""
        self._jobs.put((doing, None, lambda stretch: self._look(stretch, work)))

    def list_findings(self) -> None:
        """List all findings; reads that come meanwhile go first, and the list is begun anew after them."""
        self._jobs.put(("list the findings", None, lambda _stretch: self._start_listing()))

    def go_on(self, person: str | None = None) -> None:
        """The question before a close was left: the next close asks again."""
        self._jobs.put(("go on", person, self._go_on))

    def _run(self) -> None:
        if not self._open():
            return
        while True:
            job = self._next_job()
            if job is None:
                break
            self._work_off(*job)
            self._jobs.task_done()
        self._guarded("end the walk", self._end)

    def _work_off(self, doing: str, person: str | None, work: Work) -> None:
        self._guarded(doing, lambda: work(self._stretch(person)))

    def _next_job(self) -> tuple[str, str | None, Work] | None:
        while True:
            try:
                return self._jobs.get(timeout=0 if self._listing else REFRESH)
            except queue.Empty:
                self._guarded("look for others' work", self._idle)

    def _guarded(self, doing: str, work: Callable[[], None]) -> bool:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the border of the walk's thread: whatever fails is told, the walk goes on
            self._post(messages.WorkFailed(error, doing=doing))
            return False
        return True

    def _open(self) -> bool:
        def begin() -> None:
            self._audit = self._workspace.open_audit(self._name)
            picture = self._stretch(None).survey.picture()
            # A large register lives as long as the walk: sweeping it for garbage would stop the screen for 0.2 s.
            gc.freeze()
            self._post(messages.AuditOpened(picture))

        return self._guarded(f"open the audit '{self._name}'", begin)

    def _stretch(self, person: str | None) -> Stretch:
        name = self._person if person is None else person
        if name not in self._stretches:
            assert self._audit is not None  # noqa: S101 - jobs run only after the audit was opened
            walk = self._workspace.walk(self._audit, self._workspace.user(name))
            self._stretches[name] = Stretch(walk, Survey(self._audit, walk, name))
        return self._stretches[name]

    def _take(self, stretch: Stretch, read: Read, *, typed: bool) -> None:
        if clean(read.raw).text.upper() in _CLOSE and not typed and not stretch.armed:
            self._ask_close(stretch, stretch.walk.side)
        else:
            self._tell(stretch, stretch.walk.take(read, typed=typed))

    def _tell(self, stretch: Stretch, verdict: Verdict) -> None:
        stretch.armed = False
        self._post(messages.VerdictGiven(verdict, stretch.survey.after(verdict)))
        if self._listing is not None:
            self._start_listing()

    def _ask_close(self, stretch: Stretch, side: str | None) -> None:
        assert self._audit is not None  # noqa: S101
        plan = None if stretch.armed else close_plan(self._audit, stretch.walk, side)
        if plan is None:
            self._tell(stretch, stretch.walk.close(side=side))
        else:
            stretch.armed = True
            self._post(messages.CloseAsked(plan))

    def _look(self, stretch: Stretch, work: Callable[[OpenAudit, Walk], Message]) -> None:
        assert self._audit is not None  # noqa: S101
        self._post(work(self._audit, stretch.walk))

    def _go_on(self, stretch: Stretch) -> None:
        stretch.armed = False
        self._draw(stretch)

    def _draw(self, stretch: Stretch) -> None:
        self._post(messages.PictureDrawn(stretch.survey.picture()))

    def _idle(self) -> None:
        if self._listing is not None:
            self._go_on_listing()
        elif self._audit is not None and self._audit.refresh():
            self._draw(self._stretch(None))

    def _start_listing(self) -> None:
        assert self._audit is not None  # noqa: S101
        self._listing = Listing(self._audit)

    def _go_on_listing(self) -> None:
        listing = self._listing
        if listing is not None and listing.step():
            self._listing = None
            self._post(messages.FindingsListed(tuple(listing.found), complete=not listing.troubles))

    def _end(self) -> None:
        for stretch in self._stretches.values():
            stretch.walk.end()


class Listing:
    """All findings, listed a slice at a time."""

    def __init__(self, audit: OpenAudit) -> None:
        from assetaudit.model.finding import Finding

        self.found: list[Finding] = []
        self.troubles: list[str] = []
        self._audit = audit
        self._rest = audit.reconciliation.findings()

    def step(self) -> bool:
        """List some more; whether that was all."""
        for number, finding in enumerate(self._rest, 1):
            self.found.append(finding)
            if number >= SLICE:
                return False
        self.troubles = self._audit.reconciliation.troubles()
        return True

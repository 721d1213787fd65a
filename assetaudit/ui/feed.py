"""The one bridge between threads and the screen: reads come in, are committed one after the other, then shown.

A walk belongs to one thread. Readers, keys and replays put their reads into its queue; the thread saves and judges
each, and posts the verdict with a picture. What fails is posted too. A read that nobody has acknowledged is never
dropped silently: if it cannot be saved, a message says which one.
"""

from __future__ import annotations

import gc
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from assetaudit.audit.gathering import acts
from assetaudit.audit.tags import Stood
from assetaudit.identify.clean import clean
from assetaudit.identify.codes import CONTROL_PREFIXES
from assetaudit.model.log_tip import LogTip
from assetaudit.model.read import Read
from assetaudit.ui import messages
from assetaudit.ui.closing import ClosePlan, close_plan
from assetaudit.ui.listing import listed
from assetaudit.ui.picture import SeenBefore
from assetaudit.ui.survey import Survey
from assetaudit.ui.tag_feed import TagFeed

if TYPE_CHECKING:
    from assetaudit.audit.tags import Heard
    from assetaudit.model.place import Position
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.workspace import OpenAudit, Walk, Workspace

REFRESH = 1.0
"""Seconds of quiet after which other processes' events are looked for."""
_CLOSE = frozenset({"CMD:CLOSE", "CMD-CLOSE"})
_ENDED = Message()
"""Stands for the end of slow work."""

Work = Callable[["Stretch"], None]
_Job = tuple[str, str | None, Work, int]
"""What is done, for whom, the work, and the number that the tags were told; none, where no place can change."""
Slow = Iterator["Message | None"]
"""Work in slices: a message where there is something to tell."""


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
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._order = threading.Lock()
        self._stretches: dict[str, Stretch] = {}
        self._audit: OpenAudit | None = None
        self._slow: list[tuple[str, Slow]] = []
        self._told = 0
        self._logs: list[str] = []
        self._names: dict[str, str] = {}
        self.by_hand = True
        """Whether a person scans here; False for a recording that is played."""
        self.tags = TagFeed(post)
        """RFID reads, by the second."""
        self._thread = threading.Thread(target=self._run, name="walk", daemon=True)

    def start(self) -> None:
        """Open the audit and begin the walk."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, end the walk, and wait for that."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def tips(self) -> list[LogTip]:
        """Where the logs of this walk ended; none before it has."""
        audit = self._audit
        return [] if audit is None else [LogTip(log, *audit.tip(log)) for log in self._logs]

    @property
    def opened(self) -> bool:
        """Whether the audit could be loaded."""
        return self._audit is not None

    @property
    def idle(self) -> bool:
        """Whether everything that was handed in is done and told."""
        return self.opened and not self._jobs.unfinished_tasks and not self._slow and not self.tags.pending

    def take(self, read: Read, *, typed: bool = False) -> None:
        """Hand in one read, from any thread; RFID tags are gathered and saved by the second."""
        if read.kind == "tag" and (read.epc or read.tid):
            if self.tags.take(read):
                self._jobs.put(("gather tags", None, lambda _stretch: None, 0))
            return
        save = partial(self._take, read=read, typed=typed)
        self._hand_in(f"save the read {read.raw!r}", None, save, acts=acts(read))

    def replay(self, read: Read, person: str) -> None:
        """Hand in one recorded read of a person, from any thread; nobody is asked anything."""
        self._hand_in(
            f"save the read {read.raw!r}", person, lambda stretch: self._tell(stretch, stretch.walk.take(read))
        )

    def do(self, doing: str, act: Callable[[Walk], Verdict], *, person: str | None = None) -> None:
        """Let the walk do something that ends in a verdict, such as ``Walk.undo``."""
        self._hand_in(doing, person, lambda stretch: self._tell(stretch, act(stretch.walk)), acts=True)

    def mark_sample(self, items: frozenset[str]) -> None:
        """Show in the racks what is in a sample."""
        self._hand_in("mark the sample", None, lambda stretch: setattr(stretch.survey, "sampled", items))

    def ask_close(self, side: str | None = None, *, person: str | None = None) -> None:
        """Close the place one stands in; asks first where things are left."""
        self._hand_in("close the place", person, lambda stretch: self._ask_close(stretch, side), acts=True)

    def look(self, doing: str, work: Callable[[OpenAudit, Walk], Message]) -> None:
        """Read something of the open audit in its thread, and post what comes of it."""
        self._hand_in(doing, None, lambda stretch: self._look(stretch, work))

    def slowly(self, doing: str, work: Callable[[OpenAudit], Slow]) -> None:
        """Work something long out of the open audit; reads that come meanwhile go first."""
        self._hand_in(doing, None, lambda _stretch: self._begin_slowly(doing, work))

    def list_findings(self) -> None:
        """List all findings, and again as long as reads come."""
        self.slowly("list the findings", self._listed)

    def name_units(self, unit: Position | None, *, person: str | None = None) -> None:
        """The next scan stands in these units."""
        self._hand_in("name the units", person, lambda stretch: self._name_units(stretch, unit))

    def change_way(self, *, stepping: bool | None = None, order: str | None = None, person: str | None = None) -> None:
        """Prompt the units of a rack the other way round, or let each scan confirm the units that are prompted."""
        self._hand_in("change the way", person, lambda stretch: self._change_way(stretch, order, stepping=stepping))

    def hand_over(self, person: str) -> None:
        """Let another person go on with this walk; both sign, and the place's label is scanned again."""
        self._hand_in("hand the walk over", None, lambda stretch: self._hand_over(stretch, person))

    def take_kept(self, reads: Sequence[Read]) -> None:
        """Take reads along that came while no audit was open; their control codes are kept, but do not act."""
        self._hand_in("take the kept reads along", None, lambda stretch: self._take_kept(stretch, reads))

    def draw_sweep(self) -> None:
        """Tell how the RFID sweep stands."""
        self._hand_in("draw the sweep", None, self.tags.draw)

    def go_on(self, person: str | None = None) -> None:
        """The question before a close was left: the next close asks again."""
        self._hand_in("go on", person, self._go_on)

    def _hand_in(self, doing: str, person: str | None, work: Work, *, acts: bool = False) -> None:
        """Have something done; what acts on all that was seen waits until the tags heard before it are saved."""
        with self._order:
            mark = self.tags.mark()
            self._jobs.put((doing, person, partial(self._after_tags, work, mark) if acts else work, mark))

    def _after_tags(self, work: Work, mark: int, stretch: Stretch) -> None:
        with self.tags.saving(before=mark) as batches:
            self._save_batches(batches)
        work(stretch)

    def _run(self) -> None:
        if not self._open():
            return
        while True:
            job = self._next_job()
            if job is None:
                break
            self._take_job(*job)
            self._save_tags()
            self._jobs.task_done()
        self._save_tags(all_of_it=True)
        self._guarded("end the walk", self._end)

    def _take_job(self, doing: str, person: str | None, work: Work, mark: int) -> None:
        """Do what was handed in; tags that were heard before it stay in the place that one stood in until then."""
        before = self._stood()
        self._work_off(doing, person, work)
        if mark:
            self.tags.settle(mark, before if self._stood() != before else None)

    def _stood(self) -> Stood:
        stretch = self._stretches.get(self._person)
        return Stood() if stretch is None else stretch.walk.sweep.stood

    def _work_off(self, doing: str, person: str | None, work: Work) -> None:
        self._guarded(doing, lambda: work(self._stretch(person)))

    def _next_job(self) -> _Job | None:
        while True:
            try:
                return self._jobs.get(timeout=0 if self._slow else self.tags.wait(REFRESH))
            except queue.Empty:
                if not self._save_tags():
                    self._guarded("look for others' work", self._idle)

    def _save_tags(self, *, all_of_it: bool = False) -> bool:
        """Save the RFID batches whose time has come; whether there were any."""
        with self.tags.saving(all_of_it=all_of_it) as batches:
            self._save_batches(batches)
        return bool(batches)

    def _save_batches(self, batches: Sequence[Heard]) -> None:
        for heard in batches:
            self._work_off(f"save {heard.count} RFID reads", None, partial(self._save_heard, heard))

    def _save_heard(self, heard: Heard, stretch: Stretch) -> None:
        self._told += 1
        self.tags.save(heard, stretch)

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

    @property
    def _open_audit(self) -> OpenAudit:
        """The audit, for jobs: the thread opens it before it takes the first."""
        assert self._audit is not None  # noqa: S101 - jobs run only after the audit was opened
        return self._audit

    def _stretch(self, person: str | None) -> Stretch:
        name = self._person if person is None else person
        if name not in self._stretches:
            walk = self._workspace.walk(self._open_audit, self._workspace.user(name), by_hand=self.by_hand)
            survey = Survey(self._open_audit, walk, name, self._workspace.settings().order)
            self._stretches[name] = Stretch(walk, survey)
        return self._stretches[name]

    def _take(self, stretch: Stretch, read: Read, *, typed: bool) -> None:
        if clean(read.raw).text.upper() in _CLOSE and not typed and not stretch.armed:
            plan = self._plan(stretch, stretch.walk.side)
            if plan is not None:
                stretch.walk.keep(read)
                self._ask(stretch, plan)
                return
        survey = stretch.survey
        stretch.walk.at_unit(survey.unit or (survey.prompt() if survey.stepping else None))
        verdict = stretch.walk.take(read, typed=typed)
        survey.unit = survey.unit if verdict.verdict == "command" else None
        self._tell(stretch, verdict)

    def _tell(self, stretch: Stretch, verdict: Verdict) -> None:
        stretch.armed = False
        self._told += 1
        now_ms = self._workspace.clock.mono_ms()
        self._post(messages.VerdictGiven(verdict, stretch.survey.after(verdict, now_ms), self._seen_before(verdict)))

    def _seen_before(self, verdict: Verdict) -> SeenBefore | None:
        """When this audit saw the same thing last, where, and whose scan that was."""
        if verdict.asset is None or self._audit is None or self._audit.frame.blind:
            return None
        seen = [
            sighting
            for sighting in self._audit.reconciliation.sightings(verdict.asset.key)
            if sighting.event != verdict.hash
        ]
        if not seen:
            return None
        last = max(seen, key=lambda sighting: sighting.wall)
        return SeenBefore(str(last.place), self._called(last.user), last.wall)

    def _called(self, user: str) -> str:
        if user not in self._names:
            self._names[user] = self._workspace.person(user)
        return self._names[user]

    def _plan(self, stretch: Stretch, side: str | None) -> ClosePlan | None:
        return None if stretch.armed else close_plan(self._open_audit, stretch.walk, side)

    def _ask(self, stretch: Stretch, plan: ClosePlan) -> None:
        stretch.armed = True
        self._post(messages.CloseAsked(plan))

    def _ask_close(self, stretch: Stretch, side: str | None) -> None:
        plan = self._plan(stretch, side)
        if plan is None:
            self._tell(stretch, stretch.walk.close(side=side))
        else:
            self._ask(stretch, plan)

    def _name_units(self, stretch: Stretch, unit: Position | None) -> None:
        stretch.survey.unit = unit
        self._draw(stretch)

    def _change_way(self, stretch: Stretch, order: str | None, *, stepping: bool | None) -> None:
        survey = stretch.survey
        survey.stepping = survey.stepping if stepping is None else stepping
        survey.order = order or survey.order
        self._draw(stretch)

    def _hand_over(self, stretch: Stretch, person: str) -> None:
        giver, before = self._person, stretch.walk
        given = before.hand_over(self._workspace.user(person))
        self._logs.append(before.end())
        self._stretches.pop(giver, None)
        self._person = person
        new = self._stretch(None)
        verdict = new.walk.take_over(given.hash or "", before.user)
        self._post(messages.HandedOver(verdict, new.survey.picture(), giver, person))

    def _take_kept(self, stretch: Stretch, reads: Sequence[Read]) -> None:
        for read in reads:
            acts = clean(read.raw).text.upper().startswith(CONTROL_PREFIXES)
            self._tell(stretch, stretch.walk.keep(read) if acts else stretch.walk.take(read))
        self._workspace.settle_reads(f"taken into {self._name}")

    def _look(self, stretch: Stretch, work: Callable[[OpenAudit, Walk], Message]) -> None:
        self._post(work(self._open_audit, stretch.walk))

    def _go_on(self, stretch: Stretch) -> None:
        stretch.armed = False
        self._draw(stretch)

    def _draw(self, stretch: Stretch) -> None:
        self._post(messages.PictureDrawn(stretch.survey.picture()))

    def _idle(self) -> None:
        if self._slow:
            self._go_on_slowly()
        elif self._audit is not None and self._audit.refresh():
            self._draw(self._stretch(None))

    def _begin_slowly(self, doing: str, work: Callable[[OpenAudit], Slow]) -> None:
        self._slow = [one for one in self._slow if one[0] != doing]
        self._slow.append((doing, work(self._open_audit)))

    def _go_on_slowly(self) -> None:
        doing, work = self._slow.pop(0)
        told = next(work, _ENDED)
        if told is not _ENDED:
            self._slow.append((doing, work))
            if told is not None:
                self._post(told)

    def _listed(self, audit: OpenAudit) -> Slow:
        before = -1
        while before != self._told:
            before = self._told
            yield from listed(audit)

    def _end(self) -> None:
        self._logs += [stretch.walk.end() for stretch in self._stretches.values()]
        if self._audit is not None:
            self._audit.refresh()

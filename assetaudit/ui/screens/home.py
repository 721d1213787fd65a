"""Home: what is open, where one left off, and one key to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from textual import on
from textual.widget import Widget

from assetaudit.language import say, say_many
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit
from assetaudit.ui.widgets.status import KeysLine

if TYPE_CHECKING:
    from assetaudit.model.read import Read
    from assetaudit.ui.notes import AuditNote, RegisterNote

Entry: TypeAlias = "AuditNote | tuple[str, str, str]"
"""An audit, or (action, what it does, explained)."""

FIRST = (
    ("import_register", "Import a register", "a file from your asset system: CSV, XLSX or JSON"),
    ("demo", "Play the demo", "a recorded walk through a sample data centre"),
)
NEXT = (
    ("new_audit", "Open an audit", "choose the places that you want to walk"),
    ("import_register", "Import again", "a newer file, or another source"),
)
_STAY, _PLAY = "Stay here", "Play the demo"
_OF_AN_AUDIT = ("go_on", "findings", "decide", "report", "labels", "measures", "samples", "close_audit", "watch")


class HomeScreen(Page[None]):
    """Audits, the register, and what to do first."""

    WHERE: ClassVar[tuple[str, ...]] = ("home",)
    TITLE_TEXT = "assetaudit"
    CSS_PATH = "home.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.audits: Sequence[AuditNote] = ()
        self.register: RegisterNote | None = None
        self.kept = 0

    def body(self) -> Iterable[Widget]:
        """What is known, and what can be done."""
        yield Text(id="about")
        yield Choice(self._line, empty=say("Looking ..."))

    def on_mount(self) -> None:
        """Look what there is."""
        self.query_one(Choice).focus()

    def on_screen_resume(self) -> None:
        """Whatever was done on another screen is seen here; the first picture does not wait for the database."""
        self.call_after_refresh(self._look)

    def _look(self) -> None:
        self.work(
            "look into the workspace",
            lambda: (self.workspace.register_note(), self.workspace.audits(), len(self.workspace.kept_reads())),
            then=self._show,
        )

    def _show(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        self.register, self.audits, self.kept = result
        self.query_one("#about", Text).say(self._about())
        entries: Sequence[Entry] = self.audits or (NEXT if self.register else FIRST)
        self.query_one(Choice).show(entries)
        self.query_one(Choice).focus()
        idle = () if self.audits else _OF_AN_AUDIT
        self.query_one(KeysLine).without(idle if self.register else (*idle, "new_audit"))
        now = self.workspace.clock.now()
        self.heading.say(f"{self.workspace.settings().person}  {now.astimezone():%Y-%m-%d %H:%M}".strip())

    def _about(self) -> list[Line]:
        register = self.register
        if register is None:
            return [
                (),
                [Part(say("Welcome. There is no register yet: the list of what should stand where."), "bold")],
                (),
                [Part(say("Choose with the arrow keys and Enter:"), "quiet")],
            ]
        since_then = since(register.imported, self.workspace.clock.now())
        age = say("just now") if since_then == "now" else say("{age} ago", age=since_then)
        about = {"sources": ", ".join(register.sources), "age": age, "v": register.version[:8]}
        rows: list[Line] = [
            (),
            [
                Part(f"{say('Register'):<10}", "quiet"),
                Part(say("{n} assets", n=register.records), "bold"),
                Part(" " + say("from {sources} · imported {age} · version {v}", **about), "quiet"),
            ],
        ]
        readers = self.workspace.settings().readers
        said = ", ".join(readers) if readers else say("a scanner that types works as it is; s names others")
        rows.append([Part(f"{say('Readers'):<10}", "quiet"), Part(said, "" if readers else "quiet")])
        if self.kept:
            waits = "{n} scan waits to be taken into an audit (k shows it)"
            wait = "{n} scans wait to be taken into an audit (k shows them)"
            told_kept = say_many(waits, wait, self.kept)
            rows.append([Part(f"{say('Kept'):<10}", "quiet"), Part(told_kept, "ink-attention")])
        if self.audits:
            rows += [
                (),
                [
                    Part(say("Audits"), "bold"),
                    Part("   " + say("Enter goes on where you left off; so does scanning a place."), "quiet"),
                ],
            ]
        else:
            rows += [(), [Part(say("No audit is open."), "bold")]]
        return rows

    def _line(self, entry: Entry, width: int) -> Line:
        if isinstance(entry, tuple):
            return [Part(fit(say(entry[1]), 20), "bold"), Part(fit(say(entry[2]), max(10, width - 20)), "quiet")]
        state = say("closed") if entry.closed else say("not begun")
        if entry.last_place and not entry.closed:
            state = say("left off in {place}", place=entry.last_place)
        age = since(entry.last_event, self.workspace.clock.now()) if entry.last_event else ""
        room = max(10, width - 54)
        return [
            Part(fit(entry.name, 22), "bold"),
            Part(f" {fit(', '.join(entry.scope), room)}", "quiet"),
            Part(f" {fit(state, 24)}", "quiet" if entry.closed else ""),
            Part(f"{age:>6}"[:6], "quiet"),
        ]

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Entry]) -> None:
        if isinstance(message.item, tuple):
            action: Callable[[], None] = getattr(self, f"action_{message.item[0]}")
            action()
        else:
            self.action_go_on()

    def take(self, read: Read) -> bool:
        """A scan at home belongs to the open audit that was worked on last, if there is one: its walk begins."""
        audit = next((one for one in self.audits if not one.closed), None)
        if audit is not None:
            self.app.begin(audit.name, first=read)
        return audit is not None

    def action_kept(self) -> None:
        """Scans that came while no audit was open."""
        from assetaudit.ui.screens.kept import KeptQuestion

        reads = self.workspace.kept_reads()
        if not reads:
            self.app.tell(say("No scan waits."))
            return
        audit = next((one.name for one in self.audits if not one.closed), None)

        def answered(answer: str | None) -> None:
            if answer == "take" and audit is not None:
                self.app.begin(audit, kept=reads)
            elif answer == "drop":
                self.workspace.settle_reads("not wanted")
                self._look()

        self.app.push_screen(KeptQuestion(reads, audit), answered)

    def action_close_audit(self) -> None:
        """Close the marked audit."""
        from assetaudit.ui.screens.close_audit import CloseAuditScreen

        audit = self._audit()
        if audit is not None and audit.closed:
            self.app.tell(say("This audit is closed already."))
        elif audit is not None and self._may_change():
            self.app.push_screen(CloseAuditScreen(audit.name))

    def action_watch(self) -> None:
        """Look on while others walk the marked audit."""
        if (audit := self._audit()) is not None:
            self.app.watch_audit(audit.name)

    def _may_change(self) -> bool:
        if self.app.read_only:
            self.app.tell(say("This screen only looks on; nothing can be changed here."), severe=True)
        return not self.app.read_only

    @property
    def _marked(self) -> AuditNote | None:
        marked = self.query_one(Choice).marked
        return None if marked is None or isinstance(marked, tuple) else marked

    def _audit(self) -> AuditNote | None:
        """The marked audit; where there is none, what to do first is told."""
        if self._marked is None:
            first = (
                "No audit is open: a opens one." if self.register else "An audit needs a register first: i imports one."
            )
            self.app.tell(say(first))
        return self._marked

    def action_go_on(self) -> None:
        """Walk on in the marked audit."""
        audit = self._marked
        if audit is None:
            return
        if self.app.read_only:
            self.action_watch()
        elif audit.closed:
            self.app.tell(say("This audit is closed. v shows its findings, e writes its report."))
        else:
            self.app.begin(audit.name)

    def action_new_audit(self) -> None:
        """Open an audit."""
        from assetaudit.ui.screens.new_audit import NewAuditScreen

        if self.register is None:
            self.app.tell(say("An audit needs a register first: i imports one."))
        elif self._may_change():
            self.app.push_screen(NewAuditScreen())

    def action_import_register(self) -> None:
        """Import a register."""
        from assetaudit.ui.screens.imports import ImportScreen

        if self._may_change():
            self.app.push_screen(ImportScreen())

    def action_demo(self) -> None:
        """Play the demo."""
        from assetaudit.ui.screens.ask import ChooseOne

        def answered(answer: str | None) -> None:
            if answer == _PLAY:
                self.app.exit("demo")

        if not self._may_change():
            return
        if self.register is None:
            self.app.exit("demo")
        else:
            self.app.push_screen(
                ChooseOne(say("The demo has a workspace of its own; yours stays."), (_STAY, _PLAY)), answered
            )

    def action_findings(self) -> None:
        """The findings of the marked audit."""
        from assetaudit.ui.screens.findings import FindingsScreen

        if (audit := self._audit()) is not None:
            self.app.push_screen(FindingsScreen(audit.name, load=True))

    def action_decide(self) -> None:
        """The decisions about the marked audit's findings."""
        from assetaudit.ui.screens.cases import CasesScreen

        if (audit := self._audit()) is not None:
            self.app.push_screen(CasesScreen(audit.name))

    def action_samples(self) -> None:
        """Samples of the marked audit."""
        from assetaudit.ui.screens.samples import SamplesScreen

        if (audit := self._audit()) is not None:
            self.app.push_screen(SamplesScreen(audit.name))

    def action_report(self) -> None:
        """A report of the marked audit."""
        from assetaudit.ui.screens.report import ReportScreen

        if (audit := self._audit()) is not None:
            self.app.push_screen(ReportScreen(audit.name))

    def action_measures(self) -> None:
        """The measures over time, up to the marked audit."""
        from assetaudit.ui.screens.measures import MeasuresScreen

        if (audit := self._audit()) is not None:
            self.app.push_screen(MeasuresScreen(audit.name))

    def action_erasing(self) -> None:
        """Names and pictures of the marked audit."""
        from assetaudit.ui.screens.erasing import ErasingScreen

        if (audit := self._audit()) is not None and self._may_change():
            self.app.push_screen(ErasingScreen(audit.name))

    def action_labels(self) -> None:
        """Labels that the marked audit needs."""
        from assetaudit.ui.screens.labels import LabelsScreen

        if (audit := self._audit()) is not None:
            self.app.push_screen(LabelsScreen(audit.name))

    def action_sync(self) -> None:
        """Come together with other workspaces."""
        from assetaudit.ui.screens.sync import SyncScreen

        if self._may_change():
            self.app.push_screen(SyncScreen())

    def action_settings(self) -> None:
        """The settings."""
        from assetaudit.ui.screens.settings import SettingsScreen

        if self._may_change():
            self.app.push_screen(SettingsScreen())

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit(None)


def since(text: str, now: datetime) -> str:
    """How long ago a time (RFC 3339) was, as people say it."""
    try:
        then = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return ""
    span = now - (then if then.tzinfo else then.replace(tzinfo=UTC))
    if span < timedelta(minutes=1):
        return say("now")
    if span < timedelta(hours=1):
        return f"{span.seconds // 60} min"
    if span < timedelta(days=1):
        return f"{span.seconds // 3600} h"
    return f"{span.days} d"

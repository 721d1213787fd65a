"""A print job of a workspace: stock, template and printer put together, the file written, sent, and put in the book."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from assetaudit.errors import PrintError, UsageError
from assetaudit.printing.item import LabelItem
from assetaudit.printing.printer import LabelPrinter, printer, wrong_paper
from assetaudit.printing.stock import Stock, cut_to, stock
from assetaudit.printing.template import Template, template
from assetaudit.printing.work import PrintReport, Wishes, print_labels, printer_for
from assetaudit.wiring.labels import first_of

if TYPE_CHECKING:
    from assetaudit.printing.layout import Laid
    from assetaudit.wiring.workspace import Workspace

Progress = Callable[[int, int], None]
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Job:
    """How labels are to be printed."""

    stock: str
    template: str
    printer: str = ""
    """Name of a printer; empty for a file alone."""
    file: Path | None = None
    """Where the job is written; None to send it only."""
    to: str = ""
    """Address that it is sent to, in place of the printer's own."""
    paper: str = ""
    """Paper that is loaded now, whatever the printer's description says."""
    length: float = 0.0
    """Millimetres that a continuous tape is cut to; 0 for the stock's own."""
    reason: str = ""
    """Why it is printed, for the book."""
    audit: str = ""
    """The audit whose needs are met."""
    wishes: Wishes = field(default_factory=Wishes)


def run(
    space: Workspace, items: Iterable[LabelItem], job: Job, *, user: str = "", progress: Progress | None = None
) -> PrintReport:
    """Print labels, send them where that is asked for, and put them in the book; PrintError says what is in the way."""
    _, rest = first_of(items)
    made, kind, machine = materials(space, job)
    wishes = _wishes(space, job, machine)
    address = job.to or (machine.address if machine is not None and job.file is None else "")
    if job.file is None and (not address or machine is None):
        raise UsageError("Name a file with -o, or a printer that has an address with --printer.")
    with tempfile.TemporaryDirectory(prefix="assetaudit-") as folder, _Entry(space, job, user) as entry:
        path = job.file or Path(folder) / f"labels.{machine.language if machine is not None else 'pdf'}"
        kept = _own_epcs(space, rest, entry) if wishes.rfid else rest
        report = print_labels(
            kept, made, kind, path=path, clock=space.clock, wishes=wishes, progress=progress, printed=entry.take
        )
        if address:
            report.warnings += _send(path, address, machine, entry.epcs if wishes.rfid else [], progress)
            report.path = path if job.file is not None else Path(address)
        report.batch, report.reprints = entry.close(), entry.reprints
        report.warnings += entry.doubles
    return report


def materials(space: Workspace, job: Job) -> tuple[Stock, Template, LabelPrinter | None]:
    """The stock, template and printer of a job; PrintError where they do not go together."""
    folder = space.home.labels
    made, kind = stock(job.stock, folder / "stock"), template(job.template, folder / "templates")
    made = cut_to(made, job.length) if job.length else made
    machine = printer(job.printer, folder / "printers") if job.printer else None
    if machine is not None:
        machine = replace(machine, paper=job.paper) if job.paper else machine
        if wrong := wrong_paper(machine, made):
            raise PrintError(wrong, hint="Load the other paper and say so with --paper, or choose another stock.")
    return made, kind, machine


def laid_out(space: Workspace, items: Iterable[LabelItem], job: Job) -> Iterator[tuple[LabelItem, Laid]]:
    """Labels as they would be printed, without printing them; LabelRefusedError is raised where one would not be."""
    from assetaudit.printing.layout import Layout
    from assetaudit.printing.pictures import Pictures

    made, kind, _ = materials(space, job)
    layout = Layout(made, kind, resolution(space, job), Pictures(space.home.labels))
    return ((item, layout.lay(item)) for item in items)


def resolution(space: Workspace, job: Job) -> int:
    """Dots an inch that a job is printed with."""
    _, _, machine = materials(space, job)
    if job.wishes.dpi or machine is not None:
        return job.wishes.dpi or (machine.dpi if machine is not None else 0)
    return printer_for(job.file or Path("x.pdf")).default_dpi


def _wishes(space: Workspace, job: Job, machine: LabelPrinter | None) -> Wishes:
    wishes = replace(job.wishes, pictures=space.home.labels)
    if machine is None:
        return wishes
    return replace(
        wishes,
        dpi=wishes.dpi or machine.dpi,
        alignment=machine.alignment,
        drawing=wishes.drawing or machine.drawing or None,
        model=wishes.model or machine.model,
        finish=wishes.finish or machine.finish,
    )


def _own_epcs(space: Workspace, items: Iterable[LabelItem], entry: _Entry) -> Iterator[LabelItem]:
    """Labels with the EPCs that no other label carries: two devices under one EPC could never be told apart."""
    owners: dict[str, str] = {}
    for kind in ("print", "reprint"):
        owners |= {fact.detail["epc"]: fact.code for fact in space.label_book.facts(kind=kind) if "epc" in fact.detail}
    for item in items:
        epc = item.value("epc")
        owner = owners.setdefault(epc, item.code) if epc else item.code
        if owner == item.code:
            yield item
        else:
            entry.doubles.append(f"{item.code} would have the EPC of {owner} ({epc}), so its tag is not encoded")
            yield replace(item, fields={**item.fields, "epc": ""})


def _send(
    path: Path, address: str, machine: LabelPrinter | None, epcs: list[str], progress: Progress | None
) -> list[str]:
    """Send a job to a printer that is ready for it; what its RFID tags say wrongly, in sentences."""
    from assetaudit.printing.send import send
    from assetaudit.printing.zpl_rfid import differences

    if path.suffix == ".zpl" and not address.startswith("cups:"):
        _check_ready(address)
    paper = machine.paper if machine is not None else ""
    answer = send(path, address, paper=paper, progress=progress, answers=len(epcs))
    return differences(epcs, answer) if epcs else []


def _check_ready(address: str) -> None:
    """Nothing is sent to a printer that says it cannot print; one that says nothing may be of another make."""
    from assetaudit.printing.send import ask
    from assetaudit.printing.zpl_status import ENDING, QUESTION, parse

    status = parse(ask(address, QUESTION, seconds=1.0, until=ENDING))
    if status is not None and not status.ready:
        msg = f"The printer at {address} cannot print: {', '.join(status.troubles)}."
        raise PrintError(msg, hint="Nothing was sent; see to it and print again.")


class _Entry:
    """One batch in the book of labels, written as it is printed, and voided where the run does not come to its end."""

    def __init__(self, space: Workspace, job: Job, user: str) -> None:
        self._space = space
        self._job = job
        self._user = user
        self._labels: list[tuple[str, dict[str, Any]]] = []
        self._batch: int | None = None
        self.reprints = 0
        self.epcs: list[str] = []
        """What the RFID tags are to say, copy by copy."""
        self.doubles: list[str] = []
        """Labels whose EPC is another one's, in sentences."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self._batch is not None:
            reason = {"reason": "the run was not finished"}
            self._space.label_book.add("void", "", reason, batch=self._batch, user=self._user)

    def take(self, item: LabelItem) -> None:
        """Note one label; places and commands are no labels of the book."""
        if self._job.wishes.rfid and item.value("epc"):
            self.epcs += [item.value("epc")] * self._job.wishes.copies
        if item.kind not in ("asset", "blank"):
            return
        epc = item.value("epc") if self._job.wishes.rfid else ""
        detail = {"asset": item.value("key"), "reason": item.value("reason") or self._job.reason, "epc": epc}
        self._labels.append((item.code, {name: value for name, value in detail.items() if value}))
        if len(self._labels) >= _CHUNK:
            self._flush()

    def close(self) -> int | None:
        """Write what is left; the batch's number, or None where nothing was to be noted."""
        if self._labels:
            self._flush()
        return self._batch

    def _flush(self) -> None:
        book, job = self._space.label_book, self._job
        if self._batch is None:
            mark = self._space.open_audit(job.audit).audit.mark if job.audit else 0
            detail = {
                "audit": job.audit, "stock": job.stock, "template": job.template, "printer": job.printer,
                "reason": job.reason, "mark": mark,
            }  # fmt: skip
            self._batch = book.open_batch(detail, user=self._user)
        self.reprints += book.printed(self._batch, self._labels, user=self._user)
        self._labels = []

"""Budget 13: a report of 100,000 findings beside bare XlsxWriter and the same table in ReportLab's Platypus.

Run with ``python -m tests.benchmarks.report [findings]``. Each writer runs in a process of its own, which tells its CPU
seconds and how far its memory grew beyond what it needs for a hundredth of the findings.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assetaudit.reports.report import AuditReport
from assetaudit.reports.rows import all_rows
from tests.reports import sample

FINDINGS = 100_000
ROUNDS = {"xlsx": 3, "pdf": 1}
"""Platypus alone takes minutes for a hundred thousand rows, so that one round tells enough."""


def ours(suffix: str) -> Callable[[AuditReport, Path], None]:
    """The whole report in a format: first page, figures, discrepancies and every finding."""
    from assetaudit.reports.write import format_of

    def write(report: AuditReport, path: Path) -> None:
        with path.open("w+b") as file:
            format_of(Path(f"report.{suffix}"))(report, file)

    return write


def platypus(report: AuditReport, path: Path) -> None:
    """Only the table of findings, with the same texts in the same columns."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import LongTable, SimpleDocTemplate

    rows = [["Outcome", "Asset", "Device", "Expected", "Found", "Evidence"]]
    for row in all_rows(report):
        names = ", ".join(part for part in (row.name, row.owner) if part)
        rows.append(
            [
                f"{row.outcome.printed}\n{row.basis}",
                f"{row.title}\n{row.serial}",
                f"{row.device}\n{names}",
                row.expected,
                row.found,
                row.evidence[0][:12] if row.evidence else "none",
            ]
        )
    style = [("FONTSIZE", (0, 0), (-1, -1), 7.5), ("LINEBELOW", (0, 0), (-1, -1), 0.4, "grey")]
    table = LongTable(rows, colWidths=[75, 65, 115, 95, 95, 65], repeatRows=1, style=style)
    SimpleDocTemplate(str(path), pagesize=A4).build([table])


def xlsxwriter(report: AuditReport, path: Path) -> None:
    """Bare XlsxWriter in constant memory: the same cells on one sheet, nothing else."""
    import xlsxwriter as library

    from assetaudit.reports.xlsx_report import cells

    book = library.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(all_rows(report)):
        for column, cell in enumerate(cells(row)):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()


WRITERS: dict[str, Callable[[AuditReport, Path], None]] = {
    "pdf": ours("pdf"),
    "platypus": platypus,
    "xlsx": ours("xlsx"),
    "xlsxwriter": xlsxwriter,
    "csv": ours("csv"),
    "json": ours("json"),
    "html": ours("html"),
}


def run(name: str, number: int) -> tuple[float, float]:
    """CPU seconds and grown MiB of one writer, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report"
        WRITERS[name](sample.many(max(number // 100, 10)), path)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        WRITERS[name](sample.many(number), path)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        return time.process_time() - start, grown / 1024


def measured(name: str, number: int) -> tuple[float, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.report", "--one", name, str(number)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, grown = json.loads(told)
    return seconds, grown


def compare(ours_name: str, peer: str, number: int) -> None:
    """Interleaved rounds; prints the medians, the ratio and both growths of memory."""
    rounds = [(measured(ours_name, number), measured(peer, number)) for _ in range(ROUNDS[ours_name])]
    mine, theirs = (sorted(pair[side][0] for pair in rounds)[len(rounds) // 2] for side in (0, 1))
    growth = [max(pair[side][1] for pair in rounds) for side in (0, 1)]
    print(
        f"{ours_name:5} {mine:7.2f} s, {growth[0]:6.1f} MiB more   {peer:10} {theirs:7.2f} s, {growth[1]:6.1f} MiB more"
        f"   ours/peer {mine / theirs:.3f}",
        flush=True,
    )


def main() -> None:
    """Compare, or run one writer where asked to."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run(sys.argv[2], int(sys.argv[3]))))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else FINDINGS
    print(f"report of {number:,} findings: CPU seconds (medians), memory beyond a hundredth of them")
    compare("xlsx", "xlsxwriter", number)
    compare("pdf", "platypus", number)
    for name in ("csv", "json", "html"):
        seconds, grown = measured(name, number)
        print(f"{name:5} {seconds:7.2f} s, {grown:6.1f} MiB more", flush=True)


if __name__ == "__main__":
    main()

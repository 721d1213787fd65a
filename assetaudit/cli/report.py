"""``assetaudit report``: what an auditor is handed, in the format that the file's ending names."""

from __future__ import annotations

import argparse
from pathlib import Path

from assetaudit.cli import arguments


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "report", _report, "write the report: pdf, xlsx, csv, json or html")
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="its ending chooses the format")


def _report(options: argparse.Namespace) -> int:
    from assetaudit.reports.write import write_report

    file = Path(options.output)
    write_report(file, arguments.workspace(options).report(options.audit))
    print(f"{file} written.")
    return 0

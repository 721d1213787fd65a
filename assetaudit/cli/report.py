"""``assetaudit report``: what an auditor is handed, in the format that the file's ending names."""

from __future__ import annotations

import argparse
from pathlib import Path

from assetaudit.cli import arguments


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "report", _report)
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="its ending chooses the format")
    parser.add_argument(
        "--for", dest="audience", choices=("auditor", "manager", "technician"), default="auditor", help="whom it is for"
    )


def _report(options: argparse.Namespace) -> int:
    from assetaudit.reports.theme import Audience
    from assetaudit.reports.write import write_report
    from assetaudit.wiring.review_report import full_report

    file = Path(options.output)
    write_report(file, full_report(arguments.workspace(options), options.audit, Audience(options.audience)))
    print(f"{file} written.")
    return 0

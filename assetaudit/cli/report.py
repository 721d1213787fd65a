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
    parser.add_argument(
        "--language", metavar="WORD", default="", help="write it in this language, such as de; else by the settings"
    )
    parser.add_argument("--sign", metavar="KEY", help="sign the PDF with this PKCS#12 file or PEM key (extra pades)")
    parser.add_argument("--certificate", metavar="FILE", help="the certificate of a PEM key")
    parser.add_argument(
        "--timestamp", metavar="URL", help="have the signature stamped by this authority (RFC 3161); it gets a hash"
    )


def _report(options: argparse.Namespace) -> int:
    from assetaudit.reports.theme import Audience
    from assetaudit.reports.wish import ReportWish
    from assetaudit.wiring.report_written import write

    wish = ReportWish(
        Path(options.output),
        Audience(options.audience),
        options.language,
        Path(options.sign) if options.sign else None,
        Path(options.certificate) if options.certificate else None,
        options.timestamp or "",
    )
    for line in write(arguments.workspace(options), options.audit, wish):
        print(line)
    return 0

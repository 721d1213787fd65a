"""``assetaudit findings``: what the audit says of every thing, streamed."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from assetaudit.model.finding import Outcome


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "findings", _findings)
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("--outcome", metavar="X", help="only this outcome, such as missing")
    arguments.json_flag(parser)


def _findings(options: argparse.Namespace) -> int:
    outcome = _outcome(options.outcome)
    space = arguments.workspace(options)
    report = space.report(options.audit)
    if options.json:
        from assetaudit.reports import findings_json

        findings_json.write(sys.stdout, report, outcome=outcome)
        return 0
    from assetaudit.identify.clean import printable

    for finding in report.findings():
        if outcome in (None, finding.outcome):
            name = finding.asset_tag or finding.serial or finding.identifier or finding.asset or "-"
            sys.stdout.write(f"{finding.outcome.value:<16} {printable(name):<20} {printable(finding.why)}\n")
    return 0


def _outcome(text: str | None) -> Outcome | None:
    from assetaudit.model.finding import Outcome

    if text is None:
        return None
    try:
        return Outcome(text)
    except ValueError:
        raise UsageError(f"There is no outcome '{text}'.", hint=f"Outcomes are {', '.join(Outcome)}.") from None

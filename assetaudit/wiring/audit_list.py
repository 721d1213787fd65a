"""The list of all audits: what was worked out of one is kept for as long as no event more of it is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetaudit import __version__, plugins
from assetaudit.errors import RegisterError
from assetaudit.store.audit_summaries import AuditSummaries
from assetaudit.store.event_ids import day_of

if TYPE_CHECKING:
    from assetaudit.reports.report import AuditReport
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.store.event_purge import PurgedAudit
    from assetaudit.wiring.workspace import Workspace

_JUDGING = ("rules", "identifiers")
"""Kinds of parts that findings depend on."""


def audit_list(space: Workspace) -> list[dict[str, Any]]:
    """Every audit, oldest first, then those whose events lie at the hub alone; as ``audit list --json`` prints it."""
    heads, summaries, ours = space.events.heads(), AuditSummaries(space.home), _all_our_own()
    rows = []
    for info in space.events.audits():
        stand = f"{__version__} {heads[info.id]}"
        known = summaries.find(info.id, stand) if ours else None
        rows.append(known or _worked_out(space, info, summaries, stand))
    return [*rows, *map(_purged, space.events.purges.listed())]


def _worked_out(space: Workspace, info: AuditInfo, summaries: AuditSummaries, stand: str) -> dict[str, Any]:
    """One whose register has not arrived here yet is listed all the same, and looked at again the next time."""
    from assetaudit.wiring.report import audit_report
    from assetaudit.wiring.stored_report import stored_report

    try:
        if (stored := stored_report(space, info)) is not None:
            return _row(stored)
        loaded = space.open_audit(info.id)
    except RegisterError as error:
        return {"name": info.name, "scope": [], "trouble": str(error)}
    report = audit_report(space, loaded)
    row = _row(report)
    if loaded.register.version == report.frame.register:  # else it is judged anew once that has arrived here
        summaries.keep(info.id, stand, row)
    return row


def _row(report: AuditReport) -> dict[str, Any]:
    coverage = report.measures["coverage"]
    return {
        "name": report.name,
        "scope": [str(place) for place in report.frame.scope],
        "opened": report.opened,
        "closed": report.closed,
        "coverage": {"num": coverage.num, "den": coverage.den},
        "open": report.open_count,
    }


def _all_our_own() -> bool:
    """Whether only this program's own parts judge: of others nobody knows what else they depend on."""
    targets = (target for group in _JUDGING for target in plugins.names(group).values())
    return all(target.startswith("assetaudit.") for target in targets)


def _purged(gone: PurgedAudit) -> dict[str, Any]:
    text = f"Bring it back with: assetaudit sync fetch '{gone.name}'"
    return {"name": gone.name, "scope": [], "purged": day_of(gone.at), "trouble": text}

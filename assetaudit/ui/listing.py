"""Long lists of an open audit, worked out a slice at a time, so that a scan never waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assetaudit.ui.messages import FindingsListed

if TYPE_CHECKING:
    from textual.message import Message

    from assetaudit.model.finding import Finding
    from assetaudit.ui.workspace import OpenAudit

SLICE = 250
"""Findings that are worked out before waiting reads have their turn."""


def listed(audit: OpenAudit) -> Iterator[Message | None]:
    """All findings in their order; None after each slice, a message at the end."""
    found: list[Finding] = []
    for number, key in enumerate(audit.reconciliation.things(), 1):
        finding = audit.reconciliation.finding(key)
        if finding is not None:
            found.append(finding)
        if number % SLICE == 0:
            yield None
    yield FindingsListed(tuple(found), complete=not audit.reconciliation.troubles())

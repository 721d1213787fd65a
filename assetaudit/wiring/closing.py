"""Closing an audit: what it leaves unexamined is told, and needs a reason; the closing is signed by who has a key."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from assetaudit.errors import AuditError

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.model.needs import EventWriter
    from assetaudit.paths import Home
    from assetaudit.wiring.workspace import Workspace


def close_audit(space: Workspace, name: str, *, reason: str, user: str) -> list[str]:
    """Close an audit; returns what it leaves unexamined. AuditError where that needs a reason, or it is closed."""
    loaded = space.open_audit(name)
    lacking = [*loaded.reconciliation.troubles(), *space.events.ends(loaded.id).lacking]
    if lacking and not reason.strip() and loaded.audit.closing is None:
        msg = f"The audit '{loaded.name}' is not complete: {' '.join(map(_sentence, lacking))}"
        raise AuditError(msg, hint="With a reason, which stands in the report, it can be closed: --reason 'WHY'")
    with closing(space.events.writer(loaded.id)) as writer:
        forks, register = space.events.forks(loaded.id), space.registers.index().current
        event = loaded.audit.close(writer, reason, user=user, forks=forks, register=register)
        _sign(space.home, writer, event, user)
    ends = space.events.ends(loaded.id)
    return [*loaded.reconciliation.troubles(), *ends.lacking, *ends.remarks]


def _sign(home: Home, writer: EventWriter, event: Event, user: str) -> None:
    """Sign an event with its author's own key, where there is one."""
    from assetaudit.model.event import Draft
    from assetaudit.store.review_keys import Keys

    keys = Keys(home)
    if keys.has(user):
        writer.append(Draft("signature", {"of": event.hash} | keys.sign(user, bytes.fromhex(event.hash))), user=user)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."

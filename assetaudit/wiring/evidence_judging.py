"""Whether the parts of an evidence file belong together: judged again from its own events, without a workspace."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, takewhile, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetaudit.audit.closing import Closed, closing_of, parted
from assetaudit.audit.open_audit import frame_hash
from assetaudit.model.frame import Frame
from assetaudit.paths import Home
from assetaudit.reports.findings_json import figures
from assetaudit.store.review_chain import EVENTS, HASHES, Followed, branch, events_of
from assetaudit.store.review_container import Container, Problem
from assetaudit.store.review_keys import can_check
from assetaudit.store.review_packing import MANIFEST
from assetaudit.wiring.closed import shifts, signer_of, told_of

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.reconcile import Reconciliation
    from assetaudit.store.register_read import StoredRegister

FRAME, REGISTER, FINDINGS, ADDENDUM = "frame.json", "register.sqlite", "findings.json", "addendum.json"
PHOTOS = "photos/"


@dataclass(slots=True)
class Judged:
    """What judging again told."""

    problems: list[Problem] = field(default_factory=list)
    closing: str = ""
    signed_by: str = ""
    later: int = 0


def judge_again(container: Container, manifest: dict[str, Any], followed: Followed) -> Judged:
    """Tips, photographs, frame, register, closing, findings and addendum, each held against the events."""
    judged = Judged(_photos(manifest["parts"]))
    if followed.tips != manifest.get("tips"):
        judged.problems.insert(0, Problem(MANIFEST, "its tips are not the ends of the logs in events.jsonl."))
    with tempfile.TemporaryDirectory(prefix="assetaudit-") as folder:
        _judge(container, manifest, followed, _Ground(judged, Path(folder)))
    return judged


def _photos(parts: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    """Photographs under a name that is not their own SHA-256, which was held against their bytes already."""
    told = "it is not the photograph that its name and the events tell of."
    return [
        Problem(name, told)
        for name, facts in parts.items()
        if name.startswith(PHOTOS) and facts.get("sha256") != name.removeprefix(PHOTOS).partition(".")[0]
    ]


@dataclass(slots=True)
class _Ground:
    """Where it is judged, and what is found."""

    judged: Judged
    folder: Path

    def fault(self, part: str, what: str) -> None:
        """Note a problem."""
        self.judged.problems.append(Problem(part, what))


def _judge(container: Container, manifest: dict[str, Any], followed: Followed, ground: _Ground) -> None:
    frame = Frame.from_dict(json.loads(container.read(FRAME)))
    if frame_hash(frame) != manifest.get("frame"):
        ground.fault(FRAME, "it is not the frame of the manifest.")
    register = _register(container, frame, ground)
    opening = frame if followed.opening is None else Frame.from_dict(followed.opening.d["frame"])

    def engine(some: Iterable[Event]) -> Reconciliation:
        return _engine(opening, frame, register, some)

    now = engine(_events(container))
    closed = _closing(container, followed, now, ground)
    if ADDENDUM not in container.names():
        _findings(container, now, ground)
    elif closed is None:
        ground.fault(ADDENDUM, "the events know of no closing.")
    else:
        _addendum(container, closed, (engine, now), ground)


def _events(container: Container) -> Iterator[Event]:
    return events_of(container.lines(EVENTS), container.lines(HASHES))


def _register(container: Container, frame: Frame, ground: _Ground) -> StoredRegister:
    from assetaudit.store.register_read import StoredRegister

    file = Home(ground.folder).root / "register.sqlite"
    container.extract(REGISTER, file)
    register = StoredRegister(file, frame.register, ground.folder)
    if not register.intact():
        ground.fault(REGISTER, "its content is not the version that the frame names.")
    return register


def _engine(opening: Frame, frame: Frame, register: StoredRegister, events: Iterable[Event]) -> Reconciliation:
    from assetaudit.identify.identifier import identifier
    from assetaudit.reconcile import Reconciliation

    identify = identifier(frame.patterns)
    made = Reconciliation(opening, register, identify, reopen=lambda _frame: (register, identify))
    made.add_all(events)
    return made


def _closing(container: Container, followed: Followed, now: Reconciliation, ground: _Ground) -> Closed | None:
    closing = closing_of(followed.closings, now.live)
    if closing is None:
        return None

    def ends(log: str, tips: Iterable[str]) -> frozenset[str]:
        return branch(container.lines(EVENTS), _events(container), log, tips)

    parts = parted(closing, lambda: _events(container), ends)
    for log in parts.cut_off:
        ground.fault(EVENTS, f"the closing of the audit cites an end of log {log} that is not here.")
    ground.judged.closing, ground.judged.later = closing.hash, len(parts.later)
    if parts.signatures and can_check():
        ground.judged.signed_by = signer_of(parts)
        if not ground.judged.signed_by:
            ground.fault(EVENTS, "the signature of the closing does not fit it.")
    return parts


def _findings(container: Container, engine: Reconciliation, ground: _Ground) -> None:
    """Hold findings.json against the engine, a finding at a time."""
    again = chain([figures(engine.counts(), engine.measures())], (one.to_dict() for one in engine.findings()))
    try:
        same = all(
            _facts(told) == _facts(json.loads(json.dumps(expected)))
            for told, expected in zip_longest(_told(container.lines(FINDINGS)), again)
        )
    except ValueError:
        same = False
    if not same:
        ground.fault(FINDINGS, "they do not follow from the frame, the register and the events.")


def _facts(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """A finding without its sentence, which another version of the program may word otherwise."""
    return None if told is None else {name: value for name, value in told.items() if name != "why"}


def _told(lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """Counts and measures of findings.json, then each finding: one stands on a line, as it was written.

    An object with nothing in it stands for an end that is missing, and for each line behind the end.
    """
    head = b"".join(takewhile(lambda line: line != b'"findings":[', lines))
    told = json.loads(head.removesuffix(b",") + b"}")
    yield {name: told.get(name) for name in ("counts", "measures")}
    for line in lines:
        if line == b"]}":
            break
        yield json.loads(line.removesuffix(b","))
    else:
        yield {}
    yield from ({} for _ in lines)


def _addendum(
    container: Container,
    parts: Closed,
    engines: tuple[Callable[[Iterable[Event]], Reconciliation], Reconciliation],
    ground: _Ground,
) -> None:
    engine, now = engines
    then = engine(event for event in _events(container) if parts.cites(event)) if parts.later else now
    _findings(container, then, ground)
    again = told_of(parts, shifts(then, now) if parts.later else ())
    if json.loads(json.dumps(again)) != json.loads(container.read(ADDENDUM)):
        ground.fault(ADDENDUM, "it does not follow from the closing and the events after it.")

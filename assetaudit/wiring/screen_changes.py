"""The change set of one review as the screen works with it: shown, written, sent, verified, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assetaudit.review.applying import Applied, AppliedSet, Where
from assetaudit.review.changes import ChangeSet, LineState
from assetaudit.review.touched import mappings

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.wiring.changes import Changes
    from assetaudit.wiring.changes_sending import Sending
    from assetaudit.wiring.review import Review

Result = TypeVar("Result")
_WEB = ("http://", "https://")


class ScreenChanges:
    """Answers the change set's screen; the same steps as the command line's."""

    def __init__(self, review: Review, user: str) -> None:
        self._review = review
        self._user = user

    @property
    def _changes(self) -> Changes:
        from assetaudit.wiring.changes import Changes

        self._review.refresh()
        return Changes(self._review)

    def plan(self) -> ChangeSet:
        """The change set against the current register."""
        return self._changes.plan()

    def export(self, folder: Path) -> Sequence[str]:
        """Write the change set as JSON and as import files; a line for each."""
        changes = self._changes
        files = changes.export(folder, changes.plan())
        return [f"{folder / one.name}: {len(one.rows)}" for one in files] + [str(folder / "change-set.json")]

    def targets(self, taken_back: AppliedSet | None = None) -> Sequence[Where]:
        """Where each source that has something ready, or that a set went to, takes its changes."""
        changes = self._changes
        ready = Counter(line.source for line in changes.plan().of(LineState.READY))
        names = taken_back.sources if taken_back is not None else tuple(sorted(ready))
        return [self._where(changes, name, ready[name]) for name in names]

    def _where(self, changes: Changes, source: str, ready: int) -> Where:
        file = next((one.file for one in self._review.space.registers.sources() if one.source == source), "")
        if file.startswith(_WEB):
            return Where(source, changes.system(source), "/".join(file.split("/")[:3]), ready=ready)
        path = Path(file)
        return Where(source, file=path, out=path.with_name(f"{path.stem}-corrected{path.suffix}"), ready=ready)

    def look(self, where: Where, taken_back: str = "") -> ChangeSet:
        """What would be written there, against what stands there now; nothing is changed."""
        if where.system:
            return self._at_the_system(where, lambda sending: sending.plan(taken_back)[0])
        changes = self._changes
        if taken_back:
            return changes.plan_reverse(where.file, where.source, taken_back)
        return changes.plan_file(where.file, where.source)

    def apply(self, where: Where, taken_back: str = "") -> Applied:
        """Write what is ready, read it again, and record each line."""
        with self._review.desk(self._user) as desk:
            if where.system:
                return self._at_the_system(where, lambda sending: sending.send(desk, where.url, taken_back))
            changes = self._changes
            if taken_back:
                return changes.reverse(desk, where.file, where.out, where.source, taken_back)
            return changes.apply(desk, where.file, where.out, where.source)

    def _at_the_system(self, where: Where, act: Callable[[Sending], Result]) -> Result:
        from assetaudit.registers.pull import Asked
        from assetaudit.registers.sending import open_target
        from assetaudit.wiring.changes_sending import Sending

        web, target = open_target(Asked(where.system, where.url), self._review.space.place_aliases())
        with web:
            return act(Sending(self._changes, target, where.source))

    def sets(self) -> Sequence[AppliedSet]:
        """Change sets that were applied, the newest first."""
        events = self._changes_made("applied")
        back = Counter[str]()
        for event in self._changes_made("reversed"):
            back[str(event.d.get("set"))] += len(mappings(event.d.get("lines")))
        groups: dict[str, list[Event]] = {}
        for event in events:
            groups.setdefault(str(event.d.get("set")), []).append(event)
        return [self._set(name, group, back[name]) for name, group in reversed(groups.items())]

    def _changes_made(self, did: str) -> list[Event]:
        self._review.refresh()
        return [event for event in self._review.ledger.changes() if event.d.get("did") == did]

    def _set(self, name: str, group: Sequence[Event], taken_back: int) -> AppliedSet:
        last = group[-1]
        records = {str(line.get("record")).partition(":")[0] for one in group for line in mappings(one.d.get("lines"))}
        return AppliedSet(
            name,
            sum(len(mappings(one.d.get("lines"))) for one in group),
            str(last.d.get("to", "")),
            self._review.person(last.user),
            datetime.fromtimestamp(last.wall / 1000, UTC).date().isoformat(),
            tuple(sorted(records)),
            taken_back,
        )

    def verify(self) -> str:
        """Read the current register again, and note what it says as decided."""
        with self._review.desk(self._user) as desk:
            lines = self._changes.verify(desk)
        return f"{len({line.thing for line in lines})} findings verified: the register says what was decided."

"""Names and pictures as the screen erases them: by the same steps as the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.model.amount import counted
from assetaudit.model.kept import KeptThing
from assetaudit.wiring.erasing import Picture, audits_naming, erase_person, erase_pictures, pictures_of
from assetaudit.wiring.retention import days_of, due, people_of, retention_text, with_days

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace


class ScreenErasing:
    """Answers the page of names and pictures."""

    def __init__(self, space: Workspace, save: Callable[..., None]) -> None:
        self._space = space
        self._save = save

    def rule(self, audit: str = "") -> str:
        """For how long names and pictures are kept, of an audit or of all without a rule of their own."""
        return retention_text(self._space.settings, self._id(audit))

    def days(self, audit: str = "") -> str:
        """The rule in two numbers, as it is written."""
        return " ".join(map(str, days_of(self._space.settings, self._id(audit))))

    def keep_for(self, days: str, audit: str = "") -> str:
        """Give an audit, or all others, these days; returns the rule in one sentence."""
        self._save(**with_days(self._space.settings, days, self._id(audit)))
        return self.rule(audit)

    def _id(self, audit: str) -> str:
        return self._space.find(audit).id if audit else ""

    def kept(self, audit: str) -> Sequence[KeptThing]:
        """Every name and picture of an audit, with the other audits that name it."""
        space, mine = self._space, self._space.find(audit)
        elsewhere: dict[str, list[str]] = {}
        for info in space.events.audits():
            if info.id != mine.id:
                for user in people_of(space, info.id):
                    elsewhere.setdefault(user, []).append(info.name)
        entries, names = space.people.entries(), {info.id: info.name for info in space.events.audits()}
        people = [
            KeptThing(user, "name", entries[user], _state(entries[user]), tuple(elsewhere.get(user, ())))
            for user in sorted(people_of(space, mine.id) & entries.keys(), key=lambda user: entries[user].casefold())
        ]
        naming = audits_naming(space)
        pictures = [
            _picture(one, tuple(sorted(names[other] for other in naming[one.sha256] - {mine.id})))
            for one in pictures_of(space, mine.id)
        ]
        return [*people, *pictures]

    def due(self) -> Sequence[KeptThing]:
        """Names and pictures of closed audits whose days are over."""
        found = due(self._space)
        return [
            *(KeptThing(user, "name", name, "kept") for user, name in found.names),
            *(_picture(picture, (audit,)) for audit, picture in found.pictures),
        ]

    def erase(self, thing: KeptThing) -> str:
        """Erase a picture, or a name under whatever id this workspace has it."""
        if thing.is_picture:
            return self.erase_due([thing])
        erase_person(self._space, thing.told)
        return _told(1, 0)

    def erase_due(self, things: Sequence[KeptThing]) -> str:
        """Erase what was listed as due, each under its own id."""
        names = [one.id for one in things if not one.is_picture]
        self._space.people.erase(names)
        gone = erase_pictures(self._space, [Picture(one.id, 0, one.state) for one in things if one.is_picture])
        return _told(len(names), len(gone))


def _told(names: int, pictures: int) -> str:
    told = f"{counted(names, 'name', 'names')} and {counted(pictures, 'picture', 'pictures')} erased."
    return f"{told} The log keeps opaque ids and hashes."


def _state(name: str) -> str:
    return "kept" if name else "erased"


def _picture(one: Picture, others: tuple[str, ...]) -> KeptThing:
    taken = datetime.fromtimestamp(one.taken / 1000, UTC).isoformat(timespec="minutes")
    return KeptThing(one.sha256, "picture", taken, one.state, others)

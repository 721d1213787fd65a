"""Who is who: names of people, kept outside the log so that they can be erased and leave only opaque ids behind.

An erased name leaves its id with an empty name, so that no bundle made before brings the name back.
"""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import Iterable, Mapping

from filelock import FileLock

from assetaudit.errors import StoreError, UsageError
from assetaudit.language import say
from assetaudit.paths import Home, replacing

_SHORT = 8
"""Digits of an id that stand for somebody without a name."""
_UNSEEN = ("Cf", "Co", "Cn")
"""Kinds of characters that no name is told apart by."""


def called(names: Mapping[str, str], user: str) -> str:
    """The name behind an id; ``person 3f2a91c0…`` in the spoken language where it was erased or never known."""
    if (name := names.get(user)) or not user:
        return name or ""
    return say("person {id}", id=f"{user[:_SHORT]}…" if len(user) > _SHORT else user)


def folded(name: str) -> str:
    """A name as it is compared: without case, breadth, blanks at its ends and what nobody sees."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFKC", " ".join(seen.split()).casefold())


class People:
    """Opaque ids and the names that people declared, in one small file of the workspace."""

    def __init__(self, home: Home) -> None:
        self._file = home.root / "people.json"
        self._lock = FileLock(home.root / "people.lock")

    def names(self) -> dict[str, str]:
        """Id to declared name, of everybody whose name was not erased."""
        return {key: name for key, name in self.entries().items() if name}

    def entries(self) -> dict[str, str]:
        """Id to declared name, empty where it was erased: what other workspaces are told."""
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreError(f"The names in {self._file} cannot be read: {error}.") from error
        return {str(key): str(name) for key, name in found.items()}

    def id_of(self, name: str) -> str:
        """The id of a person, made when the name is new here; empty for an empty name."""
        name = " ".join(name.split())
        if not folded(name):
            return ""
        with self._lock:
            known = self.entries()
            for key, other in known.items():
                if other and folded(other) == folded(name):
                    return key
            key = uuid.uuid4().hex
            self._write(known | {key: name})
        return key

    def ids_of(self, names: Iterable[str]) -> dict[str, str]:
        """Name to id, of those names that are known here."""
        known = {folded(name): key for key, name in self.names().items()}
        return {name: known[folded(name)] for name in names if folded(name) in known}

    def one_name(self) -> dict[str, str]:
        """Of names that several ids have: id to the one that stands for all of them."""
        groups: dict[str, list[str]] = {}
        for key, name in self.names().items():
            groups.setdefault(folded(name), []).append(key)
        return {key: min(keys) for keys in groups.values() if len(keys) > 1 for key in keys}

    def adopt(self, names: dict[str, str]) -> int:
        """Take over what another workspace knows of people; returns how many entries changed.

        What is known here stays, but for names that were erased there: they go here too.
        """
        with self._lock:
            known = self.entries()
            new = {key: name for key, name in names.items() if key not in known or (known[key] and not name)}
            if new:
                self._write(known | new)
        return len(new)

    def find(self, who: str) -> list[str]:
        """Ids of a name (without case) or of the beginning of an id; UsageError where nobody is meant."""
        who, names = folded(who), self.names()
        found = [key for key, name in names.items() if folded(name) == who]
        found = found or [key for key in names if len(who) >= _SHORT and key.startswith(who)]
        if not found:
            raise UsageError("Nobody here has that name.", hint="See who is known with: assetaudit people list")
        return found

    def rename(self, who: str, new: str) -> list[str]:
        """Give somebody another name; UsageError where it is empty or somebody else's."""
        new, ids = " ".join(new.split()), self.find(who)
        if not new:
            raise UsageError("A person needs a name.", hint="To take a name away: assetaudit people erase NAME")
        if any(folded(name) == folded(new) for key, name in self.names().items() if key not in ids):
            raise UsageError(f"Somebody else is called {new} already.", hint="Two people need two names.")
        self._set(ids, new)
        return ids

    def erase(self, ids: Iterable[str]) -> None:
        """Forget the names behind ids for good; the ids stay."""
        self._set(ids, "")

    def _set(self, ids: Iterable[str], name: str) -> None:
        with self._lock:
            self._write(self.entries() | dict.fromkeys(ids, name))

    def _write(self, names: dict[str, str]) -> None:
        with replacing(self._file) as new:
            new.write(json.dumps(names, ensure_ascii=False, indent=1).encode())

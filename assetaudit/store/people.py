"""Who is who: names of people, kept outside the log so that they can be erased and leave only opaque ids behind."""

from __future__ import annotations

import json
import uuid

from filelock import FileLock

from assetaudit.errors import StoreError
from assetaudit.paths import Home, replacing


class People:
    """Opaque ids and the names that people declared, in one small file of the workspace."""

    def __init__(self, home: Home) -> None:
        self._file = home.root / "people.json"
        self._lock = FileLock(home.root / "people.lock")

    def names(self) -> dict[str, str]:
        """Id to declared name."""
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
        if not name:
            return ""
        with self._lock:
            known = self.names()
            for key, other in known.items():
                if other.casefold() == name.casefold():
                    return key
            key = uuid.uuid4().hex
            self._write(known | {key: name})
        return key

    def adopt(self, names: dict[str, str]) -> int:
        """Take over the names of people that are not known here; returns how many."""
        with self._lock:
            known = self.names()
            new = {key: name for key, name in names.items() if key not in known}
            if new:
                self._write(known | new)
        return len(new)

    def _write(self, names: dict[str, str]) -> None:
        with replacing(self._file) as new:
            new.write(json.dumps(names, ensure_ascii=False, indent=1).encode())

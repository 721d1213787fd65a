"""Where things lie: the workspace on disk and the files in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import platformdirs

from assetaudit.errors import UsageError

ENVIRONMENT_NAME = "ASSETAUDIT_HOME"


def typed_path(text: str) -> Path:
    """The path, its ``~`` opened where that means a person's folder here; blanks around it do not count."""
    path = Path(text.strip())
    try:
        return path.expanduser()
    except RuntimeError:  # nobody of that name: the file will not be there either, and that is told
        return path


@dataclass(frozen=True, slots=True)
class Home:
    """One workspace: events, register versions, the disposable cache and settings, each in a file of its own."""

    root: Path

    @classmethod
    def of(cls, directory: str | Path | None = None) -> Home:
        """The workspace that was named, or ASSETAUDIT_HOME's, or the user's data folder."""
        chosen = directory or os.environ.get(ENVIRONMENT_NAME) or platformdirs.user_data_path("assetaudit")
        root = typed_path(str(chosen))
        if str(root).startswith("~"):
            raise UsageError(f"Nobody has the home folder that '{chosen}' begins with.", hint="Write the whole path.")
        return cls(root.absolute())

    @property
    def events(self) -> Path:
        """The log of events: the only truth."""
        return self.root / "events.sqlite"

    @property
    def registers(self) -> Path:
        """Folder of immutable register versions and their index."""
        return self.root / "registers"

    @property
    def cache(self) -> Path:
        """What can be worked out again at any time."""
        return self.root / "cache"

    @property
    def locks(self) -> Path:
        """Lock files: one a log that is being written."""
        return self.root / "locks"

    @property
    def settings(self) -> Path:
        """The user's settings, in TOML."""
        return self.root / "settings.toml"

    @property
    def photos(self) -> Path:
        """Photographs that are evidence, each named by its SHA-256."""
        return self.root / "photos"

    @property
    def labels(self) -> Path:
        """The user's own label files: ``stock``, ``templates`` and ``printers``, and pictures such as a logo."""
        return self.root / "labels"

    def make(self) -> Home:
        """Create the folders that are not there yet, readable by their owner only."""
        for folder in (self.root, self.registers, self.cache, self.locks):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self


@contextmanager
def replacing(file: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of ``file`` in one step when the block ends well, and leaves no trace if not."""
    with _named(file):
        new = tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False)  # noqa: SIM115 - closed below, before it is moved
    try:
        with new:
            yield new
            new.flush()
            os.fsync(new.fileno())
        with _named(file):
            Path(new.name).replace(file)
    except BaseException:
        Path(new.name).unlink(missing_ok=True)
        raise


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """What goes wrong is told of the file that was asked for, not of the one that comes before it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error

"""Writing a report: the format follows from the file name, and a failure leaves the previous report as it was."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from assetaudit import plugins
from assetaudit.errors import PrintError
from assetaudit.language import speaking
from assetaudit.reports.report import AuditReport


class ReportFormat(Protocol):
    """One format of the entry-point group ``assetaudit.reports``, named by its suffix."""

    def __call__(self, report: AuditReport, file: BinaryIO) -> None:
        """Write the whole report; the file is open for reading and writing in binary, and can be sought in."""


LISTS = frozenset({"csv", "json"})
"""Suffixes of formats that have the findings and figures alone, without what became of them."""


def formats() -> tuple[str, ...]:
    """Suffixes that a report may have, without their dot."""
    return tuple(sorted(plugins.names("reports")))


def is_list(path: Path) -> bool:
    """Whether a file's suffix names a format that has no tables beside the findings."""
    return path.suffix.lower().removeprefix(".") in LISTS


def format_of(path: Path) -> ReportFormat:
    """The format that a file's suffix names; PrintError where there is none."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in plugins.names("reports"):
        raise PrintError(
            f"'{path.name}' does not say what kind of report it is to be.",
            hint=f"Give the file one of the endings {', '.join('.' + known for known in formats())}.",
        )
    write: ReportFormat = plugins.load("reports", suffix)
    return write


def write_report(path: Path, report: AuditReport) -> None:
    """Write a report in one step: the file appears whole or stays what it was; PrintError says why it could not."""
    write = format_of(path)
    try:
        unfinished = _new_file(path)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with unfinished.open("w+b") as file, speaking(report.language):
            write(report, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _new_file(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=".part", dir=path.parent)
    os.close(handle)
    Path(name).chmod(0o666 & ~_umask())
    return Path(name)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError) -> PrintError:
    reason = error.strerror or str(error)
    return PrintError(
        f"The report cannot be written to {path}: {reason}.",
        hint="Nothing was changed there; free space or choose another folder.",
    )

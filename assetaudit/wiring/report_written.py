"""A report as it was wished for: looked at before anything is written, written, signed, time stamped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assetaudit.errors import UsageError
from assetaudit.language import languages

if TYPE_CHECKING:
    from assetaudit.reports.wish import ReportWish
    from assetaudit.wiring.workspace import Workspace


def write(space: Workspace, name: str, wish: ReportWish, told: Callable[[str], None] = lambda _text: None) -> list[str]:
    """Write the report; returns what was done, a sentence each."""
    from assetaudit.reports.write import is_list, write_report
    from assetaudit.wiring.review_report import full_report, list_report

    if wish.language and wish.language not in languages():
        raise UsageError(f"There are no reports in '{wish.language}'.", hint=f"Languages are {', '.join(languages())}.")
    if wish.stamps and wish.key is None:
        raise UsageError("Only a signature is time stamped.", hint="Say what signs the report: --sign KEY.")
    signing = _signing(wish)
    told("gathering findings")
    if is_list(wish.file):
        report = list_report(space, name, wish.language)
    else:
        report = full_report(space, name, wish.audience, wish.language)
    told(f"writing {wish.file.name}")
    write_report(wish.file, report)
    return [f"{wish.file} written.", *signing()]


def _signing(wish: ReportWish) -> Callable[[], list[str]]:
    """What signs the report once it is written; the key is read and the authority asked before that."""
    if wish.key is None:
        return list
    from assetaudit.reports.pdf.signing import authority, load, sign

    signer = load(wish.key, wish.certificate, wish.file)
    stamps = authority(wish.stamps) if wish.stamps else None

    def signed() -> list[str]:
        by = sign(wish.file, signer, "Report of a physical asset audit", stamps)
        return [f"Signed by {by}.", *([f"Time stamped by {stamps.url}."] if stamps is not None else [])]

    return signed

"""One file that shows an audit to anybody: events, frame, register, findings, decisions, report; checked without us."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetaudit import __version__
from assetaudit.errors import StoreError
from assetaudit.paths import replacing
from assetaudit.store.review_chain import EVENTS, HASHES, Followed, follow, linked, names_of
from assetaudit.store.review_container import Container, Problem
from assetaudit.store.review_keys import Keys, genuine
from assetaudit.store.review_packing import MANIFEST, SIGNATURE, Packing, chunks_of
from assetaudit.wiring.closed import Addendum, addendum, told_of
from assetaudit.wiring.erasing import pictures_of
from assetaudit.wiring.evidence_judging import ADDENDUM, FINDINGS, FRAME, PHOTOS, REGISTER, judge_again

if TYPE_CHECKING:
    from assetaudit.wiring.review import Review

DECISIONS = "decisions.json"
ERASED = "erased.txt"
_README = """\
This file is the evidence of one audit: a ZIP, sealed over its last byte.
events.jsonl    every event, canonical JSON, one a line; hash = SHA-256(hash before it in its log + the line)
hashes.txt      the hash of each line of events.jsonl
frame.json      what was fixed before the first scan
register.sqlite the register version that the frame names
photos/         photographs, named by their SHA-256, as the events name them
erased.txt      photographs that the events name and that were erased, where there are any
findings.json   what follows from frame, register and events; of a closed audit from the events that its closing cites
addendum.json   of a closed audit: the closing, the events that came after it, and the findings that they would change
decisions.json  what became of the findings, and by whom
report.*        the reports of that moment
manifest.json   SHA-256 of every part; signature.json signs the SHA-256 of manifest.json (Ed25519)
Check it with: assetaudit evidence verify FILE
"""


def export(review: Review, target: Path, *, formats: tuple[str, ...] = ("pdf",), user: str = "") -> str:
    """Write the evidence file of an audit; answers the SHA-256 of its manifest. Signed where ``user`` has a key."""
    with replacing(target) as file, closing(Packing(file)) as packing:
        _fill(review, packing, formats)
        digest = hashlib.sha256(packing.manifest(_about(review))).digest()
        if user and Keys(review.space.home).has(user):
            packing.sign(Keys(review.space.home).sign(user, digest) | {"by": review.person(user)})
        packing.seal()
    return digest.hex()


def _fill(review: Review, packing: Packing, formats: tuple[str, ...]) -> None:
    loaded, found = review.loaded, addendum(review.space, review.loaded)
    packing.add("README.txt", [_README.encode()])
    packing.add(FRAME, [_json(loaded.frame.to_dict())])
    packing.add(EVENTS, (line + b"\n" for line in _lines(review)))
    packing.add(
        HASHES, (digest.hex().encode() + b"\n" for *_, digest in linked(_lines(review), _of_split_logs(review)))
    )
    packing.add(REGISTER, _chunks(review.space.registers.file(loaded.frame.register)))
    _add_photos(review, packing)
    _add_findings(review, packing, found)
    if found is not None:
        packing.add(ADDENDUM, [_json(told_of(found.parts, found.shifts))])
    packing.add(DECISIONS, _listed(map(review.to_dict, review.standings())))
    for suffix in formats:
        _add_report(review, packing, suffix)


def _of_split_logs(review: Review) -> frozenset[str]:
    """The hashes of the events of logs that go on in two ways; in any other log each follows from the one before it."""
    events, audit = review.space.events, review.loaded.id
    split = events.forks(audit)
    return (
        frozenset(event.hash for event in events.source(audit).events() if event.log in split) if split else frozenset()
    )


def _lines(review: Review) -> Iterator[bytes]:
    """The events that the findings rest on; what others write meanwhile is left for the next export."""
    audit = review.loaded.audit
    known = {log: audit.tip(log)[0] for log in audit.tips}
    for line in review.space.events.export(review.loaded.id):
        log, seq = names_of(line)
        if seq <= known.get(log, 0):
            yield line


def _add_photos(review: Review, packing: Packing) -> None:
    """The photographs that the log names; those that were erased are only listed."""
    pictures = sorted(pictures_of(review.space, review.loaded.id), key=attrgetter("sha256"))
    for picture in pictures:
        if (photo := review.space.photos.find(picture.sha256)) is not None:
            packing.add(f"{PHOTOS}{photo.file.name}", _chunks(photo.file), packed=False)
    if erased := [picture.sha256 for picture in pictures if picture.state == "erased"]:
        packing.add(ERASED, (f"{sha256} picture erased\n".encode() for sha256 in erased))


def _about(review: Review) -> dict[str, Any]:
    loaded = review.loaded
    return {
        "audit": loaded.id,
        "name": loaded.name,
        "frame": loaded.audit.frame_hash,
        "register": loaded.frame.register,
        "tips": loaded.audit.tips,
        "made": review.space.clock.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        "program": f"assetaudit {__version__}",
    }


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _listed(items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A JSON list, an object at a time."""
    before = "[\n "
    for item in items:
        text = json.dumps(item, ensure_ascii=False, sort_keys=True, indent=1)
        yield (before + text.replace("\n", "\n ")).encode()
        before = ",\n "
    yield b"[]\n" if before.startswith("[") else b"\n]\n"


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as data:
        yield from chunks_of(data)


def _add_findings(review: Review, packing: Packing, found: Addendum | None) -> None:
    from assetaudit.reports.json_report import write
    from assetaudit.wiring.report import audit_report, closed_report

    space = review.space
    report = audit_report(space, review.loaded) if found is None else closed_report(space, found)
    with tempfile.TemporaryFile(prefix="assetaudit-") as file:
        write(report, file)
        file.seek(0)
        packing.add(FINDINGS, chunks_of(file))


def _add_report(review: Review, packing: Packing, suffix: str) -> None:
    from assetaudit.reports.write import write_report
    from assetaudit.wiring.review_report import report_of

    with tempfile.TemporaryDirectory(prefix="assetaudit-") as folder:
        file = Path(folder) / f"report.{suffix}"
        write_report(file, report_of(review))
        packing.add(file.name, _chunks(file))


@dataclass
class Checked:
    """What checking an evidence file told."""

    manifest: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    """SHA-256 of the manifest: what a signature or another holder vouches for."""
    problems: list[Problem] = field(default_factory=list)
    signed_by: str = ""
    """Public key, where the signature is genuine."""
    name: str = ""
    events: int = 0
    erased: int = 0
    """Photographs that the events name and that were erased before the export."""
    absent: int = 0
    """Photographs that the events name, that are not here, and that nobody is said to have erased."""
    closing: str = ""
    """Hash of the event that closed the audit; empty where it was open."""
    closing_signed_by: str = ""
    """Public key, where the author of the closing signed it."""
    later: int = 0
    """Events that came after the closing: the addendum."""

    @property
    def good(self) -> bool:
        """Whether nothing was altered."""
        return not self.problems

    def expected(self, digest: str) -> None:
        """Another holder's hash is none of this file's."""
        told = f"neither its hash nor the tip of any log is {digest}: this is another file than the one you know."
        self.problems.append(Problem(MANIFEST, told))

    def wanted(self, key: str) -> None:
        """Somebody else's signature was asked for."""
        told = f"signed by {self.signed_by}, not by {key}." if self.signed_by else f"it is not signed by {key}."
        self.problems.append(Problem(SIGNATURE, told))

    def to_dict(self) -> dict[str, Any]:
        """As ``evidence verify --json`` prints it."""
        return {
            "good": self.good,
            "manifest": self.digest,
            "audit": self.manifest.get("name"),
            "events": self.events,
            "pictures_erased": self.erased,
            "pictures_absent": self.absent,
            "signed_by": self.signed_by or None,
            "closing": self.closing or None,
            "closing_signed_by": self.closing_signed_by or None,
            "later": self.later,
            "problems": [{"part": one.part, "what": one.what} for one in self.problems],
        }


def verify(path: Path) -> Checked:
    """Check an evidence file; needs no workspace and leaves none behind. StoreError where it is none at all."""
    container = Container(path)
    try:
        return _verify(container)
    finally:
        container.close()


def _verify(container: Container) -> Checked:
    manifest = container.manifest()
    digest = hashlib.sha256(container.read(MANIFEST))
    checked = Checked(manifest, digest.hexdigest(), container.altered(manifest))
    _check_signature(container, checked, digest.digest())
    if not checked.problems:
        checked.problems += container.broken_seal(manifest)
    followed = _check_events(container, checked)
    if not checked.problems:
        _count_pictures(container, checked, followed)
        judged = judge_again(container, manifest, followed)
        checked.problems += judged.problems
        checked.closing, checked.closing_signed_by, checked.later = judged.closing, judged.signed_by, judged.later
    return checked


def _count_pictures(container: Container, checked: Checked, followed: Followed) -> None:
    """How many of the photographs that the events name are not here, erased or for another reason."""
    names = container.names()
    erased = container.read(ERASED).decode("ascii", "replace").splitlines() if ERASED in names else []
    here = {name.removeprefix(PHOTOS).partition(".")[0] for name in names if name.startswith(PHOTOS)}
    checked.erased = len(erased)
    checked.absent = len(followed.pictures - here - {line.partition(" ")[0] for line in erased})


def _check_signature(container: Container, checked: Checked, digest: bytes) -> None:
    if SIGNATURE not in container.names():
        return
    try:
        said = json.loads(container.read(SIGNATURE))
        key, signature = str(said["key"]), str(said["sig"])
    except (StoreError, ValueError, KeyError, TypeError):
        checked.problems.append(Problem(SIGNATURE, "it was altered and cannot be read."))
        return
    if genuine(key, signature, digest):
        checked.signed_by, checked.name = key, str(said.get("by", ""))
    else:
        checked.problems.append(Problem(SIGNATURE, "it does not fit the manifest: one of the two was altered."))


def _check_events(container: Container, checked: Checked) -> Followed:
    """Follow the chain of every event; where only its hashes were altered, no event can be blamed."""
    altered, followed = {problem.part for problem in checked.problems}, Followed()
    if HASHES in altered and EVENTS not in altered:
        return followed
    try:
        for one in follow(container.lines(EVENTS), container.lines(HASHES)):
            if isinstance(one, Problem):
                checked.problems.append(one)
            else:
                followed.learn(one)
    except StoreError as error:
        if EVENTS not in altered:
            checked.problems.append(Problem(EVENTS, f"it cannot be read: {error}"))
    checked.events = followed.count
    return followed

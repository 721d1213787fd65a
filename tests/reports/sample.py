"""Sample reports: a small hall with every outcome in it, an empty audit, and as many findings as are wanted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.frame import Frame, SourceInfo
from assetaudit.model.log_tip import LogTip
from assetaudit.model.place import Place
from assetaudit.reconcile.bridge import Aside, Bridge
from assetaudit.reports.report import AuditReport, Coverage, Person

GENERATED = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
MODELS = (
    ("Dell", "PowerEdge R740", "server", 410_000),
    ("HPE", "ProLiant DL380 Gen10", "server", 389_950),
    ("Cisco", "Nexus 93180YC-EX", "switch", 720_000),
    ("APC", "AP8959EU3", "PDU", 92_500),
    ("NetApp", "FAS2750", "storage", 1_850_000),
)
OWNERS = ("Platform", "Network", "Müller & Söhne", "Финансы")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def asset(number: int, place: str, **changes: object) -> Asset:
    maker, model, category, cost = MODELS[number % len(MODELS)]
    made = Asset(
        key=f"snipe:{number}",
        asset_tag=f"IT-{number:05d}",
        serial=f"SN{number * 7919 % 1_000_000:06d}",
        place=Place.parse(place) if place else None,
        name=f"host-{number:05d}",
        manufacturer=maker,
        model=model,
        category=category,
        owner=OWNERS[number % len(OWNERS)],
        cost_cents=cost,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def finding(outcome: Outcome, of: Asset, found: str | None, **more: object) -> Finding:
    made = Finding(
        outcome=outcome,
        asset=of.key,
        asset_tag=of.asset_tag,
        serial=of.serial,
        expected=str(of.place) if of.place else None,
        found=found,
        evidence=(sha(of.key),) if found else (),
        why=WHY[outcome],
    )
    return made._replace(**more)  # type: ignore[arg-type]


WHY = {
    Outcome.FOUND: "Seen where the register expects it.",
    Outcome.WRONG_POSITION: "Seen in its rack, but two units lower than registered.",
    Outcome.MISPLACED: "Seen in another rack than the register expects.",
    Outcome.OUT_OF_SCOPE: "Belongs to a room that this audit does not cover, but stands here.",
    Outcome.UNPLACED: "The register has no place for it.",
    Outcome.RETIRED_PRESENT: "Retired in the register, but standing there.",
    Outcome.FOREIGN: "Belongs to Contoso.",
    Outcome.WRONG_DEVICE: "Tag and serial on it name two different records.",
    Outcome.MISMATCH: "The model on the device is not the registered one.",
    Outcome.CONTESTED: "Two people saw it in two places.",
    Outcome.AMBIGUOUS: "Its serial stands in two records.",
    Outcome.MISSING: "Its place was closed and nobody saw it anywhere.",
    Outcome.NOT_SWEPT: "Its place was not examined.",
    Outcome.OFF_SITE: "In repair according to the register; not seen.",
    Outcome.UNKNOWN: "No record has this identifier.",
    Outcome.UNREADABLE: "A device without a readable label.",
}


def hall() -> tuple[list[Asset], list[Finding]]:
    """Two rooms, eight racks, every outcome at least once."""
    assets: list[Asset] = []
    found: list[Finding] = []
    number = 100
    for room in ("R1", "R2"):
        for rack in range(1, 5):
            for unit in range(2, 22, 2):
                number += 1
                thing = asset(number, f"DC1/{room}/A/{rack:02d}:U{unit}")
                assets.append(thing)
                found.append(_usual(thing, room, rack, unit))
    special = [finding_of(assets) for finding_of in SPECIAL]
    return assets, sorted(found + special, key=lambda one: one.sort_key)


def _usual(thing: Asset, room: str, rack: int, unit: int) -> Finding:
    if (room, rack) == ("R2", 3):
        return finding(Outcome.NOT_SWEPT, thing, None, reason="blocked: locked, key with Contoso")
    if (room, rack) == ("R2", 4):
        return finding(Outcome.NOT_SWEPT, thing, None, reason="not visited")
    if unit == 8 and rack == 1:
        return finding(Outcome.MISSING, thing, None, maybe=("unreadable",))
    if unit == 10 and rack == 2:
        place = f"DC1/{room}/A/02:U14"
        return finding(Outcome.WRONG_POSITION, thing, place, basis="tag", also=(Outcome.MISMATCH,))
    if unit == 12 and rack == 1:
        return finding(Outcome.MISPLACED, thing, f"DC1/{room}/A/03:U40", basis="serial")
    return finding(Outcome.FOUND, thing, str(thing.place), basis=("tag", "tag+serial", "rfid")[unit % 3])


def _add(assets: list[Asset], number: int, place: str, **changes: object) -> Asset:
    assets.append(asset(number, place, **changes))
    return assets[-1]


SPECIAL: Sequence[Callable[[list[Asset]], Finding]] = (
    lambda a: finding(Outcome.OUT_OF_SCOPE, _add(a, 900, "DC2/R9/A/01:U3"), "DC1/R1/A/02:U30", basis="tag"),
    lambda a: finding(Outcome.UNPLACED, _add(a, 901, ""), None),
    lambda a: finding(
        Outcome.RETIRED_PRESENT,
        _add(a, 902, "DC1/R1/A/03", status="stolen", status_class=StatusClass.GONE),
        "DC1/R1/A/03:U1",
        basis="tag",
        reason="stolen",
    ),
    lambda a: finding(Outcome.FOREIGN, _add(a, 903, "DC1/R1/CAGE"), "DC1/R1/CAGE", basis="tag"),
    lambda a: finding(Outcome.WRONG_DEVICE, _add(a, 904, "DC1/R2/A/01:U30"), None, candidates=("snipe:904", "nb:3")),
    lambda a: finding(Outcome.MISMATCH, _add(a, 905, "DC1/R2/A/01:U32"), "DC1/R2/A/01:U32", basis="attested"),
    lambda a: finding(
        Outcome.CONTESTED,
        _add(a, 906, "DC1/R2/A/01:U34"),
        None,
        places=("DC1/R1/A/01:U40", "DC1/R2/A/02:U34"),
        basis="tag",
        evidence=(sha("one"), sha("two")),
    ),
    lambda a: finding(
        Outcome.AMBIGUOUS, _add(a, 907, "DC1/R2/A/02:U36"), "DC1/R2/A/02", candidates=("snipe:907", "nb:9")
    ),
    lambda a: finding(Outcome.OFF_SITE, _add(a, 908, "DC1/R2/A/02:U38", status_class=StatusClass.OFF_SITE), None),
    lambda a: Finding(
        Outcome.UNKNOWN,
        identifier="0118273645",
        found="DC1/R1/A/02",
        basis="tag",
        why=WHY[Outcome.UNKNOWN],
        evidence=(sha("unknown"),),
    ),
    lambda a: Finding(
        Outcome.UNREADABLE,
        found="DC1/R1/A/01:U8",
        basis="sight",
        why=WHY[Outcome.UNREADABLE],
        evidence=(sha("unreadable"),),
    ),
)

COVERAGE = (
    *(Coverage(f"DC1/R1/A/{rack:02d}", "closed", "front", expected=10, seen=9, left=1) for rack in range(1, 5)),
    Coverage("DC1/R1/A/04", "open", "rear", expected=1, seen=0, left=1),
    *(Coverage(f"DC1/R2/A/{rack:02d}", "closed", "front", expected=10, seen=9, left=1) for rack in range(1, 3)),
    Coverage("DC1/R2/A/03", "blocked", "front", reason="locked, key with Contoso", expected=10, left=10),
    Coverage("DC1/R2/A/04", "not visited", "front", expected=10, left=10),
)
MEASURES = {
    "existence": Measure(57, 59),
    "existence_frame": Measure(57, 82),
    "place_rack": Measure(55, 57),
    "place_u": Measure(53, 57),
    "completeness": Measure(63, 65),
    "coverage": Measure(6, 9),
    "value_missing": Measure(1_132_500, 56_741_000),
    "label_health": Measure(61, 63),
}
BY_BASIS = {
    "tag": {"existence": Measure(30, 57), "place_rack": Measure(29, 30), "place_u": Measure(28, 30)},
    "tag+serial": {"existence": Measure(15, 57), "place_rack": Measure(15, 15), "place_u": Measure(15, 15)},
    "rfid": {"existence": Measure(12, 57), "place_rack": Measure(11, 12)},
}
SOURCE = SourceInfo(
    source="snipe",
    file="assets export 2026-11-20.csv",
    sha256=sha("source"),
    extracted="2026-11-20T08:00:00Z",
    rows_read=95,
    rejected=2,
    filtered=1,
    records=92,
    cost_cents=60_000_000,
    control_cents=60_000_000,
)
FRAME = Frame(
    name="Q4 count",
    scope=(Place.parse("DC1/R1"), Place.parse("DC1/R2")),
    register=sha("register"),
    where="category != cable",
    created="2026-11-21T07:55:00Z",
    sources=(SOURCE,),
    status_map=(("in use", "expected"), ("stolen", "gone")),
    rules=(("found", 1), ("missing", 1)),
    people=(("u1", "technician"), ("u2", "technician"), ("u3", "manager")),
)


def report(
    assets: Sequence[Asset] | None = None,
    findings: Sequence[Finding] | Callable[[], Iterator[Finding]] | None = None,
    **changes: object,
) -> AuditReport:
    """A report of the hall, or of the findings given."""
    if findings is None:
        assets, findings = hall()
    listed = findings
    again = listed if callable(listed) else lambda: iter(listed)
    known: Mapping[str, Asset] = {one.key: one for one in assets or ()}
    made = AuditReport(
        audit="0197c0de-0000-7000-8000-000000000001",
        frame=FRAME,
        frame_hash=sha("frame"),
        opened="2026-11-21T08:00:00Z",
        closed="2026-11-23T17:12:30Z",
        generated=GENERATED,
        program="assetaudit 0.1.0",
        findings=again,
        counts=Counter(one.outcome for one in again()),
        measures=MEASURES,
        by_basis=BY_BASIS,
        asset_of=known.get,
        bridge=lambda: Bridge(102, {Aside.OUT_OF_SCOPE: 12, Aside.GONE: 5, Aside.OFF_SITE: 1}),
        people=(Person("u1", "Ana Pérez", "technician"), Person("u2", "Boris Иванов", "technician"), Person("u3")),
        logs=(LogTip("0197c0de-0000-7000-8000-0000000000a1", 412, sha("tip one"), "laptop-3"),),
        coverage=COVERAGE,
        rooms=("DC1/R1", "DC1/R2"),
        complete=False,
        troubles=("DC1/R2/A/03 is blocked: locked, key with Contoso.", "DC1/R2/A/04 was not visited."),
        currency="EUR",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def empty() -> AuditReport:
    """An audit in which nothing has been scanned."""
    things = [asset(number, f"DC1/R1/A/01:U{number}") for number in range(1, 4)]
    left = [finding(Outcome.NOT_SWEPT, thing, None, reason="not visited") for thing in things]
    nothing = {name: Measure(0, 0) for name in MEASURES} | {"existence_frame": Measure(0, 3), "coverage": Measure(0, 1)}
    return report(
        things,
        left,
        closed=None,
        measures=nothing,
        by_basis={},
        coverage=(Coverage("DC1/R1/A/01", "not visited", expected=3, left=3),),
        people=(),
        logs=(),
        troubles=("DC1/R1/A/01 was not visited.",),
    )


def many(number: int) -> AuditReport:
    """A hall of that many findings, made as they are asked for, so that none is held in memory."""
    order = (Outcome.FOUND, Outcome.MISPLACED, Outcome.MISSING, Outcome.UNKNOWN)
    shares = {Outcome.FOUND: number * 8 // 10, Outcome.MISPLACED: number // 20, Outcome.MISSING: number // 20}
    shares[Outcome.UNKNOWN] = number - sum(shares.values())

    def place(index: int) -> str:
        return (
            f"DC1/R{index // 20_000:02d}/{chr(65 + index // 1000 % 20)}/{index // 20 % 50:02d}:U{10 + index % 20 * 2}"
        )

    def made() -> Iterator[Finding]:
        index = 0
        for outcome in order:
            for _ in range(shares[outcome]):
                index += 1
                yield _one(outcome, index, place(index))

    return report((), made, asset_of=lambda key: asset(int(key.partition(":")[2]), ""), counts=shares)


def _one(outcome: Outcome, index: int, place: str) -> Finding:
    evidence = (sha(str(index)),)
    if outcome is Outcome.UNKNOWN:
        return Finding(outcome, identifier=f"X{index:09d}", found=place, why=WHY[outcome], evidence=evidence)
    found = {Outcome.FOUND: place, Outcome.MISPLACED: f"DC1/R00/Z/01:U{index % 40 + 1}"}.get(outcome)
    return Finding(
        outcome,
        asset=f"snipe:{index}",
        asset_tag=f"IT-{index:06d}",
        serial=f"SN{index:08d}",
        expected=place,
        found=found,
        basis="tag" if found else None,
        why=WHY[outcome],
        evidence=evidence if found else (),
    )

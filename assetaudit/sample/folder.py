"""The sample data centre as files: a register and places to import, a walk to replay, and what it comes to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from assetaudit.model.finding import Outcome
from assetaudit.sample.exports import exports
from assetaudit.sample.hall import SampleHall
from assetaudit.sample.readme import readme
from assetaudit.sample.records import Record, Spot
from assetaudit.sample.route import ANA
from assetaudit.sample.rows import csv_text
from assetaudit.sample.walker import Step

REGISTER = "register.csv"
PLACES = "places.csv"
WALK = "walk.jsonl"
EXPECTED = "expected.json"
README = "README.md"
RECORDING = "recordings/serial-line.jsonl"
NAMELESS = {
    "Name": "old rectifier, ask facility",
    "Place": "DC2/R2/A/02:U1",
    "Status": "In use",
    "System": "ServiceNow",
}
"""A row that no scan could ever find."""


def files(hall: SampleHall) -> dict[str, bytes]:
    """Every file of a sample data centre by its name; the same bytes for the same seed."""
    texts = {
        REGISTER: register_csv(hall.records),
        PLACES: places_csv(hall.spots),
        WALK: walk_lines(hall.steps),
        EXPECTED: expected_json(hall),
        README: readme(hall),
        RECORDING: recording_lines(hall.steps),
        **exports(hall.records),
    }
    return {name: text.encode() for name, text in texts.items()}


def register_csv(records: Iterable[Record]) -> str:
    """The register, one row an asset, in plain column names; and one row of something that has no name at all."""
    rows = [_register_row(record) for record in records]
    return csv_text([*rows, dict.fromkeys(rows[0], "") | NAMELESS])


def _register_row(record: Record) -> dict[str, str]:
    return {
        "ID": str(record.number),
        "Asset tag": record.tag,
        "Serial number": record.serial,
        "Name": record.name,
        "Manufacturer": record.model.maker,
        "Model": record.model.name,
        "Category": record.model.category,
        "Status": record.status,
        "Place": record.place_text,
        "Height (U)": f"{record.model.half_units / 2:g}",
        "Parent": record.parent,
        "Owner": record.owner,
        "EPC": record.epc,
        "MAC address": record.mac,
        "Cost": f"{record.cost_cents / 100:.2f}" if record.cost_cents else "",
        "Purchase date": record.bought,
        "System": record.model.system,
    }


def places_csv(spots: Iterable[Spot]) -> str:
    """The list of places: what each is, how high, whose, and which old labels mean it."""
    return csv_text([_place_row(spot) for spot in spots])


def _place_row(spot: Spot) -> dict[str, str]:
    return {
        "Place": spot.text,
        "Kind": spot.kind,
        "Height (U)": "" if spot.height_units is None else str(spot.height_units),
        "Foreign owner": spot.owner,
        "Disposal": "yes" if spot.disposal else "",
        "No photos": "yes" if spot.no_photos else "",
        "Codes": ";".join(spot.codes),
    }


def walk_lines(steps: Iterable[Step]) -> str:
    """The walk, one read a line, each with the person's name under ``by``."""
    return "".join(_line(step.read.to_dict() | {"by": step.by}) for step in steps)


def recording_lines(steps: Iterable[Step]) -> str:
    """What Ana's serial scanner sent in her first rack, as bytes: the code, its AIM identifier, and CR."""
    head = {
        "recording": 1,
        "reader": "serial:///dev/ttyACM0",
        "device": "a hand scanner with a serial line, suffix CR",
        "source": "made up with the sample data centre",
    }
    lines = [_line(head)]
    for step in steps:
        if step.by != ANA or step.read.text is None:
            continue
        sent = f"{step.read.symbology or ''}{step.read.text.rstrip()}\r"
        lines.append(_line({"t": step.seconds, "rx": sent.encode().hex().upper()}))
        if step.read.text == "CMD:CLOSE":
            break
    return "".join(lines)


def expected_json(hall: SampleHall) -> str:
    """What the walk must come to, one finding a line."""
    counts = Counter(each.outcome for each in hall.expected)
    head: dict[str, object] = {
        "seed": hall.seed,
        "audit": hall.audit_name,
        "scope": list(hall.scope),
        "counts": {outcome.value: counts[outcome] for outcome in Outcome},
    }
    lines = ",\n".join(json.dumps(each.to_dict(), ensure_ascii=False) for each in hall.expected)
    return f'{json.dumps(head)[:-1]}, "findings": [\n{lines}\n]}}\n'


def _line(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": ")) + "\n"

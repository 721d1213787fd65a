"""Hostile codes through a walk into a real log: kept byte for byte, acting as nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assetaudit.audit.walk import Walk
from assetaudit.model.payload import read_from_payload
from assetaudit.model.read import Read
from tests.audit.hall import RACK_A, Hall
from tests.store.event_sample import store

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "malicious.json").read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_a_hostile_code_is_kept_and_does_nothing(vector: dict[str, Any], tmp_path: Path) -> None:
    hall, events = Hall(), store(tmp_path)
    audit = events.create_audit(hall.frame, "boss")
    writer = events.writer(audit)
    walk = Walk(hall.audit.reconciliation, writer, hall.register, hall.identify, hall.clock, "ana")
    walk.go(RACK_A)
    data = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode()
    verdict = walk.take(Read.of_bytes(data, "serial:///dev/ttyACM0"))
    assert verdict.verdict in ("unknown", "saved", "found", "repeat", "ambiguous")
    assert walk.place == RACK_A
    last = list(events.source(audit).events())[-1]
    assert (last.k, last.hash) == ("scan", verdict.hash)
    read = read_from_payload(last.d["read"])
    assert (read.text.encode() if read.text is not None else bytes.fromhex(read.hex or "")) == data
    assert events.verify(audit) == []
    assert hall.audit.reconciliation.sweep_state(RACK_A) == "open"

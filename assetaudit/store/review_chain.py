"""The events of an evidence file, followed log by log without a database: which event first departs from its chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from assetaudit.model.event import Event
from assetaudit.store.event_bytes import CHAIN_START, chain, event_of, fault_of
from assetaudit.store.review_container import Problem

EVENTS, HASHES = "events.jsonl", "hashes.txt"
_names = msgspec.json.Decoder().decode


def names_of(line: bytes) -> tuple[str, int]:
    """Log and number of an event's own bytes."""
    data: Mapping[str, Any] = _names(line)
    return str(data["log"]), int(data["seq"])


def hashes(lines: Iterator[bytes]) -> Iterator[str]:
    """The hash of each event of an export, in its order."""
    tips: dict[str, bytes] = {}
    for line in lines:
        log, _ = names_of(line)
        tips[log] = chain(tips.get(log, CHAIN_START), line)
        yield tips[log].hex()


def follow(lines: Iterator[bytes], listed: Iterator[bytes]) -> Iterator[Event | Problem]:
    """Every event; or the first problem of each log, named by log and number."""
    tips: dict[str, tuple[int, bytes]] = {}
    broken: set[str] = set()
    for number, line in enumerate(lines, 1):
        wanted = next(listed, b"").decode("ascii", "replace")
        try:
            log, seq, audit = _named(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, ValueError):
            yield Problem(EVENTS, f"line {number} is no event any more.")
            continue
        before, tip = tips.get(log, (0, CHAIN_START))
        digest = chain(tip, line)
        tips[log] = (seq, digest)
        fault = _fault(line, (log, seq, audit), before, (digest.hex(), wanted))
        if fault and log not in broken:
            broken.add(log)
            yield Problem(EVENTS, f"line {number}, event {seq} of log {log}: {fault}.")
        elif not fault:
            yield event_of(line, digest)
    if next(listed, None) is not None:
        yield Problem(EVENTS, "events at the end are missing.")


def _named(line: bytes) -> tuple[str, int, str]:
    data: Mapping[str, Any] = _names(line)
    return str(data["log"]), int(data["seq"]), str(data["audit"])


def _fault(line: bytes, names: tuple[str, int, str], before: int, digests: tuple[str, str]) -> str:
    log, seq, audit = names
    if seq != before + 1:
        return f"it follows number {before}"
    if digests[0] != digests[1]:
        return "it was altered, or one before it: its hash does not follow from its bytes"
    return fault_of(line, log, seq, audit)

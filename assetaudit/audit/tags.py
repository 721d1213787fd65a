"""RFID reads of up to one second as one ``bulk`` event: per tag and antenna the count and the signal, no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from assetaudit.model.payload import read_to_payload
from assetaudit.model.read import Read


def bulk_of(reads: Sequence[Read], now_ms: int) -> dict[str, Any]:
    """The payload of reads of one reader, without the place; RSSI in tenths of the reader's unit."""
    heard: dict[tuple[str, str, int, str], list[int]] = {}
    count: dict[tuple[str, str, int, str], int] = {}
    for read in reads:
        payload = read_to_payload(read)
        key = (read.epc or "", read.tid or "", payload.get("antenna", 0), str(payload.get("rssi_unit", "")))
        count[key] = count.get(key, 0) + 1
        heard.setdefault(key, []).extend([payload["rssi"]] if "rssi" in payload else [])
    span = _span_ms(read.at for read in reads)
    return {
        "reader": read_to_payload(reads[0]).get("reader", ""),
        "from": now_ms - span,
        "ms": span,
        "tags": [_tag(key, count[key], heard[key]) for key in sorted(count)],
    }


def _tag(key: tuple[str, str, int, str], count: int, heard: list[int]) -> dict[str, Any]:
    epc, tid, antenna, unit = key
    named = {"epc": epc, "tid": tid, "antenna": antenna, "unit": unit}
    signal = {"max": max(heard), "sum": sum(heard)} if heard else {}
    return {name: value for name, value in named.items() if value} | {"n": count} | signal


def _span_ms(times: Iterable[str | None]) -> int:
    known = sorted(time for text in times if text and (time := _time(text)) is not None)
    return round((known[-1] - known[0]) * 1000) if known else 0


def _time(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None

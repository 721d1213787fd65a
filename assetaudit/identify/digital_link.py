"""GS1 Digital Link: GS1 keys written as a web address, and EPC binaries in one (``/eh`` segments)."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

from assetaudit.identify import epc, gs1, gs1_table
from assetaudit.identify.gs1 import Broken, Pairs
from assetaudit.identify.scanned import Answer, Parser, Rank, Scanned
from assetaudit.model.identification import Rejection

QUALIFIERS = {
    "00": (),
    "01": ("22", "10", "21", "235"),
    "253": (),
    "255": (),
    "401": (),
    "402": (),
    "414": ("254", "7040"),
    "415": ("8020",),
    "417": ("7040",),
    "8003": (),
    "8004": ("7040",),
    "8006": ("22", "10", "21"),
    "8010": ("8011",),
    "8013": (),
    "8017": ("8019",),
    "8018": ("8019",),
}
"""Primary keys of GS1 Digital Link and what may qualify them in the path."""
MAX_LINK = 2048
_LINK = re.compile(r"https?://([^/?#\s]+)(/[^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE)
_EPC_SEGMENT = re.compile(r"eh([0-9A-Fa-f]{16,64})")


def parse(scanned: Scanned) -> Answer:
    """GS1 keys in a link's path and query."""
    text = scanned.text
    if text[:4].lower() != "http" or len(text) > MAX_LINK:
        return ()
    link = _LINK.fullmatch(text)
    if link is None:
        return ()
    segments = link[2].split("/")[1:]
    if found := _EPC_SEGMENT.fullmatch(segments[-1]):
        return epc.answer(found[1].upper(), Rank.SURE)
    pairs = path_pairs(segments)
    if not pairs:
        return [Rejection("digital_link", "No GS1 key stands in the path.")] if "gs1" in link[1].lower() else ()
    pairs += query_pairs(link[3] or "")
    result = gs1.checked(pairs)
    if isinstance(result, Broken):
        return [Rejection("digital_link", result.reason)]
    return gs1.meanings(result, Rank.SURE, how="A GS1 Digital Link")


def path_pairs(segments: list[str]) -> Pairs:
    """The primary key and its qualifiers at the end of a path; empty where there is none."""
    values = [unquote(segment) for segment in segments]
    for start in range(len(values) % 2, len(values), 2):
        identifiers = values[start::2]
        allowed = QUALIFIERS.get(identifiers[0])
        if allowed is not None and all(name in allowed for name in identifiers[1:]):
            return list(zip(identifiers, values[start + 1 :: 2], strict=True))
    return []


def query_pairs(query: str) -> Pairs:
    """Further data in the query: every name that is a GS1 identifier."""
    known = gs1_table.elements()
    return [(name, value) for name, value in parse_qsl(query, keep_blank_values=True)[:50] if name in known]


PARSER = Parser("digital_link", parse, starts="hH", shape="(?i:http)")

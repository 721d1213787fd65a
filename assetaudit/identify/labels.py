"""What is written in front of a code on a maker's label: ``S/N:``, ``P/N``, ``MAC``, also several in one symbol."""

from __future__ import annotations

import re

from assetaudit.identify import addresses
from assetaudit.identify.scanned import Answer, Meaning, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate

WORDS = {
    "serial": (
        "s/n",
        "sn",
        "s.n.",
        "serial",
        "serial no",
        "serial no.",
        "serial number",
        "serialnumber",
        "ser no",
        "ser. no.",
        "serno",
        "seriennummer",
        "snid",
    ),
    "part_number": (
        "p/n",
        "pn",
        "p.n.",
        "part",
        "part no",
        "part no.",
        "part number",
        "pid",
        "product id",
        "product no",
        "product no.",
        "product number",
        "model",
        "model no",
        "model no.",
        "model number",
        "mtm",
        "sku",
        "fru",
        "fru p/n",
        "spare no",
        "m/n",
    ),
    "asset_tag": (
        "asset",
        "asset tag",
        "asset no",
        "asset no.",
        "asset number",
        "asset id",
        "inv",
        "inv no",
        "inventory no",
        "inventory number",
        "inventarnummer",
        "service tag",
    ),
    "mac": ("mac", "mac address", "mac addr", "mac id", "macid", "eth", "ethernet", "ethernet id", "ea"),
    "wwn": ("wwn", "wwpn", "wwnn"),
    "imei": ("imei",),
    "epc": ("epc",),
    "revision": ("rev", "rev.", "revision", "vid", "hw rev", "version"),
    "quantity": ("qty", "quantity", "menge"),
}
"""Words on labels, by the kind of what follows them."""
_KINDS = {word: kind for kind, words in WORDS.items() for word in words}
_LABEL = re.compile(r"([A-Za-z][A-Za-z ./#]{0,17}?)\s*[:=#]\s*(\S.*)")
_BARE = re.compile(
    r"(S/N|SN|P/N|MAC|MAC ADDRESS|SERIAL (?:NO\.?|NUMBER)|ASSET (?:TAG|NO\.?)|IMEI|WWN)\s+(\S+)", re.IGNORECASE
)
_PAIRS = re.compile(r"[;,|\n\x1c\x1d\x1e]\s*")
MAX_LABEL = 400


def named(text: str) -> list[tuple[str, str, str]]:
    """(kind, word, value) of every labelled value in a text; empty where it does not consist of such."""
    if len(text) > MAX_LABEL:
        return []
    found = [_one(part) for part in _PAIRS.split(text) if part.strip()]
    known = [each for each in found if each is not None]
    return known if known and len(known) * 2 >= len(found) else []


def _one(part: str) -> tuple[str, str, str] | None:
    match = _LABEL.fullmatch(part.strip()) or _BARE.fullmatch(part.strip())
    if match is None:
        return None
    word = " ".join(match[1].lower().split())
    kind = _KINDS.get(word)
    value = match[2].strip()
    if kind in ("mac", "wwn"):
        value = addresses.pairs(addresses.digits_of(value))
    return (kind, word, value) if kind and value else None


def parse(scanned: Scanned) -> Answer:
    """The labelled values, what names a device first; the whole text only in case the register has it so."""
    text = scanned.data
    if ":" not in text and "=" not in text and "#" not in text and " " not in text:
        return ()
    values = named(text)
    if not values:
        return ()
    fields = {word: value for _, word, value in values}
    meanings: list[Meaning] = []
    for kind, word, value in sorted(values, key=lambda each: list(WORDS).index(each[0])):
        meanings.append((Rank.SURE, Candidate(kind, value, f"The label calls it {word.upper()}.", fields)))
    whole = Candidate("serial", scanned.text, "The whole text, in case the register has it so.", weak=True)
    return [*meanings, (Rank.SURE, whole)]


PARSER = Parser("labels", parse, shape="[^:=# ]*[:=# ]")

"""The code as it stands: the organisation's own asset tag, or a maker's serial number."""

from __future__ import annotations

from assetaudit.identify import check, codes, data_identifiers
from assetaudit.identify.house import House
from assetaudit.identify.scanned import Answer, Meaning, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate, Rejection

MAX_TAG = 128
MAX_SERIAL = 512
"""Characters; longer codes are documents, not names of devices."""
_TAG_REASON = "Any code may be an asset tag: no pattern is configured."
_SERIAL_REASON = "The code as it stands may be a serial number."


def parse(scanned: Scanned) -> Answer:
    """Asset tag and serial number, in this order, unless configured patterns or length speak against them."""
    text = scanned.text
    if text[:4].upper() in codes.PREFIXES:
        return ()
    if len(text) > MAX_SERIAL:
        return [Rejection("serial", f"{len(text)} characters are too many for a tag or a serial number.")]
    weak = data_identifiers.announces_no_device(text)
    return [_tag(scanned, weak=weak), (Rank.PLAIN, Candidate("serial", text, _SERIAL_REASON, weak=weak))]


def _tag(scanned: Scanned, *, weak: bool) -> Meaning | Rejection:
    text, house = scanned.text, scanned.house
    reason = fault(text, house)
    if reason is not None:
        return Rejection("asset_tag", reason)
    if not house.shapes:
        return Rank.PLAIN, Candidate("asset_tag", text, _TAG_REASON, weak=weak)
    return Rank.LIKELY, Candidate("asset_tag", text, "It has the configured shape of an asset tag.")


def fault(text: str, house: House) -> str | None:
    """Why a text is no asset tag of this organisation, in one sentence; None where it may be one."""
    if not house.shapes:
        return f"{len(text)} characters are too many for an asset tag." if len(text) > MAX_TAG else None
    if not house.own_shape(text):
        return "It has none of the configured shapes of asset tags."
    if house.check_digit and not check.RULES[house.check_digit](text):
        return f"It has the shape of a tag, but its check digit ({house.check_digit}) is wrong."
    return None


PARSER = Parser("tags", parse)

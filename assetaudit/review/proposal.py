"""The likeliest decision about a finding, with its reason: one row a case, first that fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, PlaceError
from assetaudit.review.decision import Decide

_ENOUGH = 2
"""People after whom another look at the same place is not what is likeliest to help."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person would most likely decide."""

    decide: Decide
    reason: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as the table asks about it."""

    finding: Finding
    asset: Asset | None
    seen: Mapping[str, str]
    """Properties that were seen to be other than the register says."""
    host: str = ""
    """Whose place it was found in, where that is somebody else's."""
    looked: int = 0
    """How many people are behind the evidence."""
    went: str = ""
    """Where most of what its place held was seen, where that is elsewhere."""


def propose(
    finding: Finding,
    asset: Asset | None,
    seen: Mapping[str, str] = MappingProxyType({}),
    host: str = "",
    *,
    looked: int = 0,
    went: str = "",
) -> Proposal:
    """The likeliest decision; never taken by itself. ``seen`` has properties that differ from the record."""
    rule = _TABLE.get(finding.outcome)
    if rule is not None:
        return rule(Row(finding, asset, seen, host, looked, went))
    nothing = (Decide.INVESTIGATE, "Nothing about it suggests what happened.")
    return Proposal(*_ALWAYS.get(finding.outcome, nothing))


def _misplaced(row: Row) -> Proposal:
    f = row.finding
    if f.found is None:
        return Proposal(Decide.RECOUNT, "It is not clear where it stands: another look decides.")
    if row.host:
        return Proposal(Decide.INVESTIGATE, f"It stands in a place of {row.host}: ask them before it counts as moved.")
    if f.confidence == "low":
        return Proposal(Decide.RECOUNT, "It was only heard weakly there: a scan by hand decides.")
    if _wider(f):
        return Proposal(Decide.RECOUNT, f"It was seen in {f.found}, and nobody said where in it: another look decides.")
    return Proposal(Decide.ACCEPT_MOVE, f"It was seen at {f.found} and nowhere else.")


def _wider(f: Finding) -> bool:
    """Whether all that is known is a place above its own: taking that over would lose where it stands."""
    try:
        found, expected = Place.parse(f.found or ""), Place.parse(f.expected or "")
    except PlaceError:
        return False
    return len(found.nodes) < len(expected.nodes) and found.node.holds(expected)


def _position(row: Row) -> Proposal:
    f = row.finding
    if f.pair:
        return Proposal(Decide.CORRECT_POSITION, "It changed places with another one, and both were seen.")
    return Proposal(Decide.CORRECT_POSITION, f"It is in the right rack, and was seen at {f.found}.")


def _missing(row: Row) -> Proposal:
    f, asset = row.finding, row.asset
    if row.went:
        return Proposal(Decide.RECOUNT, f"Most of what stood with it was seen in {row.went}: look for it there.")
    if f.maybe:
        told = (
            "One thing in its place has no record yet: it may be that."
            if len(f.maybe) == 1
            else f"{len(f.maybe)} things in its place have no record yet: it may be one of them."
        )
        return Proposal(Decide.RECOUNT if row.looked < _ENOUGH else Decide.INVESTIGATE, told)
    if asset is not None and (asset.cost_cents or 0) == 0:
        return Proposal(Decide.WRITE_OFF, "Its place was swept and closed, and it has no book value left.")
    if row.looked >= _ENOUGH:
        told = f"{row.looked} people looked where it should stand and did not find it"
        return Proposal(Decide.WRITE_OFF, f"{told}: search elsewhere, then write it off.")
    return Proposal(Decide.RECOUNT, "Its place was swept once: another person looks before anything is written off.")


def _mismatch(row: Row) -> Proposal:
    if row.seen:
        told = " and ".join(f"{field} is '{value}'" for field, value in sorted(row.seen.items()))
        return Proposal(Decide.CORRECT_RECORD, f"It is at its place, and was seen to differ: {told}.")
    status = row.asset.status if row.asset is not None else "otherwise"
    return Proposal(Decide.INVESTIGATE, f"The register calls it {status}, and it stands there: say what is true.")


def _unknown(row: Row) -> Proposal:
    if row.finding.maybe or row.finding.candidates:
        return Proposal(Decide.INVESTIGATE, "It may be a thing that the register has under another name.")
    return Proposal(Decide.ADD_TO_REGISTER, f"It stands at {row.finding.found} and no record names it.")


def _retired(row: Row) -> Proposal:
    if row.asset is not None and row.asset.stolen:
        return Proposal(Decide.INVESTIGATE, "The register calls it stolen: somebody has to be told before it is moved.")
    return Proposal(Decide.INVESTIGATE, "It is retired and still there: is it to be disposed of, or in use again?")


def _out_of_scope(row: Row) -> Proposal:
    if row.finding.found is None:
        return Proposal(Decide.RECOUNT, "It is not clear where it stands.")
    return Proposal(Decide.ACCEPT_MOVE, "It belongs elsewhere and was seen here.")


def _unplaced(row: Row) -> Proposal:
    if row.finding.found is None:
        return Proposal(Decide.INVESTIGATE, "Its record has no place and nobody has seen it.")
    return Proposal(Decide.ACCEPT_MOVE, f"Its record has no place, and it was seen at {row.finding.found}.")


def _foreign(row: Row) -> Proposal:
    return Proposal(Decide.FALSE_ALARM, f"It is somebody else's ({row.finding.reason or 'by its label'}).")


_TABLE: dict[Outcome, Callable[[Row], Proposal]] = {
    Outcome.MISPLACED: _misplaced,
    Outcome.WRONG_POSITION: _position,
    Outcome.OUT_OF_SCOPE: _out_of_scope,
    Outcome.UNPLACED: _unplaced,
    Outcome.RETIRED_PRESENT: _retired,
    Outcome.FOREIGN: _foreign,
    Outcome.MISMATCH: _mismatch,
    Outcome.MISSING: _missing,
    Outcome.UNKNOWN: _unknown,
}
_ALWAYS = {
    Outcome.WRONG_DEVICE: (
        Decide.RECOUNT,
        "Its tag and its serial number do not belong to one record: another look shows which of them is wrong.",
    ),
    Outcome.CONTESTED: (Decide.RECOUNT, "Two sightings disagree: another look decides."),
    Outcome.AMBIGUOUS: (Decide.INVESTIGATE, "Two records share one number: the register has to be mended first."),
    Outcome.NOT_SWEPT: (Decide.RECOUNT, "Its place was not examined."),
    Outcome.OFF_SITE: (Decide.FALSE_ALARM, "The register says that it is away."),
    Outcome.UNREADABLE: (Decide.RELABEL, "It stands there and its label cannot be read."),
}

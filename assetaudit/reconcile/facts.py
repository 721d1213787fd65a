"""Everything that rules may ask about one thing, gathered before any rule runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.finding import Basis
from assetaudit.model.place import Place
from assetaudit.reconcile.agree import Match
from assetaudit.reconcile.claims import BASIS_ORDER, Claim


@dataclass(frozen=True, slots=True)
class Difference:
    """A property that was seen to be other than the register says."""

    field: str
    registered: str
    seen: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the place where an asset is expected was looked at, on the side that matters for it."""

    closed: bool = False
    reason: str = "not visited"
    unopened: bool = False
    """It would sit in a chassis of which nobody looked inside."""
    evidence: tuple[str, ...] = ()


class Facts(NamedTuple):
    """One asset, or one unknown thing (``asset`` None), and what is known of it."""

    asset: Asset | None = None
    home: Place | None = None
    """Where the register has it."""
    expected: Place | None = None
    """Where it is to be looked for: its home, or where its chassis was found."""
    chassis: Asset | None = None
    in_filter: bool = True
    home_in_scope: bool = True
    sightings: tuple[Claim, ...] = ()
    """Live ones of the strongest class."""
    places: tuple[Place, ...] = ()
    located: Place | None = None
    """The one place that all evidence agrees on."""
    contested: bool = False
    weak: bool = False
    """Bulk reads do not tell which of several places it is."""
    match: Match | None = None
    ambiguous: tuple[Claim, ...] = ()
    conflicts: tuple[Claim, ...] = ()
    differences: tuple[Difference, ...] = ()
    difference_evidence: tuple[str, ...] = ()
    owner: str = ""
    """Somebody else whose thing it is."""
    foreign_home: bool = False
    """The register has it in somebody else's place."""
    disposal: bool = False
    """It stands where things are put to be disposed of."""
    seen_in_scope: bool = False
    coverage: Coverage = Coverage()
    pair: Asset | None = None
    """What it changed places with."""
    maybe: tuple[str, ...] = ()
    identifier: str | None = None
    """As read, for an unknown thing."""
    unreadable: bool = False
    second: bool = False
    """A person said that two devices carry this identifier, of which this is the one without a record."""
    blank_home: str = ""
    """The register's own words for a place that is not understood."""

    @property
    def seen(self) -> bool:
        """Whether there is a live sighting of it."""
        return bool(self.sightings)

    @property
    def member(self) -> bool:
        """Whether it is registered inside the scope and meets the filter."""
        return self.home_in_scope and self.in_filter

    @property
    def named(self) -> bool:
        """Whether any event names it at all, be it together with other records."""
        return bool(self.sightings or self.ambiguous or self.conflicts)

    @property
    def named_or_unknown(self) -> bool:
        """Whether there is anything to say of it as somebody else's: it was seen, or it is an unknown thing."""
        return self.asset is None or self.named

    @property
    def unaccounted(self) -> bool:
        """Whether the audit has to account for it and no event names it."""
        if self.status_class is not StatusClass.EXPECTED or self.named or self.foreign_home:
            return False
        return self.home is not None and self.member

    @property
    def status_class(self) -> StatusClass | None:
        """What the register's status means; None for an unknown thing."""
        return self.asset.status_class if self.asset else None

    @property
    def basis(self) -> Basis | None:
        """The best way in which it was seen."""
        claims = self.sightings or self.conflicts or self.ambiguous
        if len(claims) == 1:
            return claims[0].basis
        return min((claim.basis for claim in claims), key=BASIS_ORDER.__getitem__, default=None)

    @property
    def disposed(self) -> bool:
        """A gone asset that stands where gone assets belong."""
        gone = self.status_class is StatusClass.GONE
        return gone and self.disposal and self.asset is not None and not self.asset.stolen

    @property
    def at_home(self) -> bool:
        """Seen where it is expected, to the depth that both sides know."""
        if self.match is Match.WIDER:
            return not self.coverage.closed
        return self.match in (Match.SAME, Match.DEEPER)

    @property
    def expected_text(self) -> str:
        """The expected place in words."""
        return str(self.expected) if self.expected is not None else "no known place"

    @property
    def seen_text(self) -> str:
        """Where and how it was seen, such as ``seen at DC1/R2/A/07 by tag``."""
        if not self.places:
            return "not seen anywhere"
        where = str(self.located) if self.located is not None else join(self.places)
        return f"seen at {where}{by(self.basis)}"


_BY = {
    Basis.TAG_SERIAL: " by tag and serial number",
    Basis.TAG: " by tag",
    Basis.SERIAL: " by serial number",
    Basis.TYPED: ", typed in",
    Basis.RFID: " by RFID",
    Basis.PICKED: ", picked from the list",
    Basis.SIGHT: ", recognised by sight",
    Basis.ATTESTED: ", as somebody attested",
    Basis.SEALED: ", in a sealed box",
}


def by(basis: Basis | None) -> str:
    """How something was seen, ready to follow a place."""
    return _BY[basis] if basis is not None else ""


def join(places: tuple[Place, ...]) -> str:
    """Places as people list them: a sign and no word between them, since a name may hold any word."""
    return " & ".join(map(str, places))

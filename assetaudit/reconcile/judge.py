"""Gathers the facts of one thing and runs the rules over them: the only way in which a finding comes about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, Position
from assetaudit.reconcile import bulk
from assetaudit.reconcile.agree import Match, all_agree, compare, deepest, distinct, extent
from assetaudit.reconcile.claimbook import ClaimBook
from assetaudit.reconcile.claims import Claim, Says, Strength
from assetaudit.reconcile.coverage import CoverageCheck
from assetaudit.reconcile.facts import Coverage, Difference, Facts
from assetaudit.reconcile.grounds import Grounds
from assetaudit.reconcile.rule import BESIDE, Rule
from assetaudit.reconcile.usual import Usual

_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sightings of one asset come to."""

    sightings: tuple[Claim, ...] = ()
    places: tuple[Place, ...] = ()
    located: Place | None = None
    contested: bool = False
    weak: bool = False


NOWHERE = Standing()


def _unlisted(_facts: Facts) -> tuple[str, ...]:
    return ()


class Judge:
    """Facts and findings of single things, worked out from the live claims whenever they are asked for."""

    def __init__(self, grounds: Grounds, book: ClaimBook, coverage: CoverageCheck, rules: Sequence[Rule]) -> None:
        self._grounds = grounds
        self._book = book
        self._coverage = coverage
        self._rules = tuple(rules)
        self._usual = Usual(grounds, self._rules)
        self._foreign = _compiled(grounds.frame.patterns.foreign)

    def finding(self, key: str) -> Finding | None:
        """The finding of an asset or of an unknown thing; None where there is nothing to say."""
        return self.conclusion(key, _evidence)[1]

    def explained(self, thing: Asset | str) -> tuple[Facts | None, Finding | None]:
        """The finding with its evidence, and the facts behind it."""
        return self.conclusion(thing, _evidence)

    def brief(self, key: str) -> Finding | None:
        """The same without its evidence."""
        return self.conclusion(key)[1]

    def conclusion(
        self, thing: Asset | str, evidence: Callable[[Facts], tuple[str, ...]] = _unlisted
    ) -> tuple[Facts | None, Finding | None]:
        """The finding of an asset or of a thing's key, with the facts behind it.

        Without evidence, as long as nobody asks for it: nothing is counted by it, and there may be very much.
        """
        if isinstance(thing, str) and thing[:1] in ("?", "!"):
            return self._conclude(self.thing_facts(thing), evidence) if thing in self._book else (None, None)
        asset = self._grounds.register.asset(thing) if isinstance(thing, str) else thing
        if asset is None:
            return None, None
        claims = self._book.of(asset.key)
        if not claims and asset.status_class in (StatusClass.GONE, StatusClass.PLANNED):
            return None, None
        usual = self._usual.facts(asset, claims)
        if usual is not None:
            return usual, _finding(usual, self._usual.holding(usual), evidence(usual))
        return self._conclude(self.facts(asset, claims), evidence)

    def _conclude(self, facts: Facts, evidence: Callable[[Facts], tuple[str, ...]]) -> tuple[Facts, Finding | None]:
        holding = [rule for rule in self._rules if rule.holds(facts)]
        return facts, _finding(facts, holding, evidence(facts)) if holding else None

    def facts(self, asset: Asset, claims: list[Claim]) -> Facts:
        """Everything that rules may ask about an asset."""
        home, chassis = self._grounds.home(asset), self._grounds.chassis(asset)
        expected = home if chassis is None else self.expected(asset)
        conflicts = tuple([claim for claim in claims if claim.says is Says.CONFLICT])
        standing = self._standing(asset, claims, expected, chassis)
        located = None if conflicts else standing.located
        match = compare(located, expected, extent(asset, chassis)) if located and expected else None
        ambiguous = () if standing.sightings else tuple(c for c in claims if c.says is Says.AMBIGUOUS)
        named = bool(standing.sightings or ambiguous or conflicts)
        places = standing.places or _places((*conflicts, *ambiguous))
        differing = _differing(asset, claims, match)
        needs_coverage = match is Match.WIDER or not named
        coverage = self._coverage.of(expected, chassis) if needs_coverage and expected else Coverage()
        foreign_owner = self._grounds.nature(home).foreign_owner if home is not None else ""
        return Facts(
            asset=asset,
            home=home,
            expected=expected,
            chassis=chassis,
            in_filter=self._grounds.in_filter(asset),
            home_in_scope=self._grounds.in_scope(home),
            sightings=standing.sightings,
            places=places,
            located=located,
            contested=standing.contested,
            weak=standing.weak,
            match=match,
            ambiguous=ambiguous,
            conflicts=conflicts,
            owner=min((claim.owner for claim in claims if claim.owner), default=foreign_owner),
            foreign_home=bool(foreign_owner),
            disposal=located is not None and self._grounds.nature(located).disposal,
            seen_in_scope=bool(standing.sightings) and any(self._grounds.in_scope(place) for place in places),
            coverage=coverage,
            maybe=self._maybe(expected) if coverage.closed and expected is not None and not named else (),
            blank_home=asset.place_text if home is None else "",
            pair=self._pair(asset, match, located, expected),
            differences=tuple(sorted({each for each, _ in differing}, key=lambda each: (each.field, each.seen))),
            difference_evidence=tuple([event for _, event in differing if event]),
        )

    def _standing(self, asset: Asset, claims: list[Claim], expected: Place | None, chassis: Asset | None) -> Standing:
        seen = [claim for claim in claims if claim.says is Says.SEEN and claim.place is not None]
        if not seen:
            return NOWHERE
        strongest = min([claim.strength for claim in seen])
        strong = tuple([claim for claim in seen if claim.strength == strongest])
        places = _places(strong)
        if len(places) == 1:
            return Standing(strong, places, places[0])
        if all_agree(places, expected, extent(asset, chassis)):
            return Standing(strong, places, deepest(places))
        if strongest is not Strength.BULK:
            return Standing(strong, places, contested=True)
        place, clear = bulk.winner(strong, expected, self._grounds.frame.thresholds)
        return Standing(strong, places, place, weak=not clear)

    def located(self, asset: Asset) -> Place | None:
        """The one place where an asset is known to be; None where it is not seen or not agreed."""
        claims = self._book.of(asset.key)
        if not claims or any(claim.says is Says.CONFLICT for claim in claims):
            return None
        return self._standing(asset, claims, self.expected(asset), self._grounds.chassis(asset)).located

    def expected(self, asset: Asset, depth: int = 0) -> Place | None:
        """Where an asset is to be looked for: at home, or where the chassis that carries it was found."""
        home = self._grounds.home(asset)
        chassis = self._grounds.chassis(asset)
        if home is None or chassis is None or depth >= _DEPTH:
            return home
        stand = self.expected(chassis, depth + 1)
        actual = self._carrier_place(chassis, stand) or stand
        chassis_home = self._grounds.home(chassis)
        if actual is None or chassis_home is None or actual == chassis_home:
            return home
        moved = compare(actual, chassis_home, chassis.height_half_units) in (Match.POSITION, Match.ELSEWHERE)
        return _carried(home, actual) if moved else home

    def _carrier_place(self, chassis: Asset, expected: Place | None) -> Place | None:
        claims = self._book.of(chassis.key)
        if not claims or any(claim.says is Says.CONFLICT for claim in claims):
            return None
        return self._standing(chassis, claims, expected, None).located

    def _pair(self, asset: Asset, match: Match | None, located: Place | None, expected: Place | None) -> Asset | None:
        """The asset with which this one changed places; both name each other or neither does."""
        if match is not Match.POSITION or located is None or expected is None:
            return None
        partner = self.partner(asset.key, located, expected)
        return partner if partner is not None and self._mirror(partner) == asset.key else None

    def _mirror(self, asset: Asset) -> str | None:
        located, expected = self.located(asset), self.expected(asset)
        if located is None or expected is None:
            return None
        partner = self.partner(asset.key, located, expected)
        return partner.key if partner is not None else None

    def partner(self, key: str, located: Place, expected: Place) -> Asset | None:
        """The first asset by key that stands where this one is expected and is expected where this one stands."""
        for other_key in self._book.at_node(located.node_key):
            other = self._grounds.register.asset(other_key) if other_key != key else None
            if other is not None and self._exchanged(other, key, located, expected):
                return other
        return None

    def _exchanged(self, other: Asset, key: str, located: Place, expected: Place) -> bool:
        this = self._grounds.register.asset(key)
        seen, home = self.located(other), self.expected(other)
        if this is None or seen is None or home is None or seen.position is None or home.position is None:
            return False
        if compare(seen, home, extent(other, self._grounds.chassis(other))) is not Match.POSITION:
            return False
        crossed = compare(located, home, other.height_half_units), compare(seen, expected, this.height_half_units)
        return crossed == (Match.SAME, Match.SAME)

    def _maybe(self, expected: Place) -> tuple[str, ...]:
        """Undecided things in a place, any of which may be the one that is missing there."""
        names = set()
        for key in self._book.at_node(expected.node_key):
            if key[:1] in ("?", "!"):
                facts = self.thing_facts(key)
                if not facts.owner:
                    names.add("unreadable" if facts.unreadable else facts.identifier or "")
        return tuple(sorted(names))

    def thing_facts(self, key: str) -> Facts:
        """Everything that rules may ask about something that no record has."""
        claims = self._book.of(key)
        places = _places(claims)
        unreadable = key.startswith("!")
        identifier = None if unreadable else min(claim.identifier for claim in claims)
        owners = sorted({claim.owner for claim in claims} - {""})
        return Facts(
            sightings=tuple(claims),
            places=places,
            located=deepest(places),
            owner=owners[0] if owners else self._owner_here(places, identifier or ""),
            identifier=identifier,
            unreadable=unreadable,
            second=any(claim.second for claim in claims),
            seen_in_scope=any(self._grounds.in_scope(place) for place in places),
        )

    def _owner_here(self, places: Sequence[Place], identifier: str) -> str:
        by_place = sorted({self._grounds.nature(place).foreign_owner for place in places} - {""})
        if by_place:
            return by_place[0]
        return next((owner for shape, owner in self._foreign if shape.fullmatch(identifier)), "")


def _compiled(shapes: Sequence[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    """Shapes of other people's codes; one that is no regular expression is taken literally."""
    found = []
    for shape, owner in shapes:
        try:
            found.append((re.compile(shape, re.IGNORECASE), owner))
        except re.error:
            found.append((re.compile(re.escape(shape), re.IGNORECASE), owner))
    return found


def _places(claims: Sequence[Claim]) -> tuple[Place, ...]:
    if len(claims) == 1 and claims[0].place is not None:
        return (claims[0].place,)
    return distinct([claim.place for claim in claims if claim.place is not None])


def _carried(home: Place, actual: Place) -> Place:
    """A child's place in its chassis, where the chassis now stands."""
    slot = home.position.slot if home.position is not None else None
    if actual.position is None:
        return actual
    return actual.at(Position(actual.position.half_units, actual.position.rear, slot))


def _differing(asset: Asset, claims: list[Claim], match: Match | None) -> list[tuple[Difference, str]]:
    """Properties seen to be other than registered, each with the event that says so."""
    found = []
    for claim in claims:
        registered = getattr(asset, claim.field) if claim.says is Says.DIFFERS else ""
        if claim.says is Says.DIFFERS and _plain(registered) != _plain(claim.value):
            found.append((Difference(claim.field, registered, claim.value), claim.event))
    absent = asset.status_class in (StatusClass.PLANNED, StatusClass.OFF_SITE)
    if absent and match in (Match.SAME, Match.DEEPER, Match.WIDER):
        found.append((Difference("status", asset.status or asset.status_class.value, "in place"), ""))
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _finding(facts: Facts, holding: list[Rule], evidence: tuple[str, ...]) -> Finding:
    rule = holding[0]
    asset = facts.asset
    return Finding(
        outcome=rule.outcome,
        asset=asset.key if asset else None,
        asset_tag=asset.asset_tag if asset else None,
        serial=asset.serial if asset else None,
        identifier=facts.identifier,
        expected=facts.expected.text if facts.expected is not None else None,
        found=_found(facts),
        places=tuple(str(place) for place in facts.places) if len(facts.places) > 1 and _several(facts) else (),
        also=_also(rule.outcome, holding[1:]) if len(holding) > 1 else (),
        pair=facts.pair.key if facts.pair else None,
        maybe=facts.maybe if rule.outcome is Outcome.MISSING else (),
        candidates=_candidates(facts) if rule.outcome is Outcome.AMBIGUOUS else (),
        basis=facts.basis,
        confidence="low" if facts.weak else None,
        reason=rule.reason(facts),
        why=rule.why(facts),
        evidence=evidence,
    )


def _also(outcome: Outcome, holding: Sequence[Rule]) -> tuple[Outcome, ...]:
    others = (each.outcome for each in holding if each.outcome in BESIDE)
    return tuple(dict.fromkeys(other for other in others if other is not outcome))


def _found(facts: Facts) -> str | None:
    if facts.contested:
        return None
    place = facts.located or (facts.places[0] if len(facts.places) == 1 else None)
    return str(place) if place is not None else None


def _several(facts: Facts) -> bool:
    """Whether a finding lists its places: they disagree, or an unknown thing stands in several positions."""
    return facts.contested or facts.weak or facts.located is None or facts.asset is None


def _candidates(facts: Facts) -> tuple[str, ...]:
    return tuple(sorted({key for claim in facts.ambiguous for key in claim.assets}))


def _evidence(facts: Facts) -> tuple[str, ...]:
    claims = (*facts.sightings, *facts.conflicts, *facts.ambiguous)
    if len(claims) == 1 and not (facts.difference_evidence or facts.coverage.evidence):
        return claims[0].evidence if not claims[0].also else tuple(sorted(set(claims[0].evidence)))
    hashes = {name for claim in claims for name in claim.evidence} | set(facts.difference_evidence)
    return tuple(sorted(hashes | set(facts.coverage.evidence)))

"""The usual case in short: what nearly every scan comes to is a thing to account for, seen once, where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.place import Place
from assetaudit.reconcile.agree import Match
from assetaudit.reconcile.claims import Claim, Says
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.grounds import Grounds, Nature
from assetaudit.reconcile.rule import Rule, all_our_own

_OURS_TO_KEEP = Nature()


class Usual:
    """Facts and rules of the usual case; the judge's long way comes to the same."""

    def __init__(self, grounds: Grounds, rules: Sequence[Rule]) -> None:
        self._grounds = grounds
        self._rules = rules
        self._holding: list[Rule] | None = None

    def facts(self, asset: Asset, claims: Sequence[Claim]) -> Facts | None:
        """Everything that rules may ask about an asset in the usual case; None in every other."""
        home = asset.place
        if home is None or len(claims) != 1:
            return None
        claim, here = claims[0], claims[0].place
        if here is None or here.position is not None or here.node_key != home.node_key:
            return None
        if claim.says is not Says.SEEN or claim.owner or not self._awaited(asset, home):
            return None
        return Facts(
            asset=asset,
            home=home,
            expected=home,
            sightings=(claim,),
            places=(here,),
            located=here,
            match=Match.SAME,
            seen_in_scope=self._grounds.in_scope(here),
        )

    def _awaited(self, asset: Asset, home: Place) -> bool:
        """Whether the audit has to account for an asset at its own place, in nothing else, among things to be kept."""
        grounds = self._grounds
        return (
            asset.status_class is StatusClass.EXPECTED
            and grounds.in_scope(home)
            and grounds.in_filter(asset)
            and grounds.nature(home) == _OURS_TO_KEEP
            and grounds.chassis(asset) is None
        )

    def holding(self, facts: Facts) -> list[Rule]:
        """The rules that hold, in order: ours say the same of every usual case, so that one of them is asked."""
        if self._holding is not None:
            return self._holding
        holding = [rule for rule in self._rules if rule.holds(facts)]
        if all_our_own():
            self._holding = holding
        return holding

"""What an audit over some places would hold, before it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.errors import UsageError
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Register
from assetaudit.model.place import Place, PlaceError

if TYPE_CHECKING:
    from assetaudit.store.register_read import StoredRegister


@dataclass(frozen=True, slots=True)
class ScopeCount:
    """Size of an audit."""

    assets: int
    """Assets to account for."""
    places: int
    """Places to sweep."""


def count_scope(register: StoredRegister, scope: Sequence[Place], where: str = "") -> ScopeCount:
    """Count what has to be accounted for and where one has to go; WhereError for a wrong filter."""
    from assetaudit.reconcile.grounds import Grounds
    from assetaudit.reconcile.where import check_fields

    check_fields(where, register.columns)
    grounds = Grounds(Frame("", tuple(scope), register.version, where=where), register)
    assets = sum(1 for asset in grounds.everything() if grounds.population(asset))
    return ScopeCount(assets, len(grounds.planned))


def read_scope(texts: Sequence[str | Place], register: Register) -> tuple[Place, ...]:
    """The places of ``--scope``; UsageError for one that is none, or that the register does not know."""
    places = set()
    for text in texts:
        try:
            place = (text if isinstance(text, Place) else Place.parse(text)).node
        except PlaceError as error:
            raise UsageError(f"--scope {text}: {error}", hint="Write a place like DC1/R2.") from error
        known = register.place(place)
        if known is None:
            tops = ", ".join(str(info.place) for info in register.tops()[:8])
            raise UsageError(f"The register knows no place {place}.", hint=f"Its uppermost places are: {tops}.")
        places.add(known.place)
    return tuple(sorted(places))

"""What a position read says to the person on the walk: which site that is, and whether they stand in it."""

from __future__ import annotations

from collections.abc import Sequence

from assetaudit.model.coordinates import Site, coordinates_of, nearest_site
from assetaudit.model.place import Place


def told_position(text: str, sites: Sequence[Site], here: Place | None) -> str:
    """One sentence; a site is proposed, never entered, and a place that lies in another site is questioned."""
    found = coordinates_of(text)
    if found is None:
        return "Position kept."
    near = nearest_site(found[0], sites)
    if near is None:
        return "Position kept; no site of the settings is near."
    site, distance = near
    where = f"{site.place} ({distance:.0f} m)"
    if here is None:
        return f"Position kept: this is {where}. Scan the label of the place you stand in."
    if site.place.holds(here) or here.holds(site.place):
        return f"Position kept: this is {where}, as scanned."
    return f"Position kept: this is {where}, but you stand in {here} by its label. Is that right?"

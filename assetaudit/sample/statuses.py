"""How three asset systems word a status: each record of the sample register keeps the words of its own system."""

from __future__ import annotations

from assetaudit.model.asset import StatusClass
from assetaudit.sample.catalogue import NETBOX, SERVICENOW, SNIPE_IT

STOLEN = {SNIPE_IT: "Lost/Stolen", NETBOX: "Stolen", SERVICENOW: "Stolen"}
UNHEARD = "Q-HOLD 7"
"""A word that no map knows; such a record is treated as expected, and reported at the import."""

_WORDS: dict[tuple[str, StatusClass], tuple[str, ...]] = {
    (SNIPE_IT, StatusClass.EXPECTED): ("Deployed",),
    (SNIPE_IT, StatusClass.OFF_SITE): ("Out for Repair", "On loan"),
    (SNIPE_IT, StatusClass.PLANNED): ("Ordered",),
    (SNIPE_IT, StatusClass.GONE): ("Archived",),
    (NETBOX, StatusClass.EXPECTED): ("Active",),
    (NETBOX, StatusClass.OFF_SITE): ("In transit",),
    (NETBOX, StatusClass.PLANNED): ("Planned",),
    (NETBOX, StatusClass.GONE): ("Decommissioned",),
    (SERVICENOW, StatusClass.EXPECTED): ("In use",),
    (SERVICENOW, StatusClass.OFF_SITE): ("In transit",),
    (SERVICENOW, StatusClass.PLANNED): ("On order",),
    (SERVICENOW, StatusClass.GONE): ("Retired", "Disposed"),
}


def word(system: str, standing: StatusClass, turn: int = 0) -> str:
    """The system's own word for a status class; ``turn`` chooses among several."""
    words = _WORDS[(system, standing)]
    return words[turn % len(words)]

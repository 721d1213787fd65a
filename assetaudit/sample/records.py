"""The rows of the sample register and of its list of places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from assetaudit.model.asset import StatusClass
from assetaudit.model.place import Place, PlaceError
from assetaudit.sample import statuses
from assetaudit.sample.catalogue import Model

SOURCE = "register"
"""Name of the source under which the register is imported; asset keys begin with it."""
HOUSE = "Meridian Hosting"
CUSTOMER = "Northwind Bank"


@dataclass(frozen=True)
class Record:
    """One row of the register: what is believed, right or wrong."""

    number: int
    """The id in the source."""
    tag: str
    serial: str
    """As registered: the true one, junk, or empty."""
    model: Model
    name: str
    place_text: str
    status: str
    standing: StatusClass
    owner: str
    cost_cents: int
    bought: str
    """UTC date, ISO."""
    parent: str = ""
    """Tag of the chassis or kit that carries it."""
    epc: str = ""
    mac: str = ""

    @property
    def key(self) -> str:
        """The asset's key after import."""
        return f"{SOURCE}:{self.number}"

    @cached_property
    def place(self) -> Place | None:
        """The place that the row's text means; None where it is empty or no place."""
        try:
            return Place.parse(self.place_text)
        except PlaceError:
            return None

    @property
    def stolen(self) -> bool:
        """Whether the source calls it stolen."""
        return self.status in statuses.STOLEN.values()

    def classed(self, standing: StatusClass, turn: int = 0) -> Record:
        """The same record with another status, in its own system's words."""
        return replace(self, standing=standing, status=statuses.word(self.model.system, standing, turn))


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of the list of places."""

    text: str
    kind: str
    height_units: int | None = None
    owner: str = ""
    """Somebody else's name, where the place is theirs."""
    disposal: bool = False
    no_photos: bool = False
    codes: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The node."""
        return Place.parse(self.text)

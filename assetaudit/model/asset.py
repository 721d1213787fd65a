"""Assets: the things that a register expects, their identifiers and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from assetaudit.model.place import Place, Position


class StatusClass(StrEnum):
    """What a source's status means for an audit."""

    EXPECTED = "expected"
    OFF_SITE = "off_site"
    """In transit, on loan, in repair, at somebody's home."""
    PLANNED = "planned"
    GONE = "gone"
    """Retired, disposed of, returned, sold or stolen."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One name of an asset that a reader may deliver, current or former."""

    kind: str
    """``asset_tag``, ``serial``, ``epc``, ``mac`` ... (the kinds of ``identify --json``)."""
    value: str
    """In normal form: NFC, trimmed, inner blanks single; compared without case."""
    current: bool = True
    since: str = ""
    """UTC date (ISO) from which the register has it; empty where unknown."""
    until: str = ""
    """UTC date (ISO) at which it stopped being current; empty for a current one."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One expected thing, as the leading source of the register describes it."""

    key: str
    """``source:id``."""
    asset_tag: str | None = None
    serial: str | None = None
    place: Place | None = None
    """None where the register's place is empty or not understood."""
    place_text: str = ""
    """The place as the source writes it."""
    status: str = ""
    """The source's own word."""
    status_class: StatusClass = StatusClass.EXPECTED
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    category: str = ""
    owner: str = ""
    cost_cents: int | None = None
    """Book value in hundredths of the register's currency."""
    height_half_units: int = 2
    """Height in half units (1U is 2); 0 for a 0U mounting."""
    parent: str | None = None
    """Key of the chassis, shelf or kit that carries it; its place is the parent's."""
    identifiers: tuple[Identifier, ...] = ()
    """Every identifier, current and former, the tag and serial among them."""
    joined: tuple[str, ...] = ()
    """Keys of records in other sources that are this same asset (joined by serial or tag)."""
    fields: dict[str, str] = field(default_factory=dict, compare=False)
    """What else the source says, by its own column names."""

    @property
    def stolen(self) -> bool:
        """Whether the source calls it stolen: seeing it is an alarm."""
        return self.status_class is StatusClass.GONE and any(
            word in self.status.casefold() for word in ("stolen", "gestohlen", "theft")
        )


class Outline(NamedTuple):
    """What an audit has to know of every asset before it asks for any of them in full."""

    key: str
    node: Place | None
    """Where the register has it, without the position; None where that is empty or not understood."""
    position: Position | None
    status_class: StatusClass
    cost_cents: int | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """What the register says of a place itself."""

    place: Place
    kind: str = ""
    """``site``, ``room``, ``row``, ``rack``, ``bin`` ...; empty where unknown."""
    height_units: int | None = None
    """Height of a rack in U."""
    foreign_owner: str = ""
    """Somebody else's place (a customer's cage): the owner's name."""
    disposal: bool = False
    """Retired things are meant to stand here."""
    no_photos: bool = False
    codes: tuple[str, ...] = ()
    """Codes on labels that mean this place: rack tags, GLNs, short codes."""


class Hit(NamedTuple):
    """An asset that an identifier points at."""

    key: str
    current: bool = True

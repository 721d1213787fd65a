"""Two sites, four rooms, 24 racks, and the corners of the rooms where everything else ends up."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.sample.records import CUSTOMER, Spot

RACK_UNITS = 42
ROOMS = ("DC1/R1", "DC1/R2", "DC2/R1", "DC2/R2")
SCOPE = ("DC1", "DC2/R1")
"""The sample audit: a whole site and one room of the other."""
RACKS_OF_A_ROOM = ("A/01", "A/02", "A/03", "B/01", "B/02", "B/03")

STORE = "DC1/R1/STORE"
SCRAP = "DC1/R1/SCRAP"
CAGE = "DC1/R2/CAGE"
CABINET = "DC1/R2/CABINET"
HOME = "HOME-OFFICE"
WORKSHOP = "DC2/R2/WORKSHOP"


def racks(room: str) -> list[str]:
    """The six racks of a room, in walking order."""
    return [f"{room}/{rack}" for rack in RACKS_OF_A_ROOM]


def all_racks() -> list[str]:
    """Every rack of both sites."""
    return [rack for room in ROOMS for rack in racks(room)]


def spots() -> list[Spot]:
    """The list of places, from the sites down."""
    return [Spot("DC1", "site"), Spot("DC2", "site"), *_rooms(), *_corners()]


def rack_code(rack: str) -> str:
    """The old inventory label on a rack's door frame, which moves the walk as well."""
    return f"RK-{all_racks().index(rack) + 1:04d}"


def short_code(rack: str) -> str:
    """The code of a small Code 39 label: ``LOC-<this>``."""
    return f"K{all_racks().index(rack) + 1:03d}"


def _rooms() -> Iterator[Spot]:
    for room in ROOMS:
        yield Spot(room, "room")
        yield Spot(f"{room}/A", "row")
        yield Spot(f"{room}/B", "row")
        for rack in racks(room):
            yield Spot(rack, "rack", RACK_UNITS, codes=(rack_code(rack), short_code(rack)))


def _corners() -> Iterator[Spot]:
    yield Spot(STORE, "store", codes=("ST-0001",))
    yield Spot(f"{STORE}/BIN-1", "bin")
    yield Spot(f"{STORE}/BIN-2", "bin")
    yield Spot(SCRAP, "cage", disposal=True)
    yield Spot(CAGE, "cage", owner=CUSTOMER, no_photos=True)
    yield Spot(CABINET, "cabinet")
    yield Spot(WORKSHOP, "store")
    yield Spot(HOME, "home")

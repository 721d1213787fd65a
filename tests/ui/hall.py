"""What stands in the hall of the screen's tests, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assetaudit.model.asset import Asset, Identifier, PlaceInfo, StatusClass
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister

RACKS = ("DC1/R2/A/07", "DC1/R2/A/08", "DC1/R2/A/09", "DC1/R2/B/01", "DC1/R2/B/02", "DC1/R2/B/03")


class StillClock:
    """A clock that moves only when it is told to."""

    def __init__(self, start: datetime = datetime(2026, 11, 24, 12, 41, 7, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.time += timedelta(seconds=seconds)

    def mono_ms(self) -> int:
        return int(self.time.timestamp() * 1000)

    def boot(self) -> str:
        return "boot"


def asset(
    tag: str,
    place: str,
    *,
    serial: str = "",
    model: str = "PowerEdge R740",
    units: float = 2,
    status: StatusClass = StatusClass.EXPECTED,
    **more: str,
) -> Asset:
    where = Place.parse(place) if place else None
    epc = (Identifier("epc", more["epc"]),) if "epc" in more else ()
    return Asset(
        f"cmdb:{tag}",
        tag,
        serial or None,
        where,
        place,
        status=status.value,
        status_class=status,
        name=more.get("name", ""),
        manufacturer=more.get("maker", "Dell"),
        model=model,
        category=more.get("category", "server"),
        height_half_units=int(units * 2),
        identifiers=epc,
    )


def rack(place: str, first: int, *, top: int = 41, count: int = 18) -> list[Asset]:
    models = ("PowerEdge R740", "PowerEdge R750", "ProLiant DL380", "Nexus 93180YC")
    return [
        asset(
            f"IT-{first + n:06}",
            f"{place}:U{top - 2 * n}",
            serial=f"7LD{first + n:04}",
            model=models[n % 4],
            name=f"db-eu-{n:02}",
            maker="Dell" if n % 4 < 2 else "HPE" if n % 4 == 2 else "Cisco",
        )
        for n in range(count)
    ]


def hall() -> MemoryRegister:
    """Two rows of three racks, a retired switch, a chassis with two blades."""
    assets = [one for number, name in enumerate(RACKS) for one in rack(name, 3000 + 100 * number)]
    assets.append(asset("IT-001007", "DC1/R2/A/07:U1", model="Catalyst 3750", status=StatusClass.GONE, units=1))
    assets.append(asset("IT-009000", "DC1/R2/A/07:U2R", model="PDU rear", units=1))
    places = [PlaceInfo(Place.parse(name), "rack", 42) for name in RACKS]
    places += [PlaceInfo(Place.parse("DC1/R2"), "room"), PlaceInfo(Place.parse("DC1"), "site")]
    return MemoryRegister(assets, places)

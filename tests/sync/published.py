"""Registers that a hub publishes, one after the other."""

from __future__ import annotations

from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store.register_dump import lines_of
from assetaudit.store.register_version import RegisterStore
from tests.sync.hub_desk import HubDesk
from tests.sync.laptop import Laptop

HEAD = "id,tag,serial,place,status,colour"


def rows(count: int, **moved: str) -> dict[str, str]:
    """Records by id: many, some of them elsewhere."""
    found = {f"i{n}": f"IT-{n},SN-{n},DC1/R1/A/{n % 9:02}:U{n % 40 + 1},in use,red" for n in range(count)}
    return found | moved


def publish(desk: HubDesk, records: dict[str, str], day: float = 1) -> str:
    """A new register at the hub."""
    desk.clock.move(day)
    file = desk.folder / "register.csv"
    file.write_text("\n".join([HEAD, *(f"{key},{text}" for key, text in records.items())]) + "\n", "utf-8")
    store = desk.station.registers
    import_file(store, file, Wishes(source="cmdb"), clock=desk.clock)
    return store.index().current


def open_audit(laptop: Laptop, name: str) -> str:
    version = laptop.station.registers.index().current
    return laptop.events.create_audit(Frame(name, (Place.parse("DC1"),), version), "u1")


def versions(laptop: Laptop) -> list[str]:
    return [info.version for info in laptop.station.registers.versions()]


def same(one: RegisterStore, two: RegisterStore, version: str) -> bool:
    return list(lines_of(one.file(version))) == list(lines_of(two.file(version)))


MOVED = "IT-7,SN-7,DC1/R9/B/01:U3,in use,blue"

"""Makes ``bundle_vN.aab`` and ``bundle_vN.jsonl`` of the present version; run once per version, then never again."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.store.people import People
from assetaudit.sync.bundle import write_bundle
from assetaudit.sync.piece import VERSION
from tests.registers.desk import Desk
from tests.sync.laptop import Laptop

HERE = Path(__file__).parent
REGISTER = "id,tag,serial,place\n1,IT-1,SN-1,DC1/R1/A/01:U10\n2,Ä-2,SN-2,DC1/R1/A/01:U12\n"
CODES = ("IT-1", "Zürich ✓", "\x1d01\x00")
PERSON = "Ana Ünal"


def main() -> int:
    """Write the pair of files, unless they are there."""
    target = HERE / f"bundle_v{VERSION}.aab"
    if target.exists():
        print(f"{target} is there already; a released version is never made again.")
        return 1
    with TemporaryDirectory() as folder, patch("platform.node", return_value="old-laptop"):
        desk = Desk(Path(folder))
        desk.take(REGISTER)
        laptop = Laptop(Path(folder) / "home", "old")
        user = People(Home.of(laptop.folder)).id_of(PERSON)
        audit = laptop.events.create_audit(Frame("Hall one", (Place.parse("DC1/R1"),), desk.register.version), user)
        laptop.scan(audit, *CODES)
        laptop.station.seal()
        laptop.write(audit, Draft("place", {"by": "label", "place": "DC1/R1/A/01"}), Draft("some.day", {"new": True}))
        write_bundle(target, laptop.station.pieces())
        target.with_suffix(".jsonl").write_bytes(b"".join(line + b"\n" for line in laptop.lines(audit)))
        laptop.shut()
    return 0


if __name__ == "__main__":
    sys.exit(main())

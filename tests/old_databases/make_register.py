"""Makes ``register_vN.sqlite`` of the present shape; run once per shape, then never again."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from assetaudit.registers.importing import Wishes
from assetaudit.store.register_hash import SHAPE
from tests.registers.desk import Desk

HERE = Path(__file__).parent
PLACES = "place,kind,height,code\nDC1/R1/A/01,rack,42,RK-0001\nDC1/R1/Scrap,disposal,,\n"
FIRST = """id,tag,serial,mac,place,status,model,cost,owner,note
1,IT-1,SN-1,00:1a:2b:3c:4d:5e,DC1/R1/A/01:U10,in use,R740,1234.50,Ana,first
2,IT-2,SN-2,,DC1/R1/A/01:U12,in use,R740,99.00,Ana,
3,IT-3,SN-3,,DC1/R1/A/02,retired,MX,,Ben,
"""
SECOND = FIRST.replace("IT-1,", "IT-0001,").replace(
    "3,IT-3,SN-3,,DC1/R1/A/02,retired,MX,,Ben,\n", "4,Ä-4,SN-4,,,,,,,\n"
)
OTHER = "id,serial,owner,place\nx1,SN-2,Ines,DC1/R1/A/01:U12\nx9,SN-9,Ines,DC1/R1/B/07\n"


def main() -> int:
    """Write the file, unless it is there."""
    target = HERE / f"register_v{SHAPE}.sqlite"
    if target.exists():
        print(f"{target} is there already; a released shape is never made again.")
        return 1
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.take(PLACES, "places.csv")
        desk.take(FIRST, "list.csv")
        desk.clock.day = "2026-06-01"
        desk.take(SECOND, "list.csv")
        desk.take(OTHER, "owners.csv", Wishes(source="owners"))
        shutil.copyfile(desk.register.file, target)
    with closing(sqlite3.connect(target)) as small:
        small.execute("PRAGMA page_size=1024")
        small.execute("VACUUM")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Budget 6: a CSV of a million rows and 15 columns, beside the ``sqlite3`` program's ``.import`` with indexes after.

``python -m tests.benchmarks.import_register [ROWS] [ROUNDS]`` prints CPU seconds of each, their ratio, and our peak
memory, for a first import and for the same file again. The first peer validates nothing; it is the floor of reading CSV
into indexed SQLite. The second are the commands of sqlite-utils (extra ``bench``), as its users give them: ``insert
--csv``, which tells numbers from texts unless it is told not to, then ``create-index --unique`` for each key. They read
a tenth of the rows, for they take long; what they take for all is reckoned from what more rows cost, so that their four
starts count once.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

LIMIT_RATIO = 1.6
SLOW_PEER_RATIO = 12
_LINEAR = 0.25
"""How far the second half of the rows may be from the time of the first."""
LIMIT_MIB = 350
HEADER = (
    "Asset tag,Serial number,EPC,Name,Manufacturer,Model,Category,Status,Place,Height,Owner,Cost,Purchase date,"
    "Order number,Notes"
)
_MODELS = [(f"Maker {n % 12}", f"Model {n:03d}", ("server", "switch", "pdu", "storage")[n % 4]) for n in range(150)]
_STATUSES = ("In use", "In use", "In use", "Deployed", "In stock", "Retired", "In transit")
_OURS = """
import resource, sys
from pathlib import Path
from assetaudit.paths import Home
from assetaudit.registers.importing import import_file
from assetaudit.store.register_version import RegisterStore
report = import_file(RegisterStore(Home(Path(sys.argv[2]))), Path(sys.argv[1]))
assert report.rows == report.added + report.changes.unchanged, (report.rows, report.added, report.counts)
"""
_SLOW_MODES = {"typed": "numbers told from texts", "texts": "texts only"}
_SLOW_INSERT: dict[str, tuple[str, ...]] = {"typed": (), "texts": ("--no-detect-types",)}
_KEYS = ("Asset tag", "Serial number", "EPC")
_PEER = """.mode csv
.import {csv} asset
CREATE UNIQUE INDEX tag ON asset ("Asset tag");
CREATE UNIQUE INDEX serial ON asset ("Serial number");
CREATE UNIQUE INDEX epc ON asset (EPC);
"""


def write_sample(file: Path, rows: int, seed: int = 1) -> None:
    """A register of servers in racks, every row different, as a large export looks."""
    chance = random.Random(seed)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER + "\n")
        for number in range(rows):
            maker, model, kind = _MODELS[chance.randrange(len(_MODELS))]
            rack, unit = divmod(number, 42)
            place = f"DC{rack // 2000 % 9 + 1}/R{rack // 200 % 10}/{chr(65 + rack // 20 % 10)}/{rack:05d}:U{unit + 1}"
            out.write(
                f"IT-{number:07d},{chance.getrandbits(44):011X},3034257BF4{number:014X},srv{number:07d}.example.net,"
                f"{maker},{model},{kind},{_STATUSES[number % 7]},{place},1,Team {number % 40},"
                f"{chance.randrange(20000, 999999) / 100:.2f},20{number % 20 + 5:02d}-0{number % 9 + 1}-1{number % 9},"
                f"PO-{number // 50:06d},checked by hand\n"
            )


def _run(command: list[str], **more: str) -> tuple[float, float]:
    code = (
        "import json,resource,subprocess,sys;c=json.loads(sys.argv[1]);"
        "r=subprocess.run(c['command'],input=c.get('input'),text=True,check=True,stdout=subprocess.DEVNULL);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);print(json.dumps([u.ru_utime+u.ru_stime,u.ru_maxrss/1024]))"
    )
    told = json.dumps({"command": command, **more})
    done = subprocess.run([sys.executable, "-c", code, told], check=True, capture_output=True, text=True)
    cpu, memory = json.loads(done.stdout)
    return float(cpu), float(memory)


def _slow_peer(csv: Path, folder: Path, rows: int) -> dict[str, float]:
    """CPU seconds of sqlite-utils for all rows by mode, where more rows take as much longer; it may not be here."""
    if find_spec("sqlite_utils") is None:
        print("sqlite-utils is not here: pip install 'assetaudit[bench]'.")
        return {}
    found = {}
    for mode, said in _SLOW_MODES.items():
        start, half, whole = (_slow_run(csv, folder, part, mode) for part in (1, rows // 20, rows // 10))
        told = f"{start:.2f} s for 1 row, {half:.2f} s for {rows // 20}, {whole:.2f} s for {rows // 10}"
        print(f"  sqlite-utils, {said}: {told}")
        if abs((whole - half) / (half - start) - 1) < _LINEAR:
            found[mode] = start + 10 * (whole - start)
        else:
            print("  that is not linear: it says nothing of all rows")
    return found


def _slow_run(csv: Path, folder: Path, rows: int, mode: str) -> float:
    part, database = folder / "part.csv", folder / "slow.sqlite"
    with csv.open(encoding="utf-8") as whole, part.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(whole, rows + 1))
    command = [sys.executable, "-m", "sqlite_utils"]
    insert = [*command, "insert", str(database), "asset", str(part), "--csv", "--silent", *_SLOW_INSERT[mode]]
    indexes = ([*command, "create-index", str(database), "asset", key, "--unique"] for key in _KEYS)
    cpu = sum(_run(one)[0] for one in (insert, *indexes))
    database.unlink()
    return cpu


def _rounds(csv: Path, folder: Path, rounds: int) -> tuple[list[float], list[float], list[float], float]:
    """CPU seconds of our first import, the same again and the peer, turn by turn, and our most MiB."""
    ours, again, peers, memory = list[float](), list[float](), list[float](), 0.0
    for turn in range(rounds):
        database, home = folder / f"peer-{turn}.sqlite", folder / f"home-{turn}"
        peers.append(_run(["sqlite3", str(database)], input=_PEER.format(csv=csv))[0])
        database.unlink()
        for figures in (ours, again):
            cpu, used = _run([sys.executable, "-c", _OURS, str(csv), str(home)])
            figures.append(cpu)
            memory = max(memory, used)
        shutil.rmtree(home)
    return ours, again, peers, memory


def main(rows: int = 1_000_000, rounds: int = 3) -> int:
    """Measure, print, and answer 1 where the budget is missed."""
    if shutil.which("sqlite3") is None:
        print(
            "The peer is not here: install the sqlite3 program (Debian: apt-get install sqlite3), then run this again."
        )
        return 0
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder, "register.csv")
        write_sample(csv, rows)
        ours, again, peers, memory = _rounds(csv, Path(folder), rounds)
        slow = _slow_peer(csv, Path(folder), rows)
    mine, peer = statistics.median(ours), statistics.median(peers)
    print(f"import of {rows} rows, 15 columns, median CPU of {rounds} rounds on {os.cpu_count()} cores")
    print(f"  assetaudit      {mine:6.2f} s   {memory:4.0f} MiB at most (limit {LIMIT_MIB})")
    print(f"  sqlite3 .import {peer:6.2f} s   with three unique indexes built after")
    print(f"  ratio           {mine / peer:6.2f}     limit {LIMIT_RATIO}")
    repeated = statistics.median(again)
    print(f"  the same again  {repeated:6.2f} s   compared with the version before; ratio {repeated / peer:.2f}")
    for mode, cpu in slow.items():
        print(
            f"  sqlite-utils    {cpu:6.2f} s   {cpu / mine:.1f} times ours, goal {SLOW_PEER_RATIO}; {_SLOW_MODES[mode]}"
        )
    return int(mine / peer > LIMIT_RATIO or memory > LIMIT_MIB)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))

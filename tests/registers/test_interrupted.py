"""Kill -9 in the middle of an import leaves the register as it was; readers go on, and the next import works."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assetaudit.errors import StoreError
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store import register_version
from tests.registers.desk import Desk

_IMPORT = """
import sys
from pathlib import Path
from assetaudit.paths import Home
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store.register_version import RegisterStore
import_file(RegisterStore(Home(Path(sys.argv[2]))), Path(sys.argv[1]), Wishes(source="list"),
            progress=lambda rows: print(rows, flush=True))
print("done", flush=True)
"""


def _many(rows: int) -> str:
    return "tag,serial,place\n" + "".join(
        f"N-{number},SN-{number},DC/{number // 42}:U{number % 42 + 1}\n" for number in range(rows)
    )


def _start(desk: Desk, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _IMPORT, str(desk.folder / name), str(desk.folder / "home")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_killed_at_any_moment_means_unchanged(desk: Desk) -> None:
    desk.take("tag,place\nOLD,R/1\n")
    version = desk.register.version
    (desk.folder / "many.csv").write_text(_many(40_000))
    for moment in (5_000, 20_000, 40_000):
        running = _start(desk, "many.csv")
        assert running.stdout is not None
        for line in running.stdout:
            if int(line) >= moment:
                break
        if moment == 40_000:
            time.sleep(0.05)  # while indexes are built
        running.kill()
        running.wait()
        running.stdout.close()
        if desk.register.version != version:
            pytest.fail(f"killed after {moment} rows, and yet there is a new version")
        assert desk.tags() == {"OLD"}
    report = desk.take(_many(100), "few.csv", Wishes(source="list"))
    assert (report.added, report.gone, desk.register.size()) == (100, 1, 101)
    assert not list((desk.folder / "home" / "registers").glob(".new-*"))


def test_readers_go_on_while_another_process_imports(desk: Desk) -> None:
    desk.take("tag,place\nOLD,R/1\n")
    register = desk.register
    (desk.folder / "many.csv").write_text(_many(40_000))
    running = _start(desk, "many.csv")
    looks = 0
    while running.poll() is None:
        assert len(register.find("asset_tag", "OLD")) == 1
        assert desk.store.current() is not None
        looks += 1
    assert running.stdout is not None
    assert running.stdout.read().endswith("done\n")
    running.stdout.close()
    assert looks > 10
    assert (register.size(), desk.register.size()) == (1, 40_001)


def test_several_threads_ask_one_register(desk: Desk) -> None:
    desk.take(_many(2_000))
    register = desk.register
    wrong: list[object] = []

    def ask(start: int) -> None:
        for number in range(start, 2_000, 4):
            hits = register.find("serial", f"sn-{number}")
            asset = register.asset(hits[0].key)
            if asset is None or asset.asset_tag != f"N-{number}":
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_second_import_waits_its_turn_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_version, "_WAIT_SECONDS", 0.1)
    with desk.store.draft("one", desk.clock.now()), pytest.raises(StoreError) as error:
        desk.take("tag\nA\n")
    assert "still running" in error.value.message


def test_looking_up_loads_no_heavy_library(desk: Desk) -> None:
    desk.take("tag\nA\n")
    code = (
        "import sys; from pathlib import Path; from assetaudit.paths import Home;"
        "from assetaudit.store.register_version import RegisterStore;"
        "r = RegisterStore(Home(Path(sys.argv[1]))).current(); assert r.find('asset_tag', 'a');"
        "print([m for m in ('sqlalchemy', 'openpyxl', 'csv') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(desk.folder / "home")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_damage_to_the_list_of_versions_is_told(desk: Desk) -> None:
    desk.take("tag\nA\n")
    Path(desk.folder / "home" / "registers" / "index.json").write_text("{")
    with pytest.raises(StoreError) as error:
        desk.store.current()
    assert "index.json" in error.value.message


def test_a_disk_without_room_means_unchanged_and_is_told(desk: Desk) -> None:
    desk.take("tag,place\nOLD,R/1\n")
    version = desk.register.version
    file = desk.folder / "more.csv"
    file.write_text(_many(8_000))
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (1_000, 60_000, 300_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            with pytest.raises(StoreError, match="then do that again") as told:
                import_file(desk.store, file, Wishes(source="list"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))
        assert "sqlalche.me" not in str(told.value)
        assert (desk.register.version, desk.tags()) == (version, {"OLD"})
        assert not list((desk.folder / "home").rglob(".new-*"))

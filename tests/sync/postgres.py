"""A real PostgreSQL of the tests' own: on a socket in a folder, run by a user that it accepts, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path


def binaries() -> Path | None:
    """Where PostgreSQL's programs lie; None where it is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


class Server:
    """One cluster."""

    def __init__(self, programs: Path, buffers: str = "16MB") -> None:
        self._programs = programs
        self._buffers = buffers
        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._data = self._folder / "data"
        self._user = _user()
        if self._user:
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._run("initdb", "-D", self._data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        self._count = 0

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-c listen_addresses='' -k {self._folder} -c shared_buffers={self._buffers}"
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", self._folder / "log", "-w", "start")

    def crash(self) -> None:
        """End it as a power cut would."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def database(self) -> str:
        """A new empty database; returns its URL."""
        self._count += 1
        name = f"hub{self._count}"
        self._run("createdb", "-h", self._folder, "-U", "hub", name)
        return f"postgresql://hub@/{name}?host={self._folder}"

    def spent(self) -> float:
        """Seconds of CPU that the server and all its processes used so far."""
        whole, own = 0.0, int((self._data / "postmaster.pid").read_text().split()[0])
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process that ended meanwhile
                fields = file.read_text().rpartition(")")[2].split()
                mine = int(file.parent.name) == own
                if mine or int(fields[1]) == own:
                    whole += sum(map(int, fields[11 : 15 if mine else 13]))
        return whole / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Stop it and leave nothing behind."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def _run(self, program: str, *words: str | Path) -> None:
        command = [str(self._programs / program), *map(str, words)]
        done = subprocess.run(
            command, user=self._user, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        assert done.returncode == 0, command


def _user() -> str | None:
    """PostgreSQL refuses root: somebody else then."""
    if os.getuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"

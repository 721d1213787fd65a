"""Budget 5: ``--help`` beside a bare interpreter, and ``identify`` over a register beside ``import sqlalchemy``.

``python -m tests.benchmarks.command_line [ROUNDS]`` prints median CPU milliseconds of whole processes, interleaved.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from assetaudit.paths import Home
from assetaudit.registers.importing import import_file
from assetaudit.store.register_version import RegisterStore
from tests.benchmarks.import_register import write_sample

MOST_OVER_BARE = 7
MOST_OVER_SQLALCHEMY_MS = 100
ROWS = 10_000


def cpu(arguments: list[str]) -> float:
    """CPU milliseconds of one run of the interpreter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def main(rounds: int = 15) -> int:
    """Measure, print, and answer 1 where the budget is missed."""
    with tempfile.TemporaryDirectory() as folder:
        csv, home = Path(folder, "register.csv"), Path(folder, "home")
        write_sample(csv, ROWS)
        import_file(RegisterStore(Home.of(home).make()), csv)
        ways = {
            "bare": ["-c", "pass"],
            "help": ["-m", "assetaudit", "--help"],
            "sqlalchemy": ["-c", "import sqlalchemy"],
            "identify": ["-m", "assetaudit", "--home", str(home), "identify", "IT-0000101", "--json"],
        }
        figures: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, arguments in ways.items():
                figures[name].append(cpu(arguments))
    took = {name: median(each) for name, each in figures.items()}
    over_bare, over = took["help"] / took["bare"], took["identify"] - took["sqlalchemy"]
    print(f"--help    {took['help']:6.0f} ms CPU, bare interpreter {took['bare']:6.0f}: {over_bare:.1f}x", end="")
    print(f" (goal at most {MOST_OVER_BARE}x)")
    print(
        f"identify  {took['identify']:6.0f} ms CPU, import sqlalchemy {took['sqlalchemy']:6.0f}: {over:+.0f} ms", end=""
    )
    print(f" (goal at most {MOST_OVER_SQLALCHEMY_MS})")
    return int(over_bare > MOST_OVER_BARE or over > MOST_OVER_SQLALCHEMY_MS)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

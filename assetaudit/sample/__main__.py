"""Writes a sample data centre into a folder: ``python -m assetaudit.sample --seed N DIR``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assetaudit.sample.folder import files
from assetaudit.sample.hall import DEFAULT_SEED, make


def main(arguments: Sequence[str]) -> int:
    """Make a hall and write its files; exit code 0 when they are written, 1 when the folder cannot be."""
    parser = argparse.ArgumentParser(prog="python -m assetaudit.sample", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help="which data centre; the same seed, the same bytes"
    )
    parser.add_argument("folder", type=Path, help="where to write it, such as sample_data")
    chosen = parser.parse_args(arguments)
    try:
        write(chosen.folder, chosen.seed)
    except OSError as error:
        sys.stderr.write(f"{chosen.folder} cannot be written: {error.strerror}. Choose another folder.\n")
        return 1
    return 0


def write(folder: Path, seed: int) -> None:
    """Write every file of a seed's hall into a folder, which is made if it is not there."""
    for name, data in files(make(seed)).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

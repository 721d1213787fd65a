"""Comparison with golden files: their bytes are the contract."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden"


def check(name: str, data: bytes) -> None:
    """Compare with a golden file; set GOLDEN=write to take the bytes as the new contract."""
    file = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        file.write_bytes(data)
    assert data.decode("utf-8") == file.read_bytes().decode("utf-8")

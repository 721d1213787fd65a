"""Makes ``pieces_vN.bin`` and ``holding_vN.json`` of the present version; run once per version, then never again."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from assetaudit.sync import blob
from assetaudit.sync.holding import Holding
from assetaudit.sync.keys import key_of
from assetaudit.sync.piece import VERSION

HERE = Path(__file__).parent
KEY = key_of(bytes(range(32)))
PICTURE = b"\xff\xd8\xff\xe0 no more than the head of a picture"
GONE = {"ab" * 32: "2026-03-02T00:00:00Z"}
HELD = {"cd" * 32: 1_772_352_000_000}


def main() -> int:
    """Write both files, unless they are there."""
    target = HERE / f"pieces_v{VERSION}.bin"
    if target.exists():
        print(f"{target} is there already; a released version is never made again.")
        return 1
    target.write_bytes(blob.sealed_erasures(GONE, KEY) + blob.sealed(PICTURE, KEY))
    word = Holding(KEY.public, "e", 1_775_030_400_000, 30 * 86_400_000, "ef" * 32, HELD).signed(KEY)
    (HERE / f"holding_v{VERSION}.json").write_bytes(msgspec.json.encode(word) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

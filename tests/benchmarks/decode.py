"""Codes read in pictures: ours beside zxing-cpp alone and zbar alone, by kind of picture.

    python -m tests.benchmarks.decode [FOLDER ...]

A folder holds pictures with their truth beside them, as the samples of zxing-cpp and zxing do: ``7.png`` and ``7.txt``.
Each folder that holds pictures is one row; one whose name has ``false`` or ``negative`` in it is to give no code.
Without a folder pictures are made: labels on a rack's front, upright, turned, small, blurred, dark, in glare, inverted.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zxingcpp

from assetaudit.readers.camera.code import EXTRA, Formats
from assetaudit.readers.camera.decoding import LiveDecoder, decode_still
from assetaudit.readers.camera.frames import PICTURES
from assetaudit.readers.camera.opencv import opencv
from assetaudit.readers.camera.second_opinion import zbar

FORMATS = Formats(EXTRA)
NOT_LABELS = ("ean", "upc", "rss", "databar", "dxfilm", "maxicode", "telepen", "micropdf", "unsupported", "partial")
"""Folders of the samples whose formats are on no asset label: retail, parcels, film, chemists'."""
Decode = Callable[[Any], list[str]]
Sample = tuple[str, Any, str | None]
"""Row, grey picture, truth (None where nothing is to be read)."""


@dataclass
class Score:
    right: int = 0
    wrong: int = 0
    milliseconds: list[float] = field(default_factory=list)


def ours(gray: Any) -> list[str]:
    """What the camera reader tells of a still picture."""
    return [one.code.text or one.code.hex or "" for one in decode_still(gray, FORMATS) if one.certain]


def zxing(gray: Any) -> list[str]:
    """zxing-cpp as it comes, looking for the same formats."""
    found = zxingcpp.read_barcodes(gray, formats=FORMATS.all, text_mode=zxingcpp.TextMode.Plain)
    return [one.text for one in found]


def zbar_alone(gray: Any) -> list[str]:
    """zbar as it comes."""
    module = zbar()
    kinds = [module.ZBarSymbol[name] for name in ("QRCODE", "CODE128", "CODE39", "CODE93", "CODABAR", "I25")]
    return [one.data.decode("utf-8", "replace") for one in module.decode(gray, symbols=kinds)]


def samples_of(folder: Path) -> Iterator[Sample]:
    """Pictures of a folder and those below it, with their truth."""
    cv2 = opencv()
    for file in sorted(folder.rglob("*")):
        truth = file.with_suffix(".txt")
        row = file.parent.relative_to(folder.parent).as_posix()
        empty = "false" in row or "negative" in row
        if file.suffix.lower() not in PICTURES or not (empty or truth.exists()):
            continue
        if file.parent.name.startswith(NOT_LABELS):
            continue
        gray = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
        if gray is not None:
            yield row, gray, None if empty else truth.read_text("utf-8", "replace")


def samples_made() -> Iterator[Sample]:
    """Pictures with one label each, spoilt in every way that a data centre knows."""
    from tests.readers.camera.scenes import C39, C128, DM, QR, Label, dark, glare, rack, scene

    for kind in (QR, DM, C128, C39):
        text = "DC1-A-004217"
        for angle in range(0, 180, 12):
            yield (
                f"{kind} upright" if angle in (0, 84) else f"{kind} turned",
                scene(Label(text, kind, angle=angle, module=2.5)),
                text,
            )
        for module in (1.0, 1.3, 1.6, 2.0, 2.5):
            yield f"{kind} small", scene(Label(text, kind, module=module), blur=0.5), text
        for blur in (1.0, 1.5, 2.0, 2.5):
            yield f"{kind} blurred", scene(Label(text, kind, module=3), blur=blur), text
        for module in (3, 4, 5, 6):
            yield f"{kind} dark", dark(scene(Label(text, kind, module=module))), text
            yield f"{kind} glare", glare(scene(Label(text, kind, module=module))), text
            yield f"{kind} inverted", 255 - scene(Label(text, kind, module=module), ground=rack() // 2 + 120), text
    for seed in range(12):
        yield "no code (false)", rack(seed=seed), None


def normal(text: str) -> str:
    """Truth and read in the same writing: the samples spell separators out, and some end in a line break."""
    for char, name in (("\x1d", "<GS>"), ("\x1e", "<RS>"), ("\x04", "<EOT>")):
        text = text.replace(char, name)
    return text.replace("\r\n", "\n").rstrip("\r\n")


def measure(samples: Iterable[Sample], decoders: dict[str, Decode]) -> dict[str, dict[str, Score]]:
    """Scores by row and decoder."""
    rows: dict[str, dict[str, Score]] = {}
    for row, gray, truth in samples:
        scores = rows.setdefault(row, {name: Score() for name in decoders})
        for name, decode in decoders.items():
            begun = time.thread_time()
            texts = {normal(text) for text in decode(gray)}
            score = scores[name]
            score.milliseconds.append(1000 * (time.thread_time() - begun))
            right = not texts if truth is None else normal(truth) in texts
            score.right += right
            score.wrong += bool(texts) and not right
    return rows


def table(rows: dict[str, dict[str, Score]]) -> None:
    """One line a row: pictures, and for each decoder the share read, wrong texts and median CPU time."""
    names = list(next(iter(rows.values())))
    print(f"{'pictures':<28}{'n':>5}" + "".join(f"{name:>12} {'wrong':>6} {'ms':>5}" for name in names))
    total = {name: Score() for name in names}
    for row, scores in rows.items():
        print(_line(row, scores))
        for name, score in scores.items():
            total[name].right += score.right
            total[name].wrong += score.wrong
            total[name].milliseconds += score.milliseconds
    print(_line("all", total))


def _line(row: str, scores: dict[str, Score]) -> str:
    count = len(next(iter(scores.values())).milliseconds)
    cells = [
        f"{100 * one.right / count:>10.1f} % {one.wrong:>6} {statistics.median(one.milliseconds):>5.0f}"
        for one in scores.values()
    ]
    return f"{row:<28}{count:>5}" + "".join(cells)


def live() -> None:
    """Frames a second of the live decoder at 720p, on one core."""
    from tests.readers.camera.scenes import QR, Label, rack, scene

    for name, picture in (("with a label", scene(Label("IT-004217", QR))), ("with none", rack())):
        decoder, begun = LiveDecoder(FORMATS), time.thread_time()
        for _ in range(60):
            decoder.decode(picture)
        print(f"live 720p, {name}: {60 / (time.thread_time() - begun):.0f} frames a second of CPU time")


def main() -> None:
    """Measure, and print the table."""
    opencv()
    decoders: dict[str, Decode] = {"ours": ours, "zxing-cpp": zxing}
    if zbar() is None:
        print("zbar is not here (apt install libzbar0, pip install pyzbar): its column is left out.")
    else:
        decoders["zbar"] = zbar_alone
    folders = [Path(name) for name in sys.argv[1:]]
    table(measure((one for folder in folders for one in samples_of(folder)) if folders else samples_made(), decoders))
    live()


if __name__ == "__main__":
    main()

"""Budget 12: 10,000 labels 3 x 7 on A4, QR of 24 to 40 characters, Code 128 and two lines, beside its peers.

``python -m tests.benchmarks.labels [LABELS] [ROUNDS]`` prints labels a CPU second of each way, ratios, bytes and
the growth of our memory. Peers (extra ``bench``) make fewer labels, since they take minutes;
their labels hold the same things at the same places. Rounds are interleaved and medians taken.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assetaudit.printing.codes import qr
from assetaudit.printing.item import LabelItem
from assetaudit.printing.sheet import cells
from assetaudit.printing.stock import stock
from assetaudit.printing.template import template
from assetaudit.printing.work import Wishes, print_labels

GOAL_RATE = 5000
GOAL_BYTES = 250
GOAL_OVER_SEGNO = 20
GOAL_OVER_PYLABELS = 100
PEER_LABELS = 210
STOCK = stock("avery-l7160")


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def mono_ms(self) -> int:
        return 0

    def boot(self) -> str:
        return ""


def tag(number: int) -> str:
    """A place's content of 24 to 40 characters, as long codes are."""
    return f"DC1/ROOM{number % 9}/ROW-{number % 26:02d}/RACK{number:06d}" + "/SHELF-7"[: number % 9]


def labels(count: int) -> Iterator[LabelItem]:
    """What is printed: the QR code says ``LOC:`` and the place."""
    for number in range(count):
        short = f"R{number:06d}"
        yield LabelItem("place", tag(number), short, (f"Rack {number:06d}", "Team 7, ring extension 4711"))


def ours(count: int, file: Path, drawing: str) -> int:
    """Our way; bytes of the file."""
    kind = template("place")
    report = print_labels(labels(count), STOCK, kind, path=file, clock=_Clock(), wishes=Wishes(drawing=drawing))
    if report.printed != count or report.noted_count:
        msg = f"{report.printed} of {count} printed, {report.noted_count} notes"
        raise RuntimeError(msg)
    return report.size


def reportlab_segno(count: int, file: Path) -> int:
    """ReportLab's canvas with symbols of segno as rectangles and ReportLab's own Code 128."""
    import segno
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(file), pagesize=A4)
    places = cells(STOCK)
    for number, item in enumerate(labels(count)):
        cell = places[number % STOCK.per_page]
        if number and not number % STOCK.per_page:
            canvas.showPage()
        left, bottom = cell.left * mm, A4[1] - (cell.top + cell.height) * mm
        module = 0.6 * mm
        rows = list(segno.make_qr(f"LOC:{item.code}", error="m").matrix)
        for down, row in enumerate(rows):
            for right, dark in enumerate(row):
                if dark:
                    x, y = left + 2 * mm + right * module, bottom + 14 * mm + (len(rows) - down) * module
                    canvas.rect(x, y, module, module, stroke=0, fill=1)
        Code128(f"LOC-{item.short_code}", barHeight=8 * mm, barWidth=0.34 * mm).drawOn(canvas, left, bottom + 2 * mm)
        for line, text in enumerate(item.lines):
            canvas.drawString(left + 26 * mm, bottom + (28 - 5 * line) * mm, text)
    canvas.save()
    return file.stat().st_size


def pylabels(count: int, file: Path) -> int:
    """The library pylabels with ReportLab's own widgets."""
    from reportlab.graphics import shapes
    from reportlab.graphics.barcode import createBarcodeDrawing
    from reportlab.lib.units import mm

    library: Any = import_module("labels")

    def draw(label: shapes.Drawing, _width: float, _height: float, item: LabelItem) -> None:
        for kind, text, x, y, size in (
            ("QR", f"LOC:{item.code}", 0, 12 * mm, {"width": 22 * mm, "height": 22 * mm}),
            ("Code128", f"LOC-{item.short_code}", 0, 1 * mm, {"barHeight": 8 * mm, "barWidth": 0.34 * mm}),
        ):
            drawing = createBarcodeDrawing(kind, value=text, **size)
            label.add(shapes.Group(drawing, transform=(1, 0, 0, 1, x, y)))
        for line, text in enumerate(item.lines):
            label.add(shapes.String(26 * mm, (28 - 5 * line) * mm, text))

    specification = library.Specification(210, 297, 3, 7, 63.5, 38.1)
    sheet = library.Sheet(specification, draw, border=False)
    sheet.add_labels(labels(count))
    sheet.save(str(file))
    return file.stat().st_size


def blabel(count: int, file: Path) -> int:
    """The library blabel: HTML by a template, made into a PDF by WeasyPrint."""
    library: Any = import_module("blabel")
    page = """
    <img src="{{ label_tools.qr_code('LOC:' + code) }}" style="height: 22mm; float: left"/>
    <p>{{ first }}</p><p>{{ second }}</p>
    <img src="{{ label_tools.barcode('LOC-' + short, barcode_class='code128') }}" style="height: 8mm"/>"""
    template_file, style_file = file.with_suffix(".html"), file.with_suffix(".css")
    template_file.write_text(page, "utf-8")
    style_file.write_text("@page { size: 63.5mm 38.1mm; padding: 1mm } p { margin: 0; font-size: 8pt }", "utf-8")
    writer = library.LabelWriter(str(template_file), default_stylesheets=(str(style_file),))
    records = [
        {"code": item.code, "short": item.short_code, "first": item.lines[0], "second": item.lines[1]}
        for item in labels(count)
    ]
    writer.write_labels(records, target=str(file))
    return file.stat().st_size


_AS_IS = 'a0="1" a1="0" a2="0" a3="1" a4="0" a5="0" shadow="False"'
_CODE = f'text="False" checksum="True" color="0x000000ff" {_AS_IS}'
_GLABELS = f"""<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
<Template brand="Avery" part="7160" size="A4" description="L7160">
<Label-rectangle id="0" width="63.5mm" height="38.1mm" round="0mm" x_waste="0mm" y_waste="0mm">
<Markup-margin size="1mm"/><Layout nx="3" ny="7" x0="7.2mm" y0="15.15mm" dx="66.04mm" dy="38.1mm"/>
</Label-rectangle></Template>
<Objects id="0" rotate="False">
<Object-barcode x="1mm" y="1mm" w="22mm" h="22mm" style="IEC18004" field="code" {_CODE}/>
<Object-barcode x="1mm" y="27mm" w="50mm" h="8mm" style="Code128" field="short" {_CODE}/>
<Object-text x="26mm" y="3mm" w="36mm" h="12mm" justify="Left" valign="Top" auto_shrink="False" {_AS_IS}>
<Span font_family="Sans" font_size="8" font_weight="Regular" font_italic="False" color="0x000000ff" line_spacing="1"
><Field name="first"/><NL/><Field name="second"/></Span></Object-text>
</Objects><Merge type="Text/Comma/Line1Keys" src="labels.csv"/></Glabels-document>
"""


def glabels(count: int, file: Path) -> int:
    """The program gLabels (Debian: ``apt-get install glabels``), merging a CSV into the same sheet."""
    project, merged = file.with_suffix(".glabels"), file.with_suffix(".csv")
    project.write_text(_GLABELS, "utf-8")
    rows = (f'LOC:{item.code},LOC-{item.short_code},{item.lines[0]},"{item.lines[1]}"' for item in labels(count))
    merged.write_text("\n".join(["code,short,first,second", *rows, ""]), "utf-8")
    command = ["glabels-3-batch", "-o", str(file), "-i", str(merged), str(project)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file.stat().st_size


def cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    return sum(os.times()[:4])


def rate(way: Callable[[], int], count: int) -> tuple[float, float]:
    """Labels a CPU second, and bytes a label."""
    started = cpu()
    size = way()
    return count / (cpu() - started), size / count


def growth(folder: Path) -> float:
    """How much more memory ten times as many labels take, in KiB."""
    peaks = []
    for count in (1000, 10_000):
        tracemalloc.start()
        ours(count, folder / "m.pdf", "mask")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return (peaks[1] - peaks[0]) / 1024


def encoders() -> dict[str, float]:
    """CPU microseconds for one QR symbol."""
    import segno
    import zxingcpp

    texts = [f"LOC:{tag(number)}" for number in range(500)]
    ways: dict[str, Callable[[str], object]] = {
        "our QR encoder": qr.encode,
        "zxing-cpp": lambda text: zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M"),
        "segno": lambda text: segno.make_qr(text, error="m"),
    }
    took = {}
    for name, way in ways.items():
        way(texts[0])
        used = texts if name != "segno" else texts[:60]
        started = time.process_time()
        for text in used:
            way(text)
        took[name] = (time.process_time() - started) / len(used) * 1e6
    return took


def measure(count: int, rounds: int, folder: Path) -> dict[str, tuple[float, float]]:
    """Median labels a second and bytes a label of every way, interleaved."""
    ways: dict[str, tuple[Callable[[int, Path], int], int]] = {
        "assetaudit, masks": (lambda number, file: ours(number, file, "mask"), count),
        "assetaudit, paths": (lambda number, file: ours(number, file, "path"), count),
        "ReportLab + segno": (reportlab_segno, PEER_LABELS),
        "pylabels": (pylabels, PEER_LABELS),
    }
    if find_spec("blabel") is not None:
        ways["blabel"] = (blabel, PEER_LABELS // 3)
    if shutil.which("glabels-3-batch") is not None:
        ways["glabels"] = (glabels, PEER_LABELS)
    ours(50, folder / "warm.pdf", "mask")
    got: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, number) in ways.items():
            got[name].append(rate(lambda way=way, number=number: way(number, folder / "b.pdf"), number))  # type: ignore[misc]
    return {name: (statistics.median(each[0] for each in runs), runs[0][1]) for name, runs in got.items()}


def main(count: int = 10_000, rounds: int = 3) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        got = measure(count, rounds, Path(name))
        grown = growth(Path(name))
    mine, size = got["assetaudit, masks"]
    for name, (speed, each) in got.items():
        print(f"{name:20} {speed:9,.0f} labels/s  {each:7.0f} B a label  {mine / speed:7.1f}x")
    for name, took in encoders().items():
        print(f"{name:20} {took:9.0f} us a symbol")
    over = {peer: mine / got[peer][0] for peer in ("ReportLab + segno", "pylabels")}
    print(f"labels a second      {mine:,.0f}, goal at least {GOAL_RATE:,}")
    print(f"bytes a label        {size:.0f}, goal at most {GOAL_BYTES}")
    print(f"over ReportLab+segno {over['ReportLab + segno']:.0f}x, goal at least {GOAL_OVER_SEGNO}x")
    print(f"over pylabels        {over['pylabels']:.0f}x, goal at least {GOAL_OVER_PYLABELS}x")
    print(f"memory, 1,000 to 10,000 labels: {grown:+.0f} KiB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

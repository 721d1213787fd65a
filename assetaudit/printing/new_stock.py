"""A stock of the user's own from six answers, checked as one from a file would be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from assetaudit.errors import PrintError
from assetaudit.paths import replacing
from assetaudit.printing.marks import PAPERS
from assetaudit.printing.stock import Stock, of_table

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_PAIR = re.compile(rf"\s*{_NUMBER}\s*(?:mm)?\s*[x*×/ ]\s*{_NUMBER}\s*(?:mm)?\s*", re.IGNORECASE)


def of_answers(name: str, answers: Mapping[str, str]) -> Stock:
    """The stock that the answers describe; PrintError says which of them cannot be."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name.casefold()):
        msg = f"'{name}' cannot be a stock's name."
        raise PrintError(msg, hint="Use letters, digits and hyphens, such as my-roll.")
    try:
        return of_table(name.casefold(), _table(answers))
    except ValueError as error:
        msg = f"These labels cannot be: {error}."
        raise PrintError(msg, hint="Measure once more; all lengths are in millimetres.") from error


def write_stock(stock: Stock, folder: Path) -> Path:
    """Write a stock's file into the user's folder; the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{stock.name}.toml"
    table = {
        "maker": stock.maker, "code": stock.code, "title": stock.title, "feed": stock.feed, "page": list(stock.page),
        "size": list(stock.size), "across": stock.across, "down": stock.down, "margin": list(stock.margin),
        "pitch": list(stock.pitch), "printable": list(stock.printable), "source": stock.source,
    }  # fmt: skip
    with replacing(file) as new:
        new.write(tomli_w.dumps(table).encode())
    return file


def _table(answers: Mapping[str, str]) -> dict[str, Any]:
    size = _pair("size", answers["size"])
    across, down = (int(number) for number in _pair("count", answers["count"]))
    roll = answers["paper"].strip().casefold() == "roll"
    margin = _pair("margin", answers["margin"], (0.0, 0.0) if roll else None)
    pitch = _pair("pitch", answers["pitch"], size if roll or across * down == 1 else None)
    page = _page(answers["paper"], size, across, margin, pitch)
    return {
        "maker": "own",
        "code": answers.get("code", "own"),
        "title": answers["title"].strip(),
        "feed": "roll" if roll else "sheet",
        "page": page,
        "size": size,
        "across": across,
        "down": down,
        "margin": margin,
        "pitch": pitch,
        "printable": [max(length - 2.0, length * 0.8) for length in size],
        "source": "measured by the user",
    }


def _page(
    paper: str, size: tuple[float, float], across: int, margin: tuple[float, float], pitch: tuple[float, float]
) -> tuple[float, float]:
    known = paper.strip().casefold()
    if known in PAPERS:
        return PAPERS[known]
    if known == "roll":
        return 2 * margin[0] + (across - 1) * pitch[0] + size[0], margin[1] + size[1]
    return _pair("paper", paper)


def _pair(name: str, text: str, default: tuple[float, float] | None = None) -> tuple[float, float]:
    if not text.strip() and default is not None:
        return default
    found = _PAIR.fullmatch(text)
    if found is None:
        msg = f"'{text}' for {name} is no pair of numbers, such as 63.5 x 38.1"
        raise ValueError(msg)
    return float(found[1].replace(",", ".")), float(found[2].replace(",", "."))

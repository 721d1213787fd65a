"""Label stock: sheets and rolls as the maker publishes them, read from TOML, in millimetres."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assetaudit.bundled import bundled
from assetaudit.errors import PrintError

_MM = {"mm": 1.0, "in": 25.4, "pt": 25.4 / 72}
_KNOWN = {
    "maker", "code", "title", "units", "page", "size", "across", "down", "margin", "pitch", "corner", "printable",
    "shape", "feed", "continuous", "material", "ground", "ink", "turned", "head", "also", "source",
}  # fmt: skip
_TOLERANCE = 0.05
"""Millimetres by which a published figure may be rounded."""


@dataclass(frozen=True, slots=True)
class Stock:
    """One product: how its labels lie on the page. All lengths are millimetres, measured from the upper left."""

    name: str
    """What it is asked for by, such as ``avery-l7160``: the name of its file."""
    maker: str
    code: str
    title: str
    page: tuple[float, float]
    """Width and height of the sheet, or of one label and its liner on a roll."""
    size: tuple[float, float]
    """Width and height of one label."""
    across: int
    down: int
    margin: tuple[float, float]
    """Left and upper edge of the first label."""
    pitch: tuple[float, float]
    """From one label's edge to the same edge of the next one, across and down."""
    printable: tuple[float, float]
    """Width and height, centred in the label, that may be printed on."""
    corner: float
    """Radius of the corners."""
    shape: str
    """``rectangle`` or ``round``."""
    feed: str
    """``sheet`` or ``roll``."""
    continuous: bool
    """Cut to length by the printer: the height is a proposal."""
    material: str
    ground: str
    """Colour of the material, ``#rrggbb``."""
    ink: str
    """Colour that is printed."""
    turned: bool
    """On a roll: the label's width lies along the feed, so that it is printed turned by a right angle."""
    head: Mapping[str, int]
    """Brother only: ``width`` and ``length`` of the medium in mm, ``skip`` pins free at the right of the print head."""
    also: tuple[str, ...]
    """Codes of the maker's other products with the same layout."""
    source: str
    """Who publishes these figures."""

    @property
    def per_page(self) -> int:
        """Labels on one sheet."""
        return self.across * self.down

    @property
    def size_text(self) -> str:
        """One label's size in words."""
        across, down = (f"{length:.1f}".removesuffix(".0") for length in self.size)
        return f"{across} x {down} mm"

    def to_dict(self) -> dict[str, Any]:
        """What ``labels stocks --json`` prints."""
        return {
            "name": self.name,
            "maker": self.maker,
            "code": self.code,
            "page": list(self.page),
            "size": list(self.size),
            "across": self.across,
            "down": self.down,
            "units": "mm",
            "source": self.source,
            "printable": list(self.printable),
            "corner": self.corner,
            "material": self.material,
            "feed": self.feed,
        }

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every word occurs in its name, maker, codes, title or material."""
        words_of_it = (
            self.name,
            self.maker,
            self.code,
            *self.also,
            self.title,
            self.material,
            self.feed,
            self.size_text,
        )
        text = " ".join(words_of_it).casefold()
        return all(word.casefold() in text for word in words)


def stocks(folder: Path | None = None) -> list[Stock]:
    """Every stock that ships with the program, and the user's own ones of a folder, by name."""
    found = {file.stem: read_stock(file) for file in sorted((bundled("labels") / "stock").glob("*.toml"))}
    if folder is not None:
        found |= {file.stem: read_stock(file) for file in sorted(folder.glob("*.toml"))}
    return [found[name] for name in sorted(found)]


def stock(name: str, folder: Path | None = None) -> Stock:
    """One stock by its name (or the path of a TOML file); PrintError where there is none."""
    if name.endswith(".toml"):
        return read_stock(Path(name))
    wanted = name.casefold()
    for each in (folder, bundled("labels") / "stock"):
        file = each / f"{wanted}.toml" if each is not None else None
        if file is not None and file.parent == each and file.is_file():
            return read_stock(file)
    near = [each.name for each in stocks(folder) if wanted in each.name or each.matches([wanted])][:4]
    hint = f"Perhaps {' or '.join(near)}?" if near else "'labels stocks' lists what is known."
    msg = f"There is no label stock called '{name}'."
    raise PrintError(msg, hint=hint)


def cut_to(stock: Stock, length: float) -> Stock:
    """A continuous tape cut to another length (millimetres); PrintError where that cannot be."""
    axis = 0 if stock.turned else 1
    margin = stock.size[axis] - stock.printable[axis]
    if not stock.continuous or not margin + 1 < length <= 1000:
        msg = f"{stock.name} cannot be cut to {length:g} mm."
        raise PrintError(msg, hint="Only continuous tape is cut to a length, of at most a metre.")
    size = (length, stock.size[1]) if axis == 0 else (stock.size[0], length)
    printable = (length - margin, stock.printable[1]) if axis == 0 else (stock.printable[0], length - margin)
    return replace(stock, page=size, size=size, pitch=size, printable=printable)


def read_stock(file: Path) -> Stock:
    """A stock from its file; PrintError names the file and what is wrong in it."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
        return of_table(file.stem, table)
    except OSError as error:
        msg = f"The stock {file} cannot be read: {error.strerror}."
        raise PrintError(msg) from error
    except (ValueError, KeyError, TypeError) as error:
        reason = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error)
        msg = f"The stock {file} cannot be used: {reason}."
        raise PrintError(msg) from error


def of_table(name: str, table: Mapping[str, Any]) -> Stock:
    """A stock from the entries of its file; ValueError says what does not fit."""
    strange = sorted(table.keys() - _KNOWN)
    if strange:
        msg = f"'{strange[0]}' is no entry of a stock"
        raise ValueError(msg)
    scale = _MM[table.get("units", "mm")]
    size = _pair(table, "size", scale)
    across, down = int(table.get("across", 1)), int(table.get("down", 1))
    made = Stock(
        name=name,
        maker=table["maker"],
        code=table["code"],
        title=table.get("title", ""),
        page=_pair(table, "page", scale, size),
        size=size,
        across=across,
        down=down,
        margin=_pair(table, "margin", scale, (0.0, 0.0)),
        pitch=_pair(table, "pitch", scale, size),
        printable=_pair(table, "printable", scale, (size[0] - 3.0, size[1] - 3.0)),
        corner=_length(table.get("corner", 0), scale),
        shape=table.get("shape", "rectangle"),
        feed=table.get("feed", "sheet"),
        continuous=bool(table.get("continuous", False)),
        material=table.get("material", ""),
        ground=_colour(table.get("ground", "#ffffff")),
        ink=_colour(table.get("ink", "#000000")),
        turned=bool(table.get("turned", False)),
        head=dict(table.get("head", {})),
        also=tuple(table.get("also", ())),
        source=table["source"],
    )
    _check(made)
    return made


def _colour(text: str) -> str:
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        msg = f"'{text}' is no colour; write one as #ffffff"
        raise ValueError(msg)
    return text


def _length(value: float, scale: float) -> float:
    return round(float(value) * scale, 4)


def _pair(
    table: Mapping[str, Any], key: str, scale: float, default: tuple[float, float] | None = None
) -> tuple[float, float]:
    if key not in table and default is not None:
        return default
    across, down = table[key]
    return _length(across, scale), _length(down, scale)


def _check(stock: Stock) -> None:
    for axis, word in enumerate(("wide", "high")):
        count = (stock.across, stock.down)[axis]
        if count < 1 or stock.size[axis] <= 0:
            msg = f"a label must be more than 0 mm {word}, and there must be at least one"
            raise ValueError(msg)
        if count > 1 and stock.pitch[axis] < stock.size[axis] - _TOLERANCE:
            msg = f"labels {stock.size[axis]} mm {word} overlap at a pitch of {stock.pitch[axis]} mm"
            raise ValueError(msg)
        end = stock.margin[axis] + (count - 1) * stock.pitch[axis] + stock.size[axis]
        if end > stock.page[axis] + _TOLERANCE or stock.margin[axis] < 0:
            msg = f"{count} labels end at {end:.2f} mm on a page {stock.page[axis]} mm {word}"
            raise ValueError(msg)
        if not 0 < stock.printable[axis] <= stock.size[axis] + _TOLERANCE:
            msg = f"{stock.printable[axis]} mm of a label {stock.size[axis]} mm {word} cannot be printable"
            raise ValueError(msg)
    if stock.shape not in ("rectangle", "round") or stock.feed not in ("sheet", "roll"):
        msg = "'shape' is rectangle or round, and 'feed' is sheet or roll"
        raise ValueError(msg)

"""Printers as data: language, resolution, address, what is loaded, and what was measured on a calibration page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w

from assetaudit.bundled import bundled
from assetaudit.errors import PrintError
from assetaudit.paths import replacing
from assetaudit.printing import marks
from assetaudit.printing.sheet import STRAIGHT, Alignment
from assetaudit.printing.stock import Stock

LANGUAGES = ("pdf", "zpl", "brother")
FINISHES = ("", "tear", "peel", "cut", "rewind")
_ALIGNMENT = ("right", "down", "scale_across", "scale_down")


@dataclass(frozen=True, slots=True)
class LabelPrinter:
    """One printer, as its TOML file describes it."""

    name: str
    title: str
    language: str
    """``pdf``, ``zpl`` or ``brother``: also the suffix of files for it."""
    dpi: int
    address: str = ""
    """Where it takes jobs: ``tcp://host:9100``, ``serial://``, ``usb://``, ``cups://``; empty for files only."""
    paper: str = ""
    """``a4`` or ``letter`` where sheets of one size are loaded."""
    model: str = ""
    """The maker's model, where the language differs by model."""
    finish: str = ""
    """What it does after a label: tear, peel, cut or rewind."""
    drawing: str = ""
    """How it draws symbols; empty for its language's usual way."""
    alignment: Alignment = STRAIGHT
    calibrated: str = ""
    """UTC date of the measurement; empty for none."""

    def to_dict(self) -> dict[str, Any]:
        """What ``labels printers --json`` prints."""
        return _table(self) | {"name": self.name}


def printers(folder: Path | None = None) -> list[LabelPrinter]:
    """Every printer that ships with the program, and the user's own ones of a folder, by name."""
    found = {file.stem: read_printer(file) for file in sorted((bundled("labels") / "printers").glob("*.toml"))}
    if folder is not None:
        found |= {file.stem: read_printer(file) for file in sorted(folder.glob("*.toml"))}
    return [found[name] for name in sorted(found)]


def printer(name: str, folder: Path | None = None) -> LabelPrinter:
    """One printer by its name; PrintError where there is none."""
    known = printers(folder)
    for each in known:
        if each.name == name.casefold():
            return each
    msg = f"There is no printer called '{name}'."
    raise PrintError(msg, hint=f"Known are: {', '.join(each.name for each in known)}.")


def read_printer(file: Path) -> LabelPrinter:
    """A printer from its file; PrintError names the file and what is wrong in it."""
    try:
        return of_table(file.stem, tomllib.loads(file.read_text("utf-8")))
    except OSError as error:
        msg = f"The printer {file} cannot be read: {error.strerror}."
        raise PrintError(msg) from error
    except (ValueError, KeyError, TypeError) as error:
        reason = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error)
        msg = f"The printer {file} cannot be used: {reason}."
        raise PrintError(msg) from error


def of_table(name: str, table: Mapping[str, Any]) -> LabelPrinter:
    """A printer from the entries of its file; ValueError says what does not fit."""
    known = set(LabelPrinter.__dataclass_fields__) - {"name", "alignment"} | set(_ALIGNMENT)
    strange = sorted(table.keys() - known)
    if strange:
        msg = f"'{strange[0]}' is no entry of a printer"
        raise ValueError(msg)
    alignment = Alignment(**{key: float(table[key]) for key in _ALIGNMENT if key in table})
    made = LabelPrinter(
        name=name,
        title=table["title"],
        language=table["language"],
        dpi=int(table["dpi"]),
        alignment=alignment,
        **{key: str(table[key]) for key in known & table.keys() - {"title", "language", "dpi", *_ALIGNMENT}},
    )
    _check(made)
    return made


def keep(made: LabelPrinter, folder: Path) -> Path:
    """Write a printer's file into the user's folder in one step; the file."""
    if not made.name or not all(sign.isalnum() or sign in "-_" for sign in made.name):
        msg = f"'{made.name}' cannot be a printer's name."
        raise PrintError(msg, hint="Use letters, digits and hyphens.")
    file = folder / f"{made.name.casefold()}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(file) as new:
        new.write(tomli_w.dumps(_table(made)).encode())
    return file


def aligned(made: LabelPrinter, alignment: Alignment, day: str) -> LabelPrinter:
    """The same printer with another measurement; PrintError where it cannot be right."""
    if max(abs(alignment.right), abs(alignment.down)) > 15:
        msg = f"{alignment.right:.1f} mm to the right and {alignment.down:.1f} mm down cannot be a printer's offset."
        raise PrintError(msg, hint="Measure from the paper's left and upper edge, in millimetres.")
    if max(abs(alignment.scale_across - 1), abs(alignment.scale_down - 1)) > 0.02:
        msg = "The page was scaled: its bars are more than 2 % too long or too short."
        raise PrintError(msg, hint="Print it again at 100 % ('actual size'), then measure.")
    return replace(made, alignment=alignment, calibrated=day)


def wrong_paper(made: LabelPrinter, stock: Stock) -> str:
    """Why a stock must not be printed on what is loaded; empty where it may."""
    needed = marks.paper(stock)
    if stock.feed == "roll" or not made.paper or needed == made.paper:
        return ""
    loaded = {"a4": "A4", "letter": "Letter"}[made.paper]
    return f"{made.name} is loaded with {loaded}, and {stock.name} is {marks.paper_name(stock)}."


def _table(made: LabelPrinter) -> dict[str, Any]:
    table = asdict(made)
    del table["name"]
    alignment = table.pop("alignment")
    return {key: value for key, value in table.items() if value} | {
        key: round(value, 5) for key, value in alignment.items()
    }


def _check(made: LabelPrinter) -> None:
    if made.language not in LANGUAGES or made.paper not in ("", *marks.PAPERS) or made.finish not in FINISHES:
        msg = "'language' is pdf, zpl or brother, 'paper' a4 or letter, 'finish' tear, peel, cut or rewind"
        raise ValueError(msg)
    if not 100 <= made.dpi <= 2400:
        msg = f"{made.dpi} dots an inch are none of a label printer"
        raise ValueError(msg)

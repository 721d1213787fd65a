"""Templates: what stands where on a label, read from TOML; one template has an arrangement for each shape of label.

An element's box is given by its distances from the edges of the printable area (``left``, ``right``, ``top``,
``bottom``), by ``width`` and ``height``, or by a neighbour (``after``, ``before``, ``below``, ``above``), in
millimetres or in per cent of the printable area.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetaudit.bundled import bundled
from assetaudit.errors import PrintError
from assetaudit.printing.codes import SYMBOLOGIES
from assetaudit.printing.item import LabelItem
from assetaudit.printing.text import Style

_PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with names in braces, cut up once: literal, name, literal, name, ... literal."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Pattern:
        """Cut a text up."""
        return cls(tuple(_PLACEHOLDER.split(text)))

    def fill(self, item: LabelItem) -> str:
        """The text for one label; empty where every name in it is empty, so that the line falls away."""
        parts = self.parts
        if len(parts) == 1:
            return parts[0]
        values = [item.value(name) for name in parts[1::2]]
        if not any(values):
            return ""
        if len(parts) == 3:
            return f"{parts[0]}{values[0]}{parts[2]}"
        return "".join(literal + value for literal, value in zip(parts[::2], (*values, ""), strict=True))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a label, in millimetres from the upper left of the printable area."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class CodeElement:
    """A bar code in a box."""

    name: str
    pattern: Pattern
    symbology: str
    level: str
    """Error correction of a QR symbol."""
    largest: float
    """Millimetres that a module may grow to."""
    least: float
    """Millimetres that a module must have."""
    optional: bool
    """Left out (and told) where it does not fit, because another code says the same."""
    align: str
    valign: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, and when it is printed."""

    pattern: Pattern
    style: Style
    when: str = ""
    """Only where this name is not empty."""
    unless: str = ""
    """Only where this name is empty."""

    def fill(self, item: LabelItem) -> str:
        """Its text for one label; empty where it falls away."""
        if (self.when and not item.value(self.when)) or (self.unless and item.value(self.unless)):
            return ""
        return self.pattern.fill(item)


@dataclass(frozen=True, slots=True)
class TextElement:
    """Lines of text below each other in a box."""

    name: str
    lines: tuple[TextLine, ...]
    align: str
    valign: str


@dataclass(frozen=True, slots=True)
class PictureElement:
    """A picture of the user's own, such as a logo, as large as its box allows."""

    name: str
    picture: str
    """Name of the file without its suffix, among the user's own label files."""
    align: str
    valign: str


Element = CodeElement | TextElement | PictureElement


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Elements for labels whose printable area is at least this large."""

    least: tuple[float, float]
    elements: tuple[tuple[Element, Mapping[str, Any]], ...]

    @property
    def pictures(self) -> frozenset[str]:
        """Pictures that it cannot do without."""
        return frozenset(each.picture for each, _ in self.elements if isinstance(each, PictureElement))

    def boxes(self, printable: tuple[float, float]) -> dict[str, Box]:
        """Every element's box on a printable area; ValueError where one is not inside it."""
        boxes: dict[str, Box] = {}
        for element, edges in self.elements:
            left, width = _axis(edges, ("left", "right", "width", "after", "before"), printable[0], boxes)
            top, height = _axis(edges, ("top", "bottom", "height", "below", "above"), printable[1], boxes)
            box = Box(left, top, width, height)
            inside = left >= -1e-6 and top >= -1e-6
            if not inside or box.right > printable[0] + 1e-6 or box.bottom > printable[1] + 1e-6:
                msg = f"'{element.name}' is outside the label"
                raise ValueError(msg)
            if width <= 0 or height <= 0:
                msg = f"there is no room for '{element.name}'"
                raise ValueError(msg)
            boxes[element.name] = box
        return boxes


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of label."""

    name: str
    title: str
    kinds: tuple[str, ...]
    arrangements: tuple[Arrangement, ...]
    needs: tuple[str, ...] = ()
    """Names that a label's item must have something for."""

    def to_dict(self) -> dict[str, Any]:
        """What ``labels templates --json`` prints."""
        smallest = min((arrangement.least for arrangement in self.arrangements), key=lambda size: size[0] * size[1])
        return {"name": self.name, "title": self.title, "kinds": list(self.kinds), "printable": list(smallest)}

    def arrangement(
        self, printable: tuple[float, float], pictures: Collection[str] = frozenset()
    ) -> Arrangement | None:
        """The first arrangement that fits this printable area (millimetres) and whose pictures exist."""
        for each in self.arrangements:
            fits = each.least[0] <= printable[0] + 1e-6 and each.least[1] <= printable[1] + 1e-6
            if fits and each.pictures <= set(pictures):
                return each
        return None


def templates(folder: Path | None = None) -> list[Template]:
    """Every template that ships with the program, and the user's own ones of a folder, by name."""
    found = {file.stem: read_template(file) for file in (bundled("labels") / "templates").glob("*.toml")}
    if folder is not None:
        found |= {file.stem: read_template(file) for file in folder.glob("*.toml")}
    return [found[name] for name in sorted(found)]


def template(name: str, folder: Path | None = None) -> Template:
    """One template by its name (or the path of a TOML file); PrintError where there is none."""
    if name.endswith(".toml"):
        return read_template(Path(name))
    for each in templates(folder):
        if each.name == name.casefold():
            return each
    known = ", ".join(each.name for each in templates(folder))
    msg = f"There is no label template called '{name}'."
    raise PrintError(msg, hint=f"Known are: {known}.")


def read_template(file: Path) -> Template:
    """A template from its file; PrintError names the file and what is wrong in it."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
        arrangements = tuple(map(_arrangement, table["arrangement"]))
        return Template(file.stem, table["title"], tuple(table["kinds"]), arrangements, tuple(table.get("needs", ())))
    except OSError as error:
        msg = f"The template {file} cannot be read: {error.strerror}."
        raise PrintError(msg) from error
    except (ValueError, KeyError, TypeError) as error:
        reason = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error)
        msg = f"The template {file} cannot be used: {reason}."
        raise PrintError(msg) from error


def _arrangement(table: Mapping[str, Any]) -> Arrangement:
    width, height = table["least"]
    elements = tuple((_element(each, number), each) for number, each in enumerate(table["element"], 1))
    return Arrangement((float(width), float(height)), elements)


def _element(table: Mapping[str, Any], number: int) -> Element:
    name = table.get("name", f"element {number}")
    align, valign = table.get("align", "left"), table.get("valign", "top")
    if align not in ("left", "center", "right") or valign not in ("top", "middle", "bottom"):
        msg = f"'{name}': align is left, center or right, and valign top, middle or bottom"
        raise ValueError(msg)
    if "lines" in table:
        return TextElement(name, tuple(map(_line, table["lines"])), align, valign)
    if "picture" in table:
        return PictureElement(name, table["picture"], align, valign)
    return _code(table, name, align, valign)


def _code(table: Mapping[str, Any], name: str, align: str, valign: str) -> CodeElement:
    symbology = table["code"]
    if symbology not in SYMBOLOGIES:
        msg = f"'{symbology}' is no code; known are {', '.join(SYMBOLOGIES)}"
        raise ValueError(msg)
    return CodeElement(
        name=name,
        pattern=Pattern.of(table["value"]),
        symbology=symbology,
        level=table.get("level", "M"),
        largest=float(table.get("largest", 0.8)),
        least=float(table.get("least", 0.25 if symbology not in ("code128", "gs1-128", "code39") else 0.165)),
        optional=bool(table.get("optional", False)),
        align=align,
        valign=valign,
    )


def _line(table: Mapping[str, Any]) -> TextLine:
    size = float(table["size"])
    style = Style(
        size=size,
        least=float(table.get("least", min(size, 5.0))),
        bold=bool(table.get("bold", False)),
        rows=int(table.get("rows", 1)),
        whole=bool(table.get("whole", False)),
    )
    return TextLine(Pattern.of(table["text"]), style, table.get("when", ""), table.get("unless", ""))


def _axis(
    edges: Mapping[str, Any], names: tuple[str, str, str, str, str], whole: float, boxes: Mapping[str, Box]
) -> tuple[float, float]:
    """Start and length on one axis from the distances that are given."""
    start_name, end_name, size_name, after_name, before_name = names
    across = size_name == "width"
    start, end = _length(edges, start_name, whole), _length(edges, end_name, whole)
    size = _length(edges, size_name, whole)
    if after_name in edges:
        neighbour = boxes[edges[after_name]]
        start = (neighbour.right if across else neighbour.bottom) + (start or 0.0)
    if before_name in edges:
        neighbour = boxes[edges[before_name]]
        end = whole - (neighbour.left if across else neighbour.top) + (end or 0.0)
    if size is None:
        return start or 0.0, whole - (start or 0.0) - (end or 0.0)
    if start is None and end is not None:
        return whole - end - size, size
    return start or 0.0, size


def _length(edges: Mapping[str, Any], name: str, whole: float) -> float | None:
    value = edges.get(name)
    if isinstance(value, str):
        return float(value.rstrip("%")) / 100 * whole
    return None if value is None else float(value)

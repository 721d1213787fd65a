"""The document around the pages: running head, page x of y, bookmarks, links and what describes the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from assetaudit.language import say
from assetaudit.language.figures import whole
from assetaudit.pdf import PdfFile, date_string, text_string
from assetaudit.pdf.archive import About, metadata, output_intent
from assetaudit.reports.pdf import fonts
from assetaudit.reports.pdf.page import HEIGHT, INNER, MARGIN, WIDTH, Page, Styles, ink

_BRANCH = 2_000
"""Pages of one branch of their tree; PDF/A-1 lets no list have more than 8,191."""
TOP = HEIGHT - MARGIN - 22
"""Where the content of a page begins, below the running head."""
BOTTOM = MARGIN + 18
"""Where it ends, above the foot."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What names the document, on its pages and in its properties."""

    title: str
    subject: str
    program: str
    generated: datetime
    foot: str
    identity: str
    """Any text that belongs to this document alone; its hash becomes the file's identity."""
    language: str
    """``en``, ``de``."""


@dataclass(slots=True)
class _Open:
    """The page that is being drawn."""

    page: Page = field(default_factory=Page)
    links: list[str] = field(default_factory=list)


class Document:
    """Pages one after the other; each is written when the next one begins."""

    def __init__(self, file: BinaryIO, naming: Naming) -> None:
        self._file = PdfFile(file, "1.4")
        self._naming = naming
        self._faces = (fonts.regular(), fonts.bold())
        self.styles = Styles.of(*self._faces)
        self._tree, self._resources, self._total = (self._file.reserve() for _ in range(3))
        self._nodes: list[tuple[int, list[int]]] = []
        """Branches of the tree of pages, each with its pages."""
        self._pages = 0
        self._marks: list[tuple[str, str, int, float]] = []
        self._open = _Open()
        self._number = self._file.reserve()
        self.y = HEIGHT - MARGIN
        """How far the page is filled, from below."""

    @property
    def page(self) -> Page:
        """The page that is being drawn."""
        return self._open.page

    def new_page(self) -> None:
        """Write the page and begin the next one, under a running head."""
        self._write_page()
        self._open = _Open()
        self._number = self._file.reserve()
        head = HEIGHT - MARGIN
        self.page.text(MARGIN, head, self.styles.faint.lines(self._naming.title, INNER * 0.6, 1)[0], self.styles.faint)
        self.page.text_right(WIDTH - MARGIN, head, self._naming.subject, self.styles.faint)
        self.page.rule(MARGIN, head - 5, INNER)
        self.y = TOP

    def room_for(self, height: float) -> None:
        """Begin a new page where less than this height is left."""
        if self.y - height < BOTTOM:
            self.new_page()

    def section(self, name: str, title: str, lead: str = "", *, keep: float = 12) -> None:
        """A heading with a bookmark that links can go to, and a sentence below it."""
        lines = self.styles.text.lines(lead, INNER)
        self.room_for(min(42 + 12 * len(lines) + keep, TOP - BOTTOM))
        self.y -= 20
        self._marks.append((name, title, self._number, self.y + 16))
        self.page.text(MARGIN, self.y, title, self.styles.heading)
        self.y -= 14
        self._lines(lines)
        self.y -= 4

    def paragraph(self, text: str) -> None:
        """Running text over the whole width."""
        self._lines(self.styles.text.lines(text, INNER))

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.room_for(12)
            self.page.text(MARGIN, self.y, line, self.styles.text)
            self.y -= 12

    def link(self, x: float, y: float, width: float, height: float, name: str) -> None:
        """Make a box of the page lead to a section."""
        box = f"{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}"
        self._open.links.append(f"<</Type/Annot/Subtype/Link/F 4/Rect[{box}]/Border[0 0 0]/Dest/{name}>>")

    def finish(self) -> None:
        """Write the last page and everything that the pages refer to."""
        self._write_page()
        self._write_tree()
        style = self.styles.faint
        total = style.face.show(whole(self._pages), style.size)
        listed = "".join(face.embed(self._file) for face in self._faces)
        shown = f"BT {ink(style.colour)} rg /{style.face.first} {style.size:g} Tf {total} ET"
        entries = f"/Type/XObject/Subtype/Form/BBox[0 -5 60 15]/Resources<</Font<<{listed}>>>>"
        self._file.add_stream(shown.encode("ascii"), entries, self._total)
        self._file.put(f"<</Font<<{listed}>>/XObject<</Total {self._total} 0 R>>>>", self._resources)
        self._write_ends()

    def _write_page(self) -> None:
        self._foot()
        content = self._file.add_stream("\n".join(self.page.operators).encode("ascii"))
        links = f"/Annots[{''.join(self._open.links)}]" if self._open.links else ""
        self._file.put(
            f"<</Type/Page/Parent {self._branch()} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources {self._resources} 0 R"
            f"/Contents {content} 0 R{links}>>",
            self._number,
        )
        self._nodes[-1][1].append(self._number)
        self._pages += 1

    def _branch(self) -> int:
        """The branch that the next page hangs on; none grows beyond what every reader can take."""
        if not self._nodes or len(self._nodes[-1][1]) == _BRANCH:
            self._nodes.append((self._file.reserve(), []))
        return self._nodes[-1][0]

    def _write_tree(self) -> None:
        for number, kids in self._nodes:
            pages = " ".join(f"{kid} 0 R" for kid in kids)
            self._file.put(f"<</Type/Pages/Parent {self._tree} 0 R/Count {len(kids)}/Kids[{pages}]>>", number)
        branches = " ".join(f"{number} 0 R" for number, _ in self._nodes)
        self._file.put(f"<</Type/Pages/Count {self._pages}/Kids[{branches}]>>", self._tree)

    def _foot(self) -> None:
        base, style = MARGIN - 6, self.styles.faint
        self.page.rule(MARGIN, base + 11, INNER)
        self.page.text_right(WIDTH - MARGIN, base, style.lines(self._naming.foot, INNER - 90, 1)[0], style)
        end = self.page.text(MARGIN, base, _page_words(self._pages + 1), style)
        self.page.operators.append(f"q 1 0 0 1 {end:.2f} {base:.2f} cm /Total Do Q")

    def _write_ends(self) -> None:
        outline, naming = self._outline(), self._naming
        about = About(naming.title, naming.subject, naming.program, naming.generated)
        archive = f"{output_intent(self._file)}{metadata(self._file, about)}"
        places = "".join(f"/{name}[{page} 0 R/XYZ 0 {top:.0f} null]" for name, _, page, top in self._marks)
        root = self._file.put(
            f"<</Type/Catalog/Pages {self._tree} 0 R/Outlines {outline} 0 R/PageMode/UseOutlines"
            f"/Lang({self._naming.language}){archive}/Dests<<{places}>>/ViewerPreferences<</DisplayDocTitle true>>>>"
        )
        when = date_string(self._naming.generated)
        info = self._file.put(
            f"<</Title{text_string(self._naming.title)}/Subject{text_string(self._naming.subject)}"
            f"/Creator{text_string(self._naming.program)}/Producer{text_string(self._naming.program)}"
            f"/CreationDate{when}/ModDate{when}>>"
        )
        identity = hashlib.sha256(self._naming.identity.encode("utf-8", "replace")).hexdigest()[:32].upper()
        self._file.finish(root, info, identity)

    def _outline(self) -> int:
        top = self._file.reserve()
        items = [self._file.reserve() for _ in self._marks]
        for index, (name, title, _, _) in enumerate(self._marks):
            before = f"/Prev {items[index - 1]} 0 R" if index else ""
            after = f"/Next {items[index + 1]} 0 R" if index + 1 < len(items) else ""
            self._file.put(f"<</Title{text_string(title)}/Parent {top} 0 R{before}{after}/Dest/{name}>>", items[index])
        ends = f"/First {items[0]} 0 R/Last {items[-1]} 0 R/Count {len(items)}" if items else ""
        self._file.put(f"<</Type/Outlines{ends}>>", top)
        return top


def _page_words(number: int) -> str:
    """What stands before the number of all pages, which only the end of the document knows."""
    return say("Page {number} of ", number=whole(number))

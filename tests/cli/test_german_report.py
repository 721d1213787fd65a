"""Reports in another language: every word of them comes from its catalogue, in every format and for every reader.

The catalogue's letters are put into a disguise, so that a word in Latin letters is one that came past it.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from assetaudit import language
from assetaudit.language import Catalogue
from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.wiring import Workspace
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.cli.opened import registered
from tests.language.disguise import in_disguise

FOREIGN = [name for name in language.languages() if name != "en"]
_WORD = re.compile(r"[^\W\d_ж]{3,}", re.IGNORECASE)
_HASH = re.compile(r"\b[0-9a-f]{8,}(-[0-9a-f]{4,})*…?\b")
_DATA = """LOC ana max mia bob cid boss late cmdb first register csv assetaudit SHA UTC person
 seen twice look again time over Deployed Retired transit ASTM NIST ISO IEC SOX fixed assets status retired
 log verify evidence export XLSX CSV HTML extra sign existence expected house rack front other jpg
 ambiguous contested foreign found mismatch misplaced missing not_swept off_site out_of_scope retired_present unknown
 unplaced unreadable wrong_device wrong_position place"""


@pytest.fixture(autouse=True)
def disguise(monkeypatch: pytest.MonkeyPatch) -> None:
    load = language.load
    monkeypatch.setattr(language, "load", lambda name: _disguised(load(name)))


def _disguised(catalogue: Catalogue) -> Catalogue:
    """In disguise; the names of sheets, which must differ, by a number each."""
    hidden = in_disguise(catalogue)
    sheets = [text for text in catalogue.texts if text.startswith("sheet\4")]
    hidden.texts.update((text, f"ж{number}") for number, text in enumerate(sheets))
    return hidden


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """Two audits of one room; the later one with most outcomes, decided, sampled, closed and walked on."""
    folder = tmp_path_factory.mktemp("german")
    program = registered(folder)
    program.ok("audit", "new", "Q3", "--scope", "DC1/R2")
    program.scan("Q3", "LOC:DC1/R2/A/07", "IT-00101", "IT-00102", "CMD:CLOSE")
    roles = ("--role", "ana=counter", "--role", "mia=manager", "--role", "bob=approver")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2", "--term", "tolerable=existence:5", *roles)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "IT-00900", "XX-1", "CMD:UNREADABLE", "CMD:CLOSE")
    program.scan("Q4", "LOC:DC1/R2/A/08", "IT-00101", "IT-00777", "IT-00888", "CMD:DAMAGED")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen twice", "--by", "mia")
    program.ok("decide", "make", "Q4", "recount", "IT-00102", "--why", "look again", "--owner", "cid", "--by", "mia")
    program.ok("decide", "make", "Q4", "false_alarm", "XX-1", "--why", "twice", "--by", "mia")
    program.ok("decide", "approve", "Q4", "XX-1", "--by", "bob")
    program.ok("sample", "draw", "Q4", "first", "--size", "2", "--seed", "s", "--by", "max")
    walk = Workspace(Home(program.home)).walk("Q4", by="late")
    program.ok("audit", "close", "Q4", "--reason", "time over", "--by", "boss")
    for text in ("LOC:DC1/R2/A/07", "IT-00103"):
        walk.take(Read(reader="keys://", text=text))
    walk.end()
    program.ok("decide", "make", "Q4", "write_off", "IT-00102", "--why", "twice", "--by", "mia")
    return program


def strange(text: str) -> Iterator[str]:
    """Lines that hold a word which is neither data nor from the catalogue."""
    known = {word.casefold() for word in _WORD.findall(f"{_DATA} {REGISTER}")}
    for line in text.splitlines():
        words = [word for word in _WORD.findall(_HASH.sub("", line)) if word.casefold() not in known]
        if words:
            yield f"{words}: {line.strip()}"


def _pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _html(data: bytes) -> str:
    body = data.decode().partition("</style>")[2]
    return html.unescape(re.sub(r"<[^>]*(aria-label=\"([^\"]*)\")?[^>]*>", r" \2\n", body))


def _xlsx(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    keys = {cell.value for cell in next(iter(book.worksheets[1].iter_cols(2, 2)))}
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    return "\n".join([*book.sheetnames, *(text for text in cells if isinstance(text, str) and text not in keys)])


READ = {"pdf": _pdf, "html": _html, "xlsx": _xlsx}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("audience", ["auditor", "manager", "technician"])
@pytest.mark.parametrize("suffix", READ)
def test_every_word_comes_from_the_catalogue(
    reviewed: Inside, tmp_path: Path, suffix: str, audience: str, name: str
) -> None:
    file = tmp_path / f"report.{suffix}"
    reviewed.ok("report", "Q4", "-o", file, "--for", audience, "--language", name)
    text = READ[suffix](file.read_bytes())
    assert "ж" in text
    told = list(strange(text))
    assert told == [], "\n".join(told)


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_what_programs_read_is_the_same_in_every_language(reviewed: Inside, tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in language.languages()]
    for name, file in zip(language.languages(), files, strict=True):
        reviewed.ok("report", "Q4", "-o", file, "--language", name)
    assert len({file.read_bytes() for file in files}) == 1


def test_the_setting_says_in_which_language(reviewed: Inside, tmp_path: Path) -> None:
    settings = reviewed.home / "settings.toml"
    before = settings.read_text("utf-8") if settings.exists() else ""
    settings.write_text('language = "de"\n', "utf-8")
    try:
        reviewed.ok("report", "Q4", "-o", tmp_path / "r.html")
    finally:
        settings.write_text(before, "utf-8")
    assert '<html lang="de">' in (tmp_path / "r.html").read_text("utf-8")


def test_an_unknown_language_is_refused(reviewed: Inside, tmp_path: Path) -> None:
    done = reviewed.run("report", "Q4", "-o", tmp_path / "r.pdf", "--language", "xx")
    assert done.code == 2
    assert "Languages are en, de." in done.err
    assert not (tmp_path / "r.pdf").exists()

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.place import Place
from assetaudit.pdf import fonts
from assetaudit.reports.pdf.fonts import regular
from assetaudit.reports.report import AuditReport, Coverage, Person
from assetaudit.reports.theme import Head, Theme
from assetaudit.reports.write import write_report
from tests.reports import preflight, sample

Make = Callable[[AuditReport, str], bytes]
TITLES = [
    "Population and its completeness",
    "Rooms by outcome",
    "Figures and their bases",
    "Limits of scope and coverage",
    "Coverage",
    "Discrepancies by place",
    "Value at risk by category",
    "Not located",
    "Unrecorded and unreadable",
    "Without anything to report",
    "Evidence: frame, rules and logs",
    "Every finding and its evidence",
]


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def texts(data: bytes) -> list[str]:
    with opened(data) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def flat(data: bytes) -> str:
    """All text with line ends as blanks."""
    return " ".join(" ".join(texts(data)).split())


def test_first_page_has_scope_frame_period_people_and_figures(made: Make) -> None:
    first = " ".join(texts(made(sample.report(), "pdf"))[0].split())
    for text in (
        "Q4 count",
        "Closed, not complete. DC1/R2/A/03 is blocked: locked, key with Contoso. And 1 more reason.",
        "DC1/R1, DC1/R2; only records where category != cable.",
        "2026-11-21 08:00:00 UTC to 2026-11-23 17:12:30 UTC",
        "95 rows read, 2 rejected, 1 filtered out, 92 records",
        "equals the control total",
        sample.sha("frame"),
        "Ana Pérez (technician), Boris Иванов (technician)",
        "96.6 % 57 of 59 assets expected in closed places were located",
        "96.4 % 55 of 57 located assets stand in their registered place",
        "96.9 % 63 of 65 things seen have a record in the register",
        "1.9 % 11,325.00 of 567,410.00 EUR book value was not located",
        "No decisions have been recorded yet.",
        "Technician",
        "Asset manager",
        "Auditor",
    ):
        assert text in first


def test_coverage_tells_places_and_sides_apart(made: Make) -> None:
    measures = {**sample.MEASURES, "coverage": Measure(5, 8)}
    first = texts(made(sample.report(measures=measures), "pdf"))[0]
    assert "5 of 8 places closed; 6 of 9 places and sides" in first


def test_every_page_says_which_of_how_many_it_is(made: Make) -> None:
    pages = texts(made(sample.report(), "pdf"))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page


def test_every_section_is_there_and_has_its_bookmark(made: Make) -> None:
    data = made(sample.report(), "pdf")
    with opened(data) as document:
        titles = [mark.get_title() for mark in document.get_toc()]
    assert [title.partition(" ")[0] for title in titles] == [str(number) for number in range(1, len(titles) + 1)]
    assert [title.partition("  ")[2] for title in titles] == TITLES
    assert all(" ".join(title.split()) in flat(data) for title in titles)


def test_discrepancies_stand_with_both_places_and_the_reason(made: Make) -> None:
    text = flat(made(sample.report(), "pdf")).partition("6 Discrepancies by place")[2].partition("7 Value")[0]
    assert "DC1/R1/A/01:U12 DC1/R1/A/03:U40" in text
    assert "Seen in another rack than the register expects." in text


def test_every_finding_is_listed_with_its_event(made: Make) -> None:
    report = sample.report()
    text = flat(made(report, "pdf")).partition("12 Every finding and its evidence")[2]
    for finding in report.findings():
        assert all(event[:12] in text for event in finding.evidence[:2])
        assert (finding.asset_tag or finding.identifier or "no label") in text


def test_a_long_table_repeats_its_head_on_every_page(made: Make) -> None:
    pages = texts(made(sample.many(2_000), "pdf"))
    listed = [number for number, page in enumerate(pages) if "verified" in page and number > 3]
    assert len(listed) > 30
    assert all("Outcome" in pages[number] and "Evidence" in pages[number] for number in listed)


def test_no_word_of_a_narrow_head_is_torn(made: Make) -> None:
    words = ("Ortsgenauigkeit", "Vorhandensein, ganzer Rahmen", "Vollständigkeit")
    heads = tuple(Head(word, 1.0, number=True) for word in words * 3)
    narrow = Theme("narrow", "Narrow", "", heads, lambda: [("1",) * len(heads)], "None.")
    told = " ".join(texts(made(replace(sample.report(), themes=(narrow,)), "pdf")))
    for word in ("Ortsgenauigkeit", "Vorhandensein,", "Vollständigkeit"):
        assert len(re.findall(rf"(?<!\S){word}(?!\S)", told)) == 3


def test_ten_thousand_findings_are_all_there(made: Make) -> None:
    text = "".join(texts(made(sample.many(10_000), "pdf")))
    every = text.partition("Every finding with the first digits")[2]
    assert len(set(re.findall(r"IT-\d{6}", every))) == 9_000
    assert len(set(re.findall(r"X\d{9}", every))) == 1_000


def test_an_empty_audit_says_so_and_has_no_percentages_out_of_nothing(made: Make) -> None:
    text = flat(made(sample.empty(), "pdf"))
    assert "no base: nothing of the kind was examined" in text
    assert "nobody has scanned yet" in text
    assert "2026-11-21 08:00:00 UTC, still open" in text
    assert "There are no discrepancies." not in text
    assert "Nothing was seen." in text
    assert "Nothing was expected in a closed place, so nothing can be missing." in text
    assert "was located" not in text.replace("book value was not located", "")
    assert "Still open, not complete. DC1/R1/A/01 was not visited." in text


def test_scripts_beyond_latin_print_and_can_be_read_back(made: Make) -> None:
    names = ("Ärger Øresund Łódź", "Ελλάδα", "Иванов", "საქართველო", "ไทย")
    people = tuple(Person(f"u{number}", name) for number, name in enumerate(names))
    text = texts(made(replace(sample.report(), people=people), "pdf"))[0]
    for name in names:
        assert name in text


def test_a_character_that_no_font_has_is_named(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    monkeypatch.setattr(fonts, "face", fonts.Face)
    thing = Finding(Outcome.UNKNOWN, identifier="机A\x1bB")
    assert "<U+673A>A<U+001B>B" in flat(made(sample.report((), [thing]), "pdf"))


def test_a_very_long_name_and_scope_stay_on_the_first_page(made: Make) -> None:
    frame = replace(
        sample.FRAME,
        name="A count " * 60,
        scope=tuple(Place.parse(f"Frankfurt am Main/Building {n}/Room {n}") for n in range(60)),
        sources=(sample.SOURCE,) * 9,
    )
    coverage = tuple(Coverage(f"DC1/R{n}/A/01", "blocked", reason=f"reason {n}") for n in range(40))
    people = tuple(Person(f"u{n}", f"Person Number {n}", "technician") for n in range(40))
    report = replace(sample.report(), frame=frame, coverage=coverage, people=people)
    first = texts(made(report, "pdf"))[0]
    assert "Name, date, signature" in first
    assert "and 6 more sources, in the chapter of the population" in first
    assert "and 36 more reasons, in the limits of scope" in first


@pytest.mark.parametrize("length", [1, 60, 4_000])
def test_nothing_is_drawn_beyond_the_margins(made: Make, length: int) -> None:
    thing = sample.asset(1, "DC1/R1/A/01:U1", name="n" * length, model="m" * length, owner="W " * length)
    wide = sample.finding(Outcome.MISPLACED, thing, "DC1/" + "x" * length, asset_tag="T" * length, why="w" * length)
    data = made(sample.report([thing], [wide]), "pdf")
    with opened(data) as document:
        for page in document:
            pixels = np.asarray(page.render(scale=1).to_pil().convert("L"))
            assert (pixels[:, :40] == 255).all()
            assert (pixels[:, 556:] == 255).all()


def test_same_facts_at_another_time_differ_only_where_the_time_stands(made: Make) -> None:
    first = made(sample.report(), "pdf")
    second = made(sample.report(generated=sample.GENERATED.replace(day=25)), "pdf")
    assert first != second
    assert b"D:20261124123000Z" in first
    assert len(texts(first)) == len(texts(second))


def test_the_file_is_well_formed(made: Make) -> None:
    data = made(sample.report(), "pdf")
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)[1])  # type: ignore[index]
    lines = data[start:].split(b"\n")
    number = int(lines[1].split()[1])
    for index, line in enumerate(lines[3 : 2 + number], start=1):
        assert data[int(line[:10]) :].startswith(b"%d 0 obj\n" % index)
    assert io.BytesIO(data).read(8) == b"%PDF-1.4"


def test_more_scripts_come_from_the_fonts_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "weblate_fonts" / "static" / "weblate_fonts" / "kurinto" / "ttf"
    folder.mkdir(parents=True)
    (tmp_path / "weblate_fonts" / "__init__.py").touch()
    for part in ("", "SC", "TC", "JP", "KR"):
        (folder / f"KurintoSans{part}-Rg.ttf").write_bytes(part.encode())
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "weblate_fonts", sys)  # so that it is forgotten at the end
    del sys.modules["weblate_fonts"]
    assert [source() for source in list(fonts._sources(bold=False))[2:]] == [b"", b"SC", b"TC", b"JP", b"KR"]


def test_letters_of_arabic_join(made: Make) -> None:
    assert regular().printed("\u0645\u062d\u0645\u062f") == "\ufee3\ufea4\ufee4\ufeaa"
    people = (Person("u1", "\u0645\u062d\u0645\u062f"),)
    assert "<U+" not in texts(made(replace(sample.report(), people=people), "pdf"))[0]


def test_a_long_place_keeps_its_rack_and_unit_where_it_is_cut() -> None:
    place = "Contoso Datacentre Frankfurt am Main West/Hall of the second floor/Row-A-to-F/Rack-0123/U17-front"
    lines = [line.text for line in regular().lines(place, 80, 7, 3, place=True)]
    assert len(lines) == 3
    assert lines[0].startswith("Contoso")
    assert lines[-1] == "…/Rack-0123/U17-front"
    assert all(regular().width(line, 7) <= 80 for line in lines)
    (end,) = regular().lines("R1/" + "0123456789" * 9, 80, 7, 1, place=True)
    assert (end.text[0], end.text[-10:]) == ("…", "0123456789")


def test_a_list_of_places_and_any_other_text_keep_their_start() -> None:
    for text, place in (("DC1/R1/A/01/U1; " * 20, True), ("either/or " * 20, False)):
        lines = [line.text for line in regular().lines(text, 80, 7, 3, place=place)]
        assert lines[-1].endswith("…")
        assert not lines[-1].startswith("…")


def test_places_that_differ_in_their_units_stay_apart_in_the_tables(made: Make) -> None:
    long = "/".join(["Contoso-Datacentre-Frankfurt-am-Main-West", "Second-floor-left", "Row-A-to-F", "Rack-0123"])
    found = [Finding(Outcome.MISSING, asset=f"k{n}", expected=f"{long}/U{n}") for n in (17, 18)]
    text = flat(made(sample.report((), found), "pdf"))
    assert text.count("/Rack-0123/U17") == text.count("/Rack-0123/U18") >= 2


@preflight.needed
def test_a_report_is_a_pdf_for_the_archive(tmp_path: Path) -> None:
    names = ("Ärger Øresund", "Ελλάδα", "საქართველო", "ไทย", "\u0645\u062d\u0645\u062f", "机")
    people = tuple(Person(f"u{number}", name) for number, name in enumerate(names))
    files = [tmp_path / "every.pdf", tmp_path / "german.pdf"]
    write_report(files[0], replace(sample.report(), people=people))
    write_report(files[1], replace(sample.empty(), language="de"))
    assert preflight.problems(*files) == []

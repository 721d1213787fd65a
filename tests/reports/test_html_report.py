from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from assetaudit.reports.html.markup import PART
from assetaudit.reports.report import AuditReport
from assetaudit.reports.theme import Audience
from tests.reports import golden, sample

Make = Callable[[AuditReport, str], bytes]
ALLOWED = frozenset(
    {"html", "head", "meta", "title", "style", "body", "header", "footer", "h1", "h2", "p", "dl", "dt"}
) | {
    *("dd", "div", "b", "strong", "span", "i", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("svg", "g", "rect", "text", "small", "main", "nav", "ol", "a", "colgroup", "col"),
}


class Seen(HTMLParser):
    """Collects elements, attributes and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.ids.extend(value for name, value in attrs if name == "id" and value)
        self.links.update(value for name, value in attrs if name == "href" and value)

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_bytes_are_the_contract(made: Make) -> None:
    golden.check("report.html", made(sample.report(), "html"))


def test_bytes_in_german_are_the_contract_too(made: Make) -> None:
    golden.check("report.de.html", made(sample.report(language="de"), "html"))


def test_nothing_is_loaded_run_or_linked(made: Make) -> None:
    seen = Seen(made(sample.report(), "html").decode())
    assert seen.names <= ALLOWED
    assert not {name for name in seen.attributes if name.startswith("on") or name in ("src", "style")}
    assert all(link.startswith("#") for link in seen.links)


def test_the_contents_lead_to_every_chapter(made: Make) -> None:
    page = made(sample.report(), "html").decode()
    seen = Seen(page)
    chapters = re.findall(r'<h2 id="([a-z0-9-]+)">', page)
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.links == {f"#{name}" for name in chapters if name != "contents"}
    assert len(seen.links) > 8


def test_the_technicians_page_has_no_contents(made: Make) -> None:
    assert not Seen(made(sample.report(audience=Audience.TECHNICIAN), "html").decode()).links


def test_tables_are_reached_by_keys_and_name_their_columns(made: Make) -> None:
    page = made(sample.report(), "html").decode()
    assert page.count("<table>") == len(re.findall(r"<div class=wide tabindex=0 role=group aria-labelledby=\"", page))
    assert not re.search(r"<th(?! scope=col)[ >]", page)
    assert page.count("<main>") == page.count("</main>") == 1


def test_figures_stand_with_their_bases(made: Make) -> None:
    texts = Seen(made(sample.report(), "html").decode()).texts
    for text in ("96.6 %", "57 of 59 assets expected in closed places were located", "1.9 %"):
        assert text in texts


def test_rooms_are_told_in_words_and_signs_too(made: Make) -> None:
    html = made(sample.report(), "html").decode()
    assert "<title>DC1/R1: verified 37</title>" in html
    assert re.search(r"<text [^>]*>✓ 37</text>", html)


def test_ten_thousand_findings_stream(made: Make) -> None:
    html = made(sample.many(10_000), "html").decode()
    every = html.partition('<h2 id="everything">')[2]
    assert every.count("<tr>") == 10_000 + 10_000 // PART  # each part has a head


def test_a_long_table_comes_in_parts_that_fit_together(made: Make) -> None:
    page = made(sample.many(PART * 2 + 1), "html").decode()
    parts = page.split('<div class="wide part"')[1:]
    rows = [part.partition("</table>")[0].count("<tr><td") for part in parts]
    assert rows[-3:] == [PART, PART, 1]
    assert len({re.search(r"(<colgroup>[^\n]*)\n", part)[1] for part in parts[-3:]}) == 1  # type: ignore[index]
    assert "<col " not in made(sample.report(), "html").decode()

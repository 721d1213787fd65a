"""Two sources of one register: where they disagree, which one leads a field, and who leads all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.inside import Inside

HEADER = "Asset tag,Serial,Place,Model\n"


@pytest.fixture
def program(tmp_path: Path) -> Inside:
    """A workspace in which two sources put one asset in two places."""
    program = Inside(tmp_path / "home")
    for source, rack in (("cmdb", "01"), ("netbox", "02")):
        (tmp_path / f"{source}.csv").write_text(f"{HEADER}IT-1,S1,DC1/R1/A/{rack}:U1,R740\n", "utf-8")
        program.ok("register", "import", tmp_path / f"{source}.csv", "--source", source)
    return program


def place(program: Inside) -> str:
    return str(program.ok("register", "show", "IT-1", "--json").json[0]["place"])


def test_a_source_leads_a_field_and_the_disagreement_turns_round(program: Inside) -> None:
    assert place(program) == "DC1/R1/A/01:U1"
    assert "register lead FIELD=SOURCE" in program.ok("register", "sources").out
    assert program.ok("register", "lead").out.splitlines()[0] == "every field  cmdb, then netbox"
    told = program.ok("register", "lead", "place=netbox").out
    assert "'DC1/R1/A/02:U1' in netbox:IT-1 (leading), 'DC1/R1/A/01:U1' in cmdb:IT-1" in told
    assert place(program) == "DC1/R1/A/02:U1"
    assert program.ok("register", "lead", "--json").json["leads"] == {"place": "netbox"}


def test_the_order_says_who_leads_all_other_fields(program: Inside) -> None:
    program.ok("register", "lead", "--order", "netbox")
    assert place(program) == "DC1/R1/A/02:U1"
    program.ok("register", "lead", "place=cmdb")
    assert place(program) == "DC1/R1/A/01:U1"
    assert program.ok("register", "lead", "--json").json["order"] == ["netbox", "cmdb"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("colour=netbox",), "There is no field 'colour' to lead"),
        (("place=excel",), "There is no source 'excel'"),
        (("place",), "Write FIELD=SOURCE"),
    ],
)
def test_what_cannot_lead_is_refused_and_nothing_changes(program: Inside, words: tuple[str, ...], said: str) -> None:
    done = program.run("register", "lead", *words)
    assert done.code != 0
    assert said in done.err
    assert place(program) == "DC1/R1/A/01:U1"


def test_without_a_register_it_says_how_to_get_one(tmp_path: Path) -> None:
    assert "assetaudit register import FILE" in Inside(tmp_path / "none").ok("register", "lead").out


def test_disagreements_are_told_when_they_come_in_and_before_the_walk(program: Inside, tmp_path: Path) -> None:
    for done in (
        program.ok("register", "import", tmp_path / "netbox.csv", "--source", "netbox"),
        program.ok("audit", "new", "Q4", "--scope", "DC1"),
    ):
        assert "Sources disagree once" in done.err
        assert "'DC1/R1/A/01:U1' in cmdb:IT-1 (leading), 'DC1/R1/A/02:U1' in netbox:IT-1" in done.err


def test_an_asset_is_shown_in_words_with_its_former_codes(program: Inside, tmp_path: Path) -> None:
    (tmp_path / "cmdb.csv").write_text("Asset tag,Serial,Colour\nIT-7,S1,blue\n", "utf-8")
    program.ok("register", "import", tmp_path / "cmdb.csv", "--source", "cmdb")
    out = program.ok("register", "show", "S1").out
    assert ("[" in out, "{" in out) == (False, False)
    rows = {line.split("  ")[0]: line for line in out.splitlines()}
    assert rows["Colour"].endswith("  blue")
    assert rows["joined"].endswith("  netbox:IT-1")
    assert "  IT-1  since " in rows["former asset_tag"]

"""Second imports: what changes, what is gone, what former identifiers find; and several sources as one register."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assetaudit.errors import RegisterError, StoreError, UsageError
from assetaudit.model.asset import Hit, Identifier, StatusClass
from assetaudit.registers.importing import Wishes
from assetaudit.store.register_hash import CONTENT
from assetaudit.store.versions import register as tables
from tests.registers.desk import Desk, StandingClock, at, place_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def wish(source: str) -> Wishes:
    return Wishes(source=source)


FIRST = "id,tag,serial,place,status\n1,T-1,S-1,R/1:U1,in use\n2,T-2,S-2,R/1:U2,in use\n3,T-3,S-3,R/1:U3,in use\n"


def test_a_second_import_updates_adds_and_marks_what_is_gone(desk: Desk) -> None:
    desk.take(FIRST)
    before = desk.register
    desk.clock = StandingClock("2026-04-02")
    report = desk.take(
        "id,tag,serial,place,status\n1,T-1,S-1,R/2:U1,in use\n2,T-2,S-2,R/1:U2,in use\n4,T-4,S-4,R/1:U3,in use\n"
    )
    assert (report.added, report.changed, report.gone, report.changes.unchanged) == (1, 1, 1, 1)
    assert place_of(desk.asset("T-1")) == "R/2:U1"
    gone = desk.asset("T-3")
    assert (gone.status_class, gone.status) == (StatusClass.GONE, "no longer in list")
    assert gone.fields["gone_from_source"] == "2026-04-02"
    assert desk.register.find("asset_tag", "t-3") == (Hit("list:3", current=False),)
    assert before.count_in(at("R/1")) == 3
    assert before.asset("list:4") is None
    assert [info.current for info in desk.store.versions()] == [False, True]


def test_a_former_tag_still_finds_its_asset(desk: Desk) -> None:
    desk.take(FIRST)
    desk.clock = StandingClock("2026-04-02")
    desk.take(FIRST.replace("T-1", "T-91"))
    desk.clock = StandingClock("2026-05-02")
    desk.take(FIRST.replace("T-1", "T-92").replace("T-2", "T-1"))
    one = desk.register.asset("list:1")
    assert one is not None
    tags = [identifier for identifier in one.identifiers if identifier.kind == "asset_tag"]
    assert tags == [
        Identifier("asset_tag", "T-92", current=True, since="2026-05-02"),
        Identifier("asset_tag", "T-1", current=False, since="2026-03-01", until="2026-04-02"),
        Identifier("asset_tag", "T-91", current=False, since="2026-04-02", until="2026-05-02"),
    ]
    assert desk.register.find("asset_tag", "T-91") == (Hit("list:1", current=False),)
    assert desk.register.find("asset_tag", "T-1") == (Hit("list:1", current=False), Hit("list:2", current=True))


def test_a_record_that_comes_back_is_current_again(desk: Desk) -> None:
    desk.take(FIRST)
    desk.take("id,tag,serial\n1,T-1,S-1\n")
    report = desk.take(FIRST)
    assert (report.added, report.gone) == (0, 0)
    assert desk.asset("T-3").status_class is StatusClass.EXPECTED
    assert desk.register.find("serial", "S-3") == (Hit("list:3", current=True),)


def test_macs_and_other_scripts_have_history_too(desk: Desk) -> None:
    desk.take("id,tag,mac\n1,STRASSE-Ä,00:0c:29:0a:3d:5f\n")
    assert desk.register.find("asset_tag", "straße-ä") == (Hit("list:1"),)
    desk.clock = StandingClock("2026-04-02")
    desk.take("id,tag,mac\n1,STRASSE-Ö,000c290a3d60\n")
    assert desk.register.find("asset_tag", "strasse-ö") == (Hit("list:1"),)
    assert desk.register.find("asset_tag", "strasse-ä") == (Hit("list:1", current=False),)
    assert desk.register.find("mac", "00:0C:29:0A:3D:5F") == (Hit("list:1", current=False),)
    assert desk.register.find("mac", "00:0C:29:0A:3D:60") == (Hit("list:1"),)


def test_an_import_that_changes_nothing_leaves_the_version(desk: Desk) -> None:
    desk.take(FIRST)
    version = desk.register.version
    desk.clock = StandingClock("2026-04-02")
    report = desk.take("made anew\n" + FIRST)
    assert (report.version, desk.register.version, len(desk.store.versions())) == (version, version, 1)
    assert desk.store.sources()[0].extracted == "2026-04-02T09:00:00Z"


def test_records_are_joined_by_serial_or_tag_never_by_name(desk: Desk) -> None:
    desk.take(
        "id,tag,serial,name,place,owner\n1,T-1,S-1,alpha,R/1:U1,\n2,T-2,,beta,R/1:U2,\n3,,S-3,gamma,R/1:U3,\n",
        wishes=wish("dcim"),
    )
    desk.take(
        "id,tag,serial,name,place,owner\nx,,s-1,other,R/9:U1,Ann\ny,t-2,S-2,beta,,Ben\nz,,S-33,gamma,,\n",
        wishes=wish("cmdb"),
    )
    register = desk.register
    one, two = register.asset("dcim:1"), register.asset("cmdb:y")
    assert one is not None
    assert two is not None
    assert (one.joined, one.owner, place_of(one)) == (("cmdb:x",), "Ann", "R/1:U1")
    assert (two.key, two.serial, two.owner) == ("dcim:2", "S-2", "Ben")
    assert register.find("serial", "S-2") == (Hit("dcim:2"),)
    assert register.size() == 4
    said = {(one.asset, one.field, one.value, one.other_value) for one in desk.store.disagreements()}
    assert said == {("dcim:1", "name", "alpha", "other"), ("dcim:1", "place", "R/1:U1", "R/9:U1")}
    assert register.count_in(at("R/9")) == 0


def test_another_source_may_lead_a_field_or_all(desk: Desk) -> None:
    desk.take("id,tag,serial,place\n1,T-1,S-1,R/1:U1\n", wishes=wish("dcim"))
    desk.take("id,tag,serial,place\nx,T-9,S-1,R/9:U1\n", wishes=wish("cmdb"))
    desk.store.set_lead("place", "cmdb")
    assert place_of(desk.asset("T-1")) == "R/9:U1"
    assert desk.register.find("asset_tag", "T-9") == (Hit("dcim:1"),)
    desk.store.set_order(["cmdb"])
    asset = desk.register.asset("dcim:1")
    assert asset is not None
    assert (asset.key, asset.asset_tag) == ("cmdb:x", "T-9")
    with pytest.raises(UsageError):
        desk.store.set_lead("colour", "cmdb")
    with pytest.raises(RegisterError):
        desk.store.set_order(["nobody"])


def test_same_tag_with_other_serials_is_not_joined(desk: Desk) -> None:
    desk.take("id,tag,serial\n1,T-1,S-1\n", wishes=wish("dcim"))
    desk.take("id,tag,serial\nx,T-1,S-2\n", wishes=wish("cmdb"))
    assert [hit.key for hit in desk.register.find("asset_tag", "T-1")] == ["cmdb:x", "dcim:1"]
    assert "other serial" in desk.store.disagreements()[0].field


def test_an_identifier_of_two_records_of_a_source_joins_nothing(desk: Desk) -> None:
    desk.take("id,serial\n1,S-1\n2,S-1\n", wishes=wish("dcim"))
    desk.take("id,serial\nx,S-1\n", wishes=wish("cmdb"))
    assert len(desk.register.find("serial", "S-1")) == 3


def test_each_source_is_renewed_alone(desk: Desk) -> None:
    desk.take("id,tag,serial,owner\n1,T-1,S-1,Ann\n2,T-2,S-2,Ben\n", wishes=wish("dcim"))
    desk.take("id,serial,model\nx,S-1,R640\ny,S-9,R740\n", wishes=wish("cmdb"))
    report = desk.take("id,tag,serial,owner\n1,T-1,S-1,Cleo\n2,T-2,S-2,Ben\n", wishes=wish("dcim"))
    asset = desk.asset("T-1")
    assert (report.changed, asset.owner, asset.model, asset.joined) == (1, "Cleo", "R640", ("cmdb:x",))
    report = desk.take("id,serial,model\ny,S-9,R740\n", wishes=wish("cmdb"))
    asset = desk.asset("T-1")
    assert (report.gone, asset.status_class, asset.model) == (1, StatusClass.EXPECTED, "R640")
    assert desk.register.find("serial", "S-1") == (Hit("dcim:1"),)
    report = desk.take("id,tag,serial,owner\n2,T-2,S-2,Ben\n", wishes=wish("dcim"))
    assert report.gone == 1
    assert desk.register.find("serial", "S-1") == (Hit("dcim:1", current=False),)


def test_a_version_tells_whether_it_was_doctored(desk: Desk) -> None:
    desk.take(FIRST)
    register = desk.register
    assert register.intact()
    with sqlite3.connect(register.file) as connection:
        connection.execute("UPDATE asset SET serial = 'S-77' WHERE tag = 'T-1'")
    connection.close()
    assert not desk.store.open(register.version).intact()


def test_a_version_that_is_not_here_is_told(desk: Desk) -> None:
    with pytest.raises(RegisterError):
        desk.store.open("0" * 64)


@pytest.mark.parametrize("damage", ["PRAGMA user_version = 99", "DROP TABLE meta"])
def test_a_file_of_another_shape_is_told(desk: Desk, damage: str) -> None:
    desk.take(FIRST)
    with closing(sqlite3.connect(desk.register.file)) as connection:
        connection.execute(damage)
    with pytest.raises(StoreError) as error:
        desk.store.current()
    assert error.value.hint


def test_hashed_columns_are_those_of_the_tables() -> None:
    names = list(tables.TABLES["asset"])
    assert names == [*CONTENT, "parent"]
    assert list(tables.TABLES["part"]) == [*CONTENT, "lead"]


def test_status_edits_and_sources_are_kept_over_versions(desk: Desk) -> None:
    desk.take(FIRST)
    desk.store.set_status("in use", StatusClass.PLANNED)
    assert desk.register.asset("list:1").status_class is StatusClass.PLANNED  # type: ignore[union-attr]
    desk.take(FIRST + "5,T-5,S-5,R/1:U5,in use\n")
    assert {asset.status_class for asset in desk.register.assets()} == {StatusClass.PLANNED}
    assert desk.store.status_map() == {"in use": StatusClass.PLANNED}


def test_a_place_that_nothing_stands_in_any_more_is_no_longer_known(desk: Desk) -> None:
    desk.take("id,tag,place\n1,T-1,DC/Old/07:U3\n2,T-2,DC/New/01\n")
    desk.take("id,tag,place\n1,T-1,DC/New/02:U3\n2,T-2,DC/New/01\n")
    assert [str(info.place) for info in desk.register.places_in(at("DC"))] == ["DC", "DC/New", "DC/New/01", "DC/New/02"]
    assert desk.register.place(at("DC/Old")) is None
    assert desk.register.intact()


_CARD, _SPARE = "00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5F"


def test_a_network_card_that_was_changed_is_a_change_and_dated(desk: Desk) -> None:
    desk.take(f"tag,mac\nA,{_CARD}\nB,\n")
    desk.clock = StandingClock("2026-04-02")
    report = desk.take(f"tag,mac\nA,{_SPARE}\nB,\n")
    assert (report.changed, report.changes.fields, report.changes.changed_keys) == (
        1,
        (("MAC", 1),),
        (("list:A", "MAC"),),
    )
    assert desk.register.find("mac", _SPARE) == (Hit("list:A"),)
    assert desk.register.find("mac", _CARD) == (Hit("list:A", current=False),)
    changed = desk.register.version
    desk.clock = StandingClock("2026-05-03")
    assert desk.take(f"tag,mac\nA,{_SPARE}\nB,\n").version == changed
    report = desk.take("tag,mac\nA,\nB,\n")
    assert (report.changed, report.changes.unchanged) == (1, 1)
    assert desk.register.find("mac", _SPARE) == (Hit("list:A", current=False),)
    asset = desk.asset("A")
    assert {(one.value, one.since, one.until) for one in asset.identifiers if one.kind == "mac"} == {
        (_CARD, "2026-03-01", "2026-04-02"),
        (_SPARE, "2026-04-02", "2026-05-03"),
    }
    assert desk.register.intact()


def test_a_dated_network_card_stays_with_a_record_that_is_gone_and_comes_back(desk: Desk) -> None:
    desk.take(f"tag,mac\nA,{_CARD}\nB,\n")
    for day, rows in (("2026-04-02", f"A,{_SPARE}\nB,\n"), ("2026-05-03", "B,\n"), ("2026-06-04", f"A,{_SPARE}\nB,\n")):
        desk.clock = StandingClock(day)
        desk.take(f"tag,mac\n{rows}")
        assert [hit.key for hit in desk.register.find("mac", _SPARE)] == ["list:A"]
        assert desk.register.intact()
    assert ("2026-04-02", "") in {(one.since, one.until) for one in desk.asset("A").identifiers if one.value == _SPARE}

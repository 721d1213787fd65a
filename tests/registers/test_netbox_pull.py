"""NetBox pulled through its interface: whole places, what is odd is told, and trouble on the way changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assetaudit.errors import AssetAuditError, ConfigError, RegisterError, UsageError
from assetaudit.model.asset import StatusClass
from assetaudit.registers.importing import ImportReport, Wishes, import_file
from assetaudit.registers.pull import Asked, gone_share, pull
from assetaudit.registers.web import Patience, clean_address
from tests.registers.desk import Desk, at, place_of
from tests.registers.netbox_server import TOKEN, Lab, serving

PLACES = {
    "netbox:204": "LAB 1/Hall 2/Cage A%2FB/K 01:U12",
    "netbox:205": "LAB 1/Hall 2/Cage A%2FB/K 01:U20R",
    "netbox:206": "LAB 1/Hall 2/Cage A%2FB/K 01:U41.5",
    "netbox:207": "LAB 1/Hall 2/Cage A%2FB/K 01",
    "netbox:208": "LAB 1/Hall 2/Cage A%2FB/K 02:U24",
    "netbox:209": "LAB 1/Hall 2/Cage A%2FB/K 02:U6",
    "netbox:210": "LAB 1/Hall 2/Cage A%2FB",
    "netbox:211": "LAB 1/Hall 2/Cage A%2FB",
    "netbox:212": "LAB 1/Hall 2/H1:U30",
    "netbox:213": "LAB 1/Hall 2/H1:U30#Slot-1",
    "netbox:214": "LAB 1/Hall 2/H1:U30#Slot-2",
}
RACK = "LAB 1/Hall 2/Cage A%2FB/K 01"


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    monkeypatch.setenv("NETBOX_TOKEN", TOKEN)
    with serving(Lab()) as found:
        yield found


class Slept(list[float]):
    """Pauses that were asked for."""


def take(desk: Desk, lab: Lab, *filters: tuple[str, str], wishes: Wishes | None = None, **more: Any) -> ImportReport:
    slept = Slept()
    patience = more.pop("patience", Patience(wait=5.0, sleep=slept.append))
    asked = Asked("netbox", lab.url, filters, patience=patience, **more)
    return pull(desk.store, asked, desk.clock, wishes or Wishes())


def _named(lab: Lab, name: str) -> dict[str, Any]:
    return next(one for one in lab.records["dcim/devices/"] if one["name"] == name)


def test_every_device_stands_where_netbox_has_it(desk: Desk, lab: Lab) -> None:
    report = take(desk, lab)
    assert {asset.key: place_of(asset) for asset in desk.register.assets()} == PLACES
    assert (report.rows, report.rejected, report.places, report.source) == (11, 0, 9, "netbox")
    first = desk.asset("LB-0001")
    assert (first.name, first.manufacturer, first.model, first.category) == ("lab-1", "Lab Works", "One", "Lab server")
    assert (first.owner, first.cost_cents, first.status, first.serial) == ("Müller & Söhne", 123450, "Active", "LS1")
    assert [desk.asset(f"LB-000{number}").height_half_units for number in (1, 2, 4)] == [2, 1, 0]
    assert desk.asset("LB-0101").parent == desk.asset("LB-0102").parent == "netbox:212"
    assert desk.asset("LB-0008").status_class is StatusClass.PLANNED


def test_racks_bring_heights_codes_and_links(desk: Desk, lab: Lab) -> None:
    take(desk, lab)
    rack, second = desk.register.place(at(RACK)), desk.register.place(at(RACK.replace("01", "02")))
    assert rack is not None
    assert second is not None
    assert (rack.kind, rack.height_units) == ("rack", 42)
    assert second.height_units == 24  # twenty units, counted from the fifth
    planned = desk.register.place(at("LAB 1/Hall 2/H2"))
    assert planned is not None
    assert planned.kind == ""  # nothing to visit yet
    assert desk.register.place_by_code("lab-k01") == desk.register.place_by_code("RACK-9001") == at(RACK)
    assert desk.register.place_by_code("LB-0004") is None  # a device bears it too
    assert desk.register.place_by_code("7") is None  # too short to tell from other numbers
    ids = {one["name"]: one["id"] for one in lab.records["dcim/racks/"] + lab.records["dcim/locations/"]}
    assert desk.register.place_by_code(f"netbox:racks:{ids['K 01']}") == at(RACK)
    assert desk.register.place_by_code(f"netbox:locations:{ids['Cage A/B']}") == at("LAB 1/Hall 2/Cage A%2FB")


def test_what_is_odd_is_told_with_the_address_of_the_record(desk: Desk, lab: Lab) -> None:
    report = take(desk, lab)
    told = "\n".join(report.lines())
    assert f"{lab.url}/dcim/devices/209/: it has neither asset tag nor serial" in told
    assert f"{lab.url}/dcim/devices/210/: the serial 'LS5' is in devices 208, 210" in told
    assert "are both called LAB 1/spare" in told
    assert "counts its units from the top" in told
    assert "the code 'LB-0004' of netbox:racks:" in told


def test_what_an_auditor_asks_is_recorded(desk: Desk, lab: Lab, tmp_path: Path) -> None:
    report = take(desk, lab, ("status", "active"), keep=tmp_path / "rows.jsonl")
    (info,) = desk.store.sources()
    assert info == report.info
    assert info.file == f"{lab.url}/api/dcim/devices/?status=active"
    assert (info.rows_read, info.rejected, info.filtered, info.records) == (9, 0, 2, 9)
    assert (info.extracted, info.cost_cents) == ("2026-03-01T09:00:00Z", 123450)
    assert info.sha256 == hashlib.sha256((tmp_path / "rows.jsonl").read_bytes()).hexdigest()
    assert TOKEN not in str(report.to_dict()) + "".join(lab.asked) + (tmp_path / "rows.jsonl").read_text()


def test_kept_rows_can_be_imported_as_a_file(desk: Desk, lab: Lab, tmp_path: Path) -> None:
    take(desk, lab, keep=tmp_path / "rows.jsonl")
    before = {asset.asset_tag: (asset.serial, asset.name, asset.status) for asset in desk.register.assets()}
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    report = import_file(other.store, tmp_path / "rows.jsonl", clock=desk.clock)
    assert report.source == "netbox"
    assert {asset.asset_tag: (asset.serial, asset.name, asset.status) for asset in other.register.assets()} == before


@pytest.mark.parametrize("version", ["4.7", "4.5"])
@pytest.mark.parametrize("largest", [1000, 3, 1])
def test_pages_of_any_size_give_the_same_version(desk: Desk, lab: Lab, version: str, largest: int) -> None:
    whole = take(desk, lab).version
    lab.api_version, lab.largest_page = version, largest
    lab.asked.clear()
    again = take(Desk(desk.folder / "again"), lab)
    assert again.version == whole
    assert all(f"{'start' if version == '4.7' else 'offset'}=" in one for one in lab.asked if "%2C" in one)


def test_only_a_rack_that_grew_is_a_new_version_too(desk: Desk, lab: Lab) -> None:
    first = take(desk, lab).version
    assert take(desk, lab).version == first
    rack = next(one for one in lab.records["dcim/racks/"] if one["name"] == "K 01")
    rack["u_height"] = 45
    assert take(desk, lab).version != first
    grown = desk.register.place(at(RACK))
    assert grown is not None
    assert grown.height_units == 45


def test_a_status_of_ones_own_is_told_and_can_be_mapped(desk: Desk, lab: Lab) -> None:
    _named(lab, "lab-1")["status"] = {"value": "burn-in", "label": "Burn-in"}
    assert "the status 'Burn-in' is not known" in "\n".join(take(desk, lab).lines())
    desk.store.set_status("Burn-in", StatusClass.OFF_SITE)
    take(desk, lab)
    assert desk.asset("LB-0001").status_class is StatusClass.OFF_SITE


def test_names_of_places_in_the_settings_count(desk: Desk, lab: Lab) -> None:
    aliases = {"lab 1 / hall 2 / h1": at("LAB 1/Hall 2/A/01")}
    take(desk, lab, wishes=Wishes(aliases=aliases))
    assert place_of(desk.asset("LB-0101")) == "LAB 1/Hall 2/A/01:U30#Slot-1"
    rack = desk.register.place(at("LAB 1/Hall 2/A/01"))
    assert rack is not None
    assert rack.kind == "rack"


def busy(status: int, after: str = "") -> tuple[int, dict[str, str], bytes]:
    return status, {"retry-after": after} if after else {}, b"<html>busy</html>"


def test_a_busy_server_is_asked_again_as_it_wishes(desk: Desk, lab: Lab) -> None:
    slept = Slept()
    lab.faults = [("racks", lambda: busy(503)), ("racks", lambda: busy(429, "7")), ("devices", lambda: None)]
    report = take(desk, lab, patience=Patience(wait=5.0, sleep=slept.append))
    assert report.rows == 11
    assert slept[1] == 7
    assert 0.5 <= slept[0] <= 1.0
    assert len(slept) == 3


TROUBLES = [
    ("racks", lambda: busy(503), "does not answer"),
    ("devices", lambda: None, "does not answer"),
    ("devices", lambda: (302, {"location": "https://login.example/?next=x"}, b""), "the token is not carried there"),
    ("devices", lambda: (200, {"content-type": "text/html"}, b"<html>hello</html>"), "speaks no JSON"),
    ("devices", lambda: (200, {}, b'{"count": 11, "next": null, "results": [' + b"[" * 100_000), "speaks no JSON"),
    ("devices", lambda: (200, {}, b'{"detail": "maintenance"}'), "is no NetBox"),
    ("devices", lambda: (500, {}, b'{"error": "OperationalError"}'), "refuses dcim/devices/: status 500"),
    ("locations", lambda: (403, {}, b'{"detail": "no permission"}'), "refuses the token for dcim/locations/"),
    ("status", lambda: (404, {}, b""), "is no NetBox"),
]


@pytest.mark.parametrize(("where", "fault", "told"), TROUBLES)
def test_trouble_on_the_way_changes_nothing(desk: Desk, lab: Lab, where: str, fault: Any, told: str) -> None:
    version = take(desk, lab).version
    lab.records["dcim/devices/"] = lab.records["dcim/devices/"][:9]
    lab.faults = [(where, fault)] * 12
    with pytest.raises(RegisterError, match=told):
        take(desk, lab)
    assert desk.register.version == version
    assert desk.register.size() == 11


def test_an_interruption_changes_nothing(desk: Desk, lab: Lab) -> None:
    version = take(desk, lab).version
    _named(lab, "lab-1")["name"] = "other"

    def interrupt(done: int, _: int) -> None:
        raise KeyboardInterrupt

    asked = Asked("netbox", lab.url)
    with pytest.raises(KeyboardInterrupt):
        pull(desk.store, asked, desk.clock, Wishes(), told=interrupt)
    assert desk.register.version == version
    assert take(desk, lab).changed == 1


def test_a_filter_that_the_server_ignores_is_noticed(desk: Desk, lab: Lab) -> None:
    lab.ignores = frozenset({"status"})
    with pytest.raises(RegisterError, match="ignores the filter 'status'"):
        take(desk, lab, ("status", "planned"))
    with pytest.raises(UsageError, match="is no filter of NetBox"):
        take(desk, lab, ("rack", "K 01"))
    with pytest.raises(RegisterError, match="nowhere is not one of the available choices"):
        take(desk, lab, ("site", "nowhere"))


def test_fewer_records_than_counted_are_refused(desk: Desk, lab: Lab) -> None:
    short = b'{"count": null, "next": null, "previous": null, "results": [{"id": 204, "name": "lab-1"}]}'
    lab.faults = [("asset_tag%2Cserial", lambda: (200, {}, short))] * 2
    with pytest.raises(RegisterError, match="counts 11 records in dcim/devices/ and gives 1"):
        take(desk, lab)
    lab.faults = [("asset_tag%2Cserial", lambda: (200, {}, short))]  # once only: asked again, all came
    assert take(desk, lab).rows == 11


def test_pages_without_an_end_are_left(desk: Desk, lab: Lab) -> None:
    round_and_round = b'{"count": null, "next": "http://x/?start=1", "results": []}'
    lab.faults = [("sites", lambda: (200, {}, b'{"count": 1}')), *[("sites", lambda: (200, {}, round_and_round))] * 9]
    with pytest.raises(RegisterError, match="pages without an end"):
        take(desk, lab)


def test_many_gone_records_want_a_word(desk: Desk, lab: Lab) -> None:
    take(desk, lab)
    lab.records["dcim/devices/"] = lab.records["dcim/devices/"][:5]
    share = gone_share(desk.store, "netbox", accept=False)
    with pytest.raises(RegisterError, match="6 of the 11 records of 'netbox' would be gone"):
        take(desk, lab, wishes=Wishes(most_gone=share))
    assert desk.register.size() == 11
    assert take(desk, lab, wishes=Wishes(most_gone=share, dry_run=True)).gone == 6
    assert take(desk, lab, wishes=Wishes(most_gone=gone_share(desk.store, "netbox", accept=True))).gone == 6


def test_another_part_than_last_time_is_told(desk: Desk, lab: Lab) -> None:
    take(desk, lab)
    report = take(desk, lab, ("status", "active"))
    assert report.counts["query"] == 1
    assert report.gone == 2


def test_a_chassis_that_was_not_asked_for_leaves_the_blade_its_own_place(desk: Desk, lab: Lab) -> None:
    _named(lab, "lab-box")["status"] = {"value": "offline", "label": "Offline"}
    report = take(desk, lab, ("status", "active"))
    assert report.counts["parent"] == 2
    assert place_of(desk.asset("LB-0101")) == "LAB 1/Hall 2"


def test_names_and_shapes_that_no_one_expects_are_taken_as_they_are(desk: Desk, lab: Lab) -> None:
    first, second = sorted(lab.records["dcim/devices/"], key=lambda one: one["id"])[:2]
    first["name"], first["serial"] = "=cmd|'/c calc'!A1", "\x1b[31mX\x00"
    second |= {"device_type": None, "role": None, "status": None, "rack": None, "location": None, "custom_fields": None}
    second |= {"site": None, "position": "a", "face": 7, "parent_device": []}
    take(desk, lab)
    assert desk.asset("LB-0001").name == "=cmd|'/c calc'!A1"
    assert desk.asset("LB-0001").serial == "[31mX"
    assert desk.asset("LB-0002").place is None


# -- the address and the token -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("netbox.example.com", "https://netbox.example.com"),
        ("https://netbox.example.com/", "https://netbox.example.com"),
        ("https://x.example/netbox/api/", "https://x.example/netbox"),
        ("http://127.0.0.1:8000/api", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses_are_made_whole(typed: str, address: str) -> None:
    assert clean_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "ftp://x", "https://", "https://me:secret@x", "http://x", "https://x:port", "https://x?a=b"]
)
def test_addresses_that_will_not_do(typed: str) -> None:
    with pytest.raises(UsageError) as error:
        clean_address(typed)
    assert "secret" not in str(error.value)


def test_a_token_lies_in_a_file_that_nobody_else_reads(desk: Desk, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETBOX_TOKEN")
    file = desk.folder / "token"
    file.write_text(f"{TOKEN}\n")
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="may be read by others"):
        take(desk, lab, token_file=file)
    file.chmod(0o600)
    assert take(desk, lab, token_file=file).rows == 11


def test_a_token_may_lie_in_the_keyring(desk: Desk, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Ring(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return TOKEN if (service, username) == ("assetaudit", lab.url) else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    monkeypatch.delenv("NETBOX_TOKEN")
    keyring.set_keyring(Ring())  # type: ignore[no-untyped-call]
    try:
        assert take(desk, lab).rows == 11
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("token", ["", "  ", "two words", "ünicode"])
def test_without_a_token_it_is_said_where_to_put_it(
    desk: Desk, lab: Lab, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("NETBOX_TOKEN", token)
    with pytest.raises(ConfigError) as error:
        take(desk, lab)
    assert "token" in str(error.value)


def test_a_wrong_token_is_told_and_not_shown(desk: Desk, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETBOX_TOKEN", TOKEN.upper())
    with pytest.raises(AssetAuditError) as error:
        take(desk, lab)
    assert "Invalid v2 token" in error.value.message
    assert TOKEN.upper() not in str(error.value)


def test_a_slow_answer_is_given_up(desk: Desk, lab: Lab) -> None:
    seconds = iter(range(0, 10_000, 100))
    patience = Patience(wait=5.0, whole=50.0, tries=2, sleep=lambda _: None, now=lambda: float(next(seconds)))
    with pytest.raises(RegisterError, match="not complete after 50 s"):
        take(desk, lab, patience=replace(patience))

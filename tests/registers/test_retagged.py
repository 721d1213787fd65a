"""A device with a new label in a source without numbers of its own: one asset, which both of its tags find."""

from __future__ import annotations

from assetaudit.registers.importing import ImportReport, Wishes
from tests.registers.desk import Desk

HEADER = "Asset tag,Serial,Place,Status\n"


def take(desk: Desk, rows: str, day: str, header: str = HEADER) -> ImportReport:
    desk.clock.day = day
    return desk.take(header + rows, wishes=Wishes(source="cmdb"))


def keys(desk: Desk, tag: str) -> list[tuple[str, bool]]:
    return [(hit.key, hit.current) for hit in desk.register.find("asset_tag", tag)]


def test_a_new_label_is_followed_by_the_serial_and_told(desk: Desk) -> None:
    take(desk, "IT-1,S1,R/1,in use\nIT-2,S2,R/1,in use\n", "2026-01-01")
    report = take(desk, "IT-2,S2,R/1,in use\nIT-7,s1,R/2,in use\n", "2026-02-01")
    assert (report.added, report.changed, report.gone) == (0, 1, 0)
    assert dict(report.changes.fields).keys() >= {"asset tag", "place"}
    ((line, reason),) = [(one.line, one.reason) for one in report.problems if one.kind == "retagged"]
    assert (line, "'IT-7' has the serial of 'IT-1'" in reason) == (3, True)
    assert (keys(desk, "IT-1"), keys(desk, "IT-7")) == ([("cmdb:IT-7", False)], [("cmdb:IT-7", True)])
    (former,) = [one for one in desk.asset("IT-7").identifiers if not one.current and one.kind == "asset_tag"]
    assert (former.value, former.since, former.until) == ("IT-1", "2026-01-01", "2026-02-01")


def test_every_former_tag_is_kept_and_another_import_changes_nothing(desk: Desk) -> None:
    for month, tag in enumerate(("IT-1", "IT-7", "IT-8"), start=1):
        take(desk, f"{tag},S1,R/1,in use\n", f"2026-0{month}-01")
    again = take(desk, "IT-8,S1,R/1,in use\n", "2026-04-01")
    assert (again.changes.any, again.problems) == (False, ())
    assert [keys(desk, tag) for tag in ("IT-1", "IT-7", "IT-8")] == [
        [("cmdb:IT-8", False)], [("cmdb:IT-8", False)], [("cmdb:IT-8", True)]
    ]  # fmt: skip
    assert len(list(desk.register.assets())) == 1
    assert desk.register.intact()


def test_nothing_is_followed_where_it_is_not_sure(desk: Desk) -> None:
    take(desk, "IT-1,S1,R/1,in use\nIT-2,N/A,R/1,in use\nIT-3,S3,R/1,in use\nIT-4,S4,R/1,in use\n", "2026-01-01")
    rows = "IT-5,S1,R/1,in use\nIT-6,S1,R/1,in use\nIT-7,N/A,R/1,in use\nIT-8,S4,R/1,in use\nIT-4,S9,R/1,in use\n"
    report = take(desk, rows, "2026-02-01")
    assert "retagged" not in report.counts
    assert (report.added, report.gone) == (4, 3)


def test_a_source_with_numbers_of_its_own_says_itself_which_one_is_which(desk: Desk) -> None:
    header = "ID,Asset tag,Serial,Place\n"
    take(desk, "1,IT-1,S1,R/1\n", "2026-01-01", header)
    report = take(desk, "2,IT-7,S1,R/1\n", "2026-02-01", header)
    assert (report.added, report.gone, "retagged" in report.counts) == (1, 1, False)

"""From a pulled register through a walk to a corrected NetBox and back, by the command line alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.inside import Inside
from tests.cli.program import Program
from tests.registers.netbox_server import TOKEN, Lab, Reply, serving

K1, K2, H1 = (f"LOC:LAB 1/Hall 2/{name}" for name in ("Cage A%2FB/K 01", "Cage A%2FB/K 02", "H1"))
WALK = (
    f"{K2}:U10",
    "LB-0001",
    f"{K2}:U12",
    "LB-0002",
    f"{K1}:U12",
    "LB-0003",
    K1,
    "CMD:CLOSE",
    H1,
    "LB-0101",
    "LB-0100",
)


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    monkeypatch.setenv("NETBOX_TOKEN", TOKEN)
    with serving(Lab()) as found:
        yield found


@pytest.fixture
def hall(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Pulled, walked, and the moves of three devices approved."""
    hall = Inside(tmp_path_factory.mktemp("hall") / "home")
    hall.ok("register", "pull", "netbox", "--url", lab.url)
    hall.ok("audit", "new", "Q4", "--scope", "LAB 1")
    hall.scan("Q4", *WALK)
    hall.ok("decide", "make", "Q4", "proposed", "--outcome", "misplaced", "--why", "seen", "--by", "mia")
    hall.ok("decide", "make", "Q4", "proposed", "--outcome", "wrong_position", "--why", "seen", "--by", "mia")
    hall.ok("decide", "approve", "Q4", "--all", "--by", "bob")
    return hall


def device(lab: Lab, tag: str) -> dict[str, Any]:
    return next(one for one in lab.records["dcim/devices/"] if one["asset_tag"] == tag)


def where(lab: Lab, tag: str) -> tuple[str, float | None, str | None]:
    one = device(lab, tag)
    return one["rack"]["name"], one["position"], (one["face"] or {}).get("value")


def send(hall: Program, lab: Lab, *more: str) -> Any:
    return hall.run("changes", "send", "Q4", "netbox", "--url", lab.url, "--by", "bob", *more)


def test_approved_moves_are_written_read_again_and_taken_back(hall: Program, lab: Lab) -> None:
    dry = send(hall, lab, "--dry-run").out
    assert "3 ready, 0 already, 0 conflict" in dry
    assert where(lab, "LB-0001") == ("K 01", 12, "front")
    done = send(hall, lab)
    assert done.code == 0, done
    assert "3 lines written and read again" in done.out
    cage = "LAB 1/Hall 2/Cage A%2FB"
    assert f"written   netbox:204 place: {cage}/K 01:U12 -> {cage}/K 02:U10" in done.out
    assert where(lab, "LB-0001") == ("K 02", 10, "front")
    assert where(lab, "LB-0003") == ("K 01", 12, "front")  # it had to wait until the first had moved away
    assert all(message.startswith("assetaudit ") for message in lab.messages)
    assert "0 lines written and read again, 3 were there already" in send(hall, lab).out
    applied = next(row for row in hall.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied")
    assert applied["to"] == lab.url
    back = send(hall, lab, "--take-back", applied["set"][:12])
    assert back.code == 0, back
    assert [where(lab, f"LB-000{number}") for number in (1, 2, 3)] == [
        ("K 01", 12, "front"),
        ("K 01", 20, "rear"),
        ("K 01", 41.5, "front"),
    ]


def test_what_changed_in_netbox_meanwhile_is_never_overwritten(hall: Program, lab: Lab) -> None:
    device(lab, "LB-0001")["position"] = 14.0
    out = send(hall, lab)
    assert "conflict  netbox:204 place: the live register says 'LAB 1/Hall 2/Cage A%2FB/K 01:U14' now" in out.out
    assert where(lab, "LB-0001") == ("K 01", 14, "front")
    assert "2 lines written" in out.out


def test_what_was_sent_twice_is_taken_back_once(hall: Program, lab: Lab) -> None:
    send(hall, lab)
    applied = next(row for row in hall.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied")
    for _ in range(2):
        assert "3 lines written" in send(hall, lab, "--take-back", applied["set"]).out
        assert "3 lines written" in send(hall, lab).out


def test_what_changed_since_it_was_written_is_not_taken_back(hall: Program, lab: Lab) -> None:
    send(hall, lab)
    device(lab, "LB-0001")["position"] = 14.0
    applied = [row for row in hall.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied"]
    assert {line["record"] for row in applied for line in row["results"]} == {"netbox:204", "netbox:205", "netbox:206"}
    out = send(hall, lab, "--take-back", applied[0]["set"][:12]).out
    cage = "LAB 1/Hall 2/Cage A%2FB"
    told = f"the live register says '{cage}/K 02:U14' now, and the change set wrote '{cage}/K 02:U10'."
    assert f"conflict  netbox:204 place: {told}" in out
    assert where(lab, "LB-0001") == ("K 02", 14, "front")
    assert "2 lines written" in out


def test_somebody_who_writes_at_the_same_moment_goes_first(hall: Program, lab: Lab) -> None:
    def overtaken() -> Reply:
        return 412, {"content-type": "application/json"}, b'{"detail": "Precondition failed."}'

    real = lab.reply

    def reply(target: str, authorization: str, change: Any = None) -> Reply | None:
        if change is not None and target.endswith("/204/"):
            assert change.if_match.startswith('W/"')
            return overtaken()
        return real(target, authorization, change)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lab, "reply", lambda _self, *more: reply(*more))
        out = send(hall, lab)
    assert out.code == 1
    assert "failed    netbox:204 place: somebody else changed it" in out.out
    assert "failed    netbox:206 place: what stands at its new place does not move away" in out.out


def test_a_lost_answer_is_read_again(hall: Program, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Lab.reply

    def reply(self: Lab, target: str, authorization: str, change: Any = None) -> Reply | None:
        answer = real(self, target, authorization, change)
        return answer if change is None else None  # written, and the answer is lost

    with monkeypatch.context() as patch:
        patch.setattr(Lab, "reply", reply)
        out = send(hall, lab)
    assert "3 lines written and read again" in out.out or "failed    netbox:206" in out.out
    assert where(lab, "LB-0001") == ("K 02", 10, "front")


def test_a_run_that_died_before_its_notes_is_taken_up(hall: Program, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    from assetaudit.wiring.changes import record as real

    def dies(desk: Any, did: str, *more: Any) -> None:
        if did == "applied" and more[1]:
            raise KeyboardInterrupt
        real(desk, did, *more)

    with monkeypatch.context() as patch:
        patch.setattr("assetaudit.wiring.changes_sending.record", dies)
        assert send(hall, lab).code == 130
    assert where(lab, "LB-0001") == ("K 02", 10, "front")
    out = send(hall, lab)
    assert out.code == 0, out
    done = [row for row in hall.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied"]
    assert sum(row["lines"] for row in done) == 3


@pytest.fixture
def exchanged(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Pulled, walked, and the exchange of two neighbours approved."""
    hall = Inside(tmp_path_factory.mktemp("exchanged") / "home")
    device(lab, "LB-0003")["position"] = 14.0
    hall.ok("register", "pull", "netbox", "--url", lab.url)
    hall.ok("audit", "new", "Q4", "--scope", "LAB 1")
    hall.scan("Q4", f"{K1}:U14", "LB-0001", f"{K1}:U12", "LB-0003")
    hall.ok("decide", "make", "Q4", "proposed", "--outcome", "wrong_position", "--why", "seen", "--by", "mia")
    hall.ok("decide", "approve", "Q4", "--all", "--by", "bob")
    return hall


def test_two_that_stand_in_each_others_place_are_exchanged(exchanged: Program, lab: Lab) -> None:
    out = send(exchanged, lab)
    assert out.code == 0, out
    assert "2 lines written and read again" in out.out
    assert (where(lab, "LB-0001")[1], where(lab, "LB-0003")[1]) == (14, 12)
    applied = next(row for row in exchanged.ok("changes", "list", "Q4", "--json").json if row["did"] == "applied")
    assert send(exchanged, lab, "--take-back", applied["set"]).code == 0
    assert (where(lab, "LB-0001")[1], where(lab, "LB-0003")[1]) == (12, 14)


def test_an_exchange_that_died_halfway_is_taken_up(
    exchanged: Program, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assetaudit.wiring.changes_sending import Sending

    real = Sending._park_one

    def dies(self: Sending, waiting: Any) -> bool:
        real(self, waiting)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Sending, "_park_one", dies)
        assert send(exchanged, lab).code == 130
    assert where(lab, "LB-0001") == ("K 01", None, None)
    assert send(exchanged, lab).code == 0
    assert (where(lab, "LB-0001")[1], where(lab, "LB-0003")[1]) == (14, 12)


def test_an_exchange_that_cannot_be_ended_is_put_back(exchanged: Program, lab: Lab) -> None:
    real = Lab.reply

    def reply(self: Lab, target: str, authorization: str, change: Any = None) -> Reply | None:
        if change is not None and change.body.get("position") == 12 and target.endswith("/206/"):
            return 400, {}, b'{"position": ["U12.0 is already occupied or does not have sufficient space"]}'
        return real(self, target, authorization, change)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lab, "reply", reply)
        out = send(exchanged, lab)
    assert out.code == 1
    assert "does not move away" in out.out
    assert (where(lab, "LB-0001")[1], where(lab, "LB-0003")[1]) == (12, 14)


def test_what_netbox_cannot_take_is_said(hall: Program, lab: Lab) -> None:
    lab.records["dcim/racks/"] = [one for one in lab.records["dcim/racks/"] if one["name"] != "K 02"]
    out = send(hall, lab)
    assert out.code == 1
    assert "NetBox has no place LAB 1/Hall 2/Cage A%2FB/K 02" in out.out


def test_the_command_line_says_what_went_wrong(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> None:
    hall = Inside(tmp_path_factory.mktemp("wrong") / "home")
    assert "no pull called 'excel'" in hall.run("register", "pull", "excel", "--url", lab.url).err
    done = hall.run("register", "pull", "netbox", "--url", lab.url, "--filter", "site")
    assert done.code == 2
    assert "Write --filter site=zrh1" in done.err
    report = hall.ok("register", "pull", "netbox", "--url", lab.url, "--json").json
    assert (report["rows"], report["source"], report["system"]) == (11, "netbox", "netbox")

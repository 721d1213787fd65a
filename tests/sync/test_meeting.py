"""Two laptops and a stick: their union is exact, whatever came first, twice, damaged or from a copy."""

from __future__ import annotations

import os
import platform
import random
from pathlib import Path

import pytest

from assetaudit.errors import SyncError
from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.store.people import People
from assetaudit.sync.bundle import Damage, pieces_in, read_bundle, write_bundle
from assetaudit.sync.card import Card, sealed
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.piece import Piece
from assetaudit.sync.taking import give_bundle, take_bundle
from assetaudit.sync.trust import REVOKED, TRUSTED, Peer
from tests.store.event_sample import scan
from tests.sync.bundled import segments
from tests.sync.laptop import Laptop, pair
from tests.sync.newer_program import newer_program

DAMAGED = 800 if os.environ.get("ASSETAUDIT_LONG_TESTS") else 40
"""Bundles that are hurt, each in another way."""


def test_an_audit_goes_over_and_comes_back(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1", "IT-2")
    two.take(one.bundle())
    assert [info.name for info in two.events.audits()] == ["Q4"]
    two.scan(audit, "IT-3")
    one.take(two.bundle())
    assert one.lines(audit) == two.lines(audit)
    assert len(one.lines(audit)) == 5 + 3
    assert one.events.verify(audit) == two.events.verify(audit) == []


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1")
    bundle = one.bundle()
    first = two.take(bundle)
    before = two.lines(audit)
    again = two.take(bundle + bundle)
    assert sum(taken.new for taken in first) == len(before)
    assert {taken.status for taken in again} == {"known"}
    assert two.lines(audit) == before


def test_a_later_stretch_may_come_first(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1", close=False)
    early = segments(one.bundle())
    one.scan(audit, "IT-2", close=False)
    late = [piece for piece in segments(one.bundle()) if piece.sha not in {known.sha for known in early}]
    for piece in late:
        two.station.take(piece)
    assert len(two.events.verify(audit)) == len(late)
    assert "have not arrived here" in str(two.events.verify(audit)[0])
    for piece in early:
        two.station.take(piece)
    assert two.events.verify(audit) == []
    assert two.lines(audit) == one.lines(audit)


def test_a_copied_laptop_loses_no_scan(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1", close=False)
    clone = one.copy(tmp_path / "clone", "one")
    one.scan(audit, "IT-2", close=False)
    clone.scan(audit, "IT-3", "IT-4", close=False)
    two.take(one.bundle())
    told = two.take(clone.bundle())
    assert sum(taken.forked for taken in told) == 1
    assert any("was copied" in taken.text for taken in told)
    texts = b"".join(two.lines(audit))
    assert all(name in texts for name in (b"IT-1", b"IT-2", b"IT-3", b"IT-4"))
    assert two.events.verify(audit) == []
    assert any("new log" in taken.text for taken in one.take(two.bundle()))
    one.scan(audit, "IT-5", close=False)
    two.take(one.bundle())
    assert b"IT-5" in b"".join(two.lines(audit))
    clone.take(one.bundle())
    assert one.lines(audit) == two.lines(audit) == clone.lines(audit)


def test_a_laptop_restored_from_a_backup_is_filled_again(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1", close=False)
    backup = one.copy(tmp_path / "backup", "one")
    one.scan(audit, "IT-2", "IT-3", close=False)
    two.take(one.bundle())
    backup.take(two.bundle())
    assert backup.lines(audit) == two.lines(audit)
    backup.scan(audit, "IT-4")
    two.take(backup.bundle())
    assert two.lines(audit) == backup.lines(audit)
    assert two.events.verify(audit) == []


def test_a_device_that_is_not_known_is_held_back_and_let_in_later(tmp_path: Path) -> None:
    one, two = Laptop(tmp_path / "one", "one"), Laptop(tmp_path / "two", "two")
    audit = one.audit()
    one.scan(audit, "IT-1")
    assert {taken.status for taken in two.take(one.bundle()) if taken.kind == "segment"} == {"quarantined"}
    assert two.events.audits() == []
    assert two.take(one.bundle())[-1].status == "quarantined"
    two.station.decide(one.station.key.public, "trusted", "boss")
    assert sum(taken.new for taken in two.station.release()) == len(one.lines(audit))
    assert two.lines(audit) == one.lines(audit)


def test_what_a_revoked_device_sends_is_held_back(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    two.take(one.bundle())
    two.station.trust.set(Peer(one.station.key.public, REVOKED))
    one.scan(audit, "IT-1")
    told = [taken for taken in two.take(one.bundle()) if taken.status == "quarantined"]
    assert told
    assert "revoked" in told[0].text
    assert b"IT-1" not in b"".join(two.lines(audit))


def test_a_third_laptop_learns_from_the_second(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    three = Laptop(tmp_path / "three", "three")
    three.trust(one)
    three.trust(two)
    audit = one.audit()
    one.scan(audit, "IT-1")
    two.take(one.bundle())
    two.scan(audit, "IT-2")
    three.take(two.bundle())
    assert three.lines(audit) == two.lines(audit)


def test_closing_and_reopening_arrive_in_any_order(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    (closing,) = one.write(audit, Draft("audit.close", {"reason": "", "tips": {}}))
    closed = segments(one.bundle())
    one.write(audit, Draft("void", {}, (closing,)))
    for piece in reversed(segments(one.bundle())):
        two.station.take(piece)
    assert [info.closed for info in two.events.audits()] == [None]
    assert len(closed) < len(segments(one.bundle()))


def test_only_what_is_lacking_is_handed_on(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    two.take(one.bundle())
    one.scan(audit, "IT-1")
    has = frozenset(two.station.shas())
    rest = segments(b"".join(one.station.pieces(has)))
    assert len(rest) == 1
    two.station.take(rest[0])
    assert two.lines(audit) == one.lines(audit)


@pytest.mark.parametrize("seed", range(DAMAGED))
def test_damage_costs_what_it_hits_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    one, two = pair(tmp_path)
    audit = one.audit()
    for number in range(4):
        one.scan(audit, f"IT-{number}")
        one.station.seal()
    bundle = one.bundle()
    whole = list(pieces_in(bundle))
    at = chance.randrange(len(bundle))
    hurt = bundle[:at] if seed % 2 else bundle[:at] + bytes([bundle[at] ^ 1 << chance.randrange(8)]) + bundle[at + 1 :]
    found = list(pieces_in(hurt))
    pieces = [piece for piece in found if isinstance(piece, Piece)]
    damages = [damage for damage in found if isinstance(damage, Damage)]
    edges = {sum(len(piece.data) for piece in whole[:count] if isinstance(piece, Piece)) for count in range(len(whole))}
    assert len(damages) == (0 if seed % 2 and at in edges else 1)
    assert len(pieces) >= (len(whole) - 1 if seed % 2 == 0 else sum(edge <= at for edge in edges) - 1)
    assert {piece.data for piece in pieces} <= {piece.data for piece in whole if isinstance(piece, Piece)}
    two.take(hurt)
    two.take(bundle)
    assert two.lines(audit) == one.lines(audit)


def test_a_file_that_is_no_bundle_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.aab"
    file.write_bytes(b"PK\x03\x04 not ours")
    (damage,) = read_bundle(file)
    assert isinstance(damage, Damage)
    assert damage.size == file.stat().st_size
    file.write_bytes(b"")
    assert [str(found) for found in read_bundle(file)] == ["0 bytes at 0 cannot be used: the file is empty."]
    with pytest.raises(SyncError, match="cannot be read"):
        list(read_bundle(tmp_path / "absent.aab"))
    with pytest.raises(SyncError, match="cannot be written"):
        write_bundle(tmp_path / "absent" / "y.aab", [b"x"])


def test_two_audits_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    ours, theirs = one.audit(), two.audit()
    one.take(two.bundle())
    with pytest.raises(Exception, match="2 audits are called 'Q4'"):
        one.events.find_audit("q4")
    assert one.events.find_audit(theirs).id == theirs
    assert one.events.find_audit(ours).id == ours


def test_what_may_still_be_on_a_laptop_is_told(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1", close=False)
    early = segments(one.bundle())
    one.scan(audit, "IT-2", close=False)
    late = [piece for piece in segments(one.bundle()) if piece.sha not in {known.sha for known in early}]
    (said,) = one.events.ends(audit).remarks
    assert "a walk still goes on, or was cut short. All of it is here." in said
    for piece in late:
        two.station.take(piece)
    assert "have not arrived here" in two.events.ends(audit).lacking[0]
    for piece in early:
        two.station.take(piece)
    (said,) = two.events.ends(audit).lacking
    assert "was not closed" in said
    one.scan(audit, "IT-3")
    two.take(one.bundle())
    assert two.events.ends(audit).lacking == ()
    assert one.events.ends(audit) == two.events.ends(audit)


def test_a_log_is_told_by_who_wrote_it_and_where(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    ana, ben = (People(Home.of(one.folder)).id_of(name) for name in ("Ana Ruiz", "Ben"))
    audit = one.audit()
    writer = one.events.writer(audit)
    for text, user in (("IT-1", ana), ("IT-2", ben)):
        log = writer.append(scan(text), user=user).log[-12:]
    writer.abandon()
    two.take(one.bundle())
    where = two.station.trust.peers()[one.station.key.public].name
    (said,) = two.events.ends(audit).lacking
    assert said.startswith(f"person u1 & Ana Ruiz & Ben's log at {where} ({log}) was not closed: later scans of it")
    People(Home.of(two.folder)).erase([ben])
    assert f"person u1 & Ana Ruiz & person {ben[:8]}…'s log at" in two.events.lacking(audit)[0]
    (own,) = one.events.ends(audit).remarks
    assert f"'s log at {platform.node()} ({log}), which is this device, is open" in own


def test_what_a_closing_cites_and_what_does_not_count_is_told(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    stranger = Laptop(tmp_path / "three", "three")
    audit = one.audit()
    one.scan(audit, "IT-1")
    two.take(one.bundle())
    stranger.trust(one)
    stranger.take(one.bundle())
    log = two.events.writer(audit)
    tip = log.append(scan("IT-2"), user="u1")
    log.close()
    one.write(audit, Draft("audit.close", {"reason": "", "tips": {tip.log: tip.hash, "x": 7}}))
    one.write(audit, Draft("audit.close", {"reason": "", "tips": "none"}))
    here = one.events.ends(audit).lacking
    assert any(f"cites an end of the log {tip.log[-12:]} that has not arrived here" in text for text in here)
    one.take(two.bundle())
    assert not any(tip.log[-12:] in text for text in one.events.ends(audit).lacking)
    stranger.scan(audit, "IT-3")
    one.take(stranger.bundle())
    assert any("Held back of this audit: 1 segment," in text for text in one.events.ends(audit).lacking)
    one.trust(stranger)
    one.station.release()
    assert not any("Held back" in text for text in one.events.ends(audit).lacking)
    with newer_program():
        stranger.scan(audit, "IT-4")
        newer = stranger.bundle()
    one.take(newer)
    assert any("cannot be read yet" in text for text in one.events.ends(audit).lacking)


def test_copies_and_clocks_are_told(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1", close=False)
    clone = one.copy(tmp_path / "clone", "one")
    one.scan(audit, "IT-2")
    clone.scan(audit, "IT-3")
    two.take(one.bundle())
    two.take(clone.bundle())
    (said,) = two.events.ends(audit).remarks
    assert "numbers used twice: 2" in said
    assert two.events.ends(audit).lacking == ()
    third = one.copy(tmp_path / "third", "one")
    third.scan(audit, "IT-6", close=False)
    two.take(third.bundle())
    assert "was not closed" in two.events.ends(audit).lacking[0]
    two.clock.move(3600)
    two.scan(audit, "IT-4", close=False)
    two.clock.move(-3000)
    two.scan(audit, "IT-5")
    assert "set back by 50 minutes" in two.events.ends(audit).remarks[-1]


def test_a_workspace_that_was_restored_is_told_so(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    backup = one.copy(tmp_path / "backup", "one")
    one.scan(audit, "IT-1")
    two.take(one.bundle())
    (said,) = {taken.text for taken in backup.take(two.bundle()) if taken.text}
    assert "restored from a backup" in said
    assert backup.lines(audit) == one.lines(audit)
    assert not [taken.text for taken in backup.take(two.bundle()) if taken.text]


def test_a_device_goes_on_under_a_new_key(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    one.scan(audit, "IT-1")
    old = one.station.key.public
    new = one.station.rekey().public
    one.scan(audit, "IT-2")
    assert new != old
    two.take(one.bundle())
    assert two.lines(audit) == one.lines(audit)
    assert two.station.trusts(new)
    two.station.trust.set(Peer(new, REVOKED))
    one.scan(audit, "IT-3")
    assert any(taken.status == "quarantined" for taken in two.take(one.bundle()))


def test_a_stranger_cannot_name_a_successor(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    stranger = Laptop(tmp_path / "three", "three")
    stranger.station.rekey()
    two.take(stranger.bundle())
    assert not two.station.trusts(stranger.station.key.public)
    forged = Card(stranger.station.key.public, "x", "d", replaces=one.station.key.public)
    two.take(sealed(forged, stranger.station.key))
    assert not two.station.trusts(stranger.station.key.public)


def test_what_is_no_bundle_at_all_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "notes.aab"
    for text in (b"", b"shopping list"):
        file.write_bytes(text)
        with pytest.raises(SyncError, match=r"notes\.aab is no bundle, or nothing of it is left"):
            take_bundle(Laptop(tmp_path / "one", "one").station, file)


def test_what_nobody_vouched_for_is_told_once_a_device_and_trusted_by_its_fingerprint(tmp_path: Path) -> None:
    (one, two), third = pair(tmp_path), Laptop(tmp_path / "three", "three")
    for laptop in (one, two):
        laptop.scan(laptop.audit(laptop.name), "IT-1")
        laptop.scan(laptop.events.find_audit(laptop.name).id, "IT-2")
    one.take(two.bundle())
    file = tmp_path / "stick.aab"
    file.write_bytes(one.bundle())
    told = take_bundle(third.station, file).texts
    assert len([text for text in told if text.startswith("Held back: ")]) == 2
    for laptop in (one, two):
        print_ = fingerprint(laptop.station.key.public)
        assert any(f"sync trust '{print_}'" in text for text in told)
        third.station.decide(print_, TRUSTED, "")
        third.station.release()
        assert third.events.find_audit(laptop.name).name == laptop.name


def test_a_name_that_was_given_here_outlives_a_revocation(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    two.station.trust.set(Peer(one.station.key.public, TRUSTED, "laptop 7", by="hub"))
    two.station.decide("laptop 7", REVOKED, "")
    two.take(one.bundle())
    assert two.station.trust.find("laptop 7").state == REVOKED


def test_when_others_were_met_is_told(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    one.scan(one.audit(), "IT-1")
    file, heard = tmp_path / "stick.aab", list[tuple[int, int]]()
    give_bundle(one.station, file, one.station.pieces())
    assert f"wrote a bundle: {file}" in str(one.station.status())
    take_bundle(two.station, file, lambda done, of: heard.append((done, of)))
    assert heard[-1] == (file.stat().st_size, file.stat().st_size)
    assert "took a bundle of" in two.station.status().last
    assert "met 20" in str(two.station.status())
    (two.folder / "meetings.json").write_text("torn", "utf-8")
    assert two.station.status().last == ""

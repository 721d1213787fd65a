"""An open audit sees what others write, and its closing cites every log."""

from __future__ import annotations

import hashlib
import json

import pytest

from assetaudit.audit.open_audit import frame_hash
from assetaudit.errors import AuditError
from assetaudit.model.event import Draft, Event
from assetaudit.model.place import Place
from assetaudit.store.event_bytes import canonical
from tests.audit.hall import Hall, take


def test_refresh_takes_in_what_others_wrote() -> None:
    hall = Hall()
    assert hall.audit.refresh() is False
    assert hall.audit.opened == hall.log.written[1].wall
    elsewhere = hall.log.writer("elsewhere")
    place = elsewhere.append(Draft("place", {"place": "DC1/R2/A/07", "by": "label"}), user="ben")
    read = {"kind": "code", "text": "IT-00101"}
    elsewhere.append(Draft("scan", {"at": place.hash, "read": read}), user="ben")
    assert hall.audit.refresh() is True
    assert hall.audit.refresh() is False
    assert hall.outcome("IT-00101") == "found"
    assert hall.audit.events == 4


def test_what_a_walk_wrote_itself_is_no_news() -> None:
    hall = Hall()
    hall.audit.refresh()
    take(hall.walk(), "LOC:DC1/R2/A/07", "IT-00101")
    assert hall.audit.refresh() is False
    assert hall.audit.events == 4


def test_people_and_where_they_stood_last() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk("ben")
    take(ana, "LOC:DC1/R2/A/07", "IT-00101")
    hall.clock.move(60)
    take(ben, "IT-00101", "LOC:DC1/R2/A/08")
    take(ana, "LOC:DC1/R2/A/09")
    hall.audit.refresh()
    people = {person.user: person for person in hall.audit.people}
    assert (people["ana"].events, people["ana"].last - people["ana"].first) == (3, 60_000)
    assert hall.audit.last_place("ana") == Place.parse("DC1/R2/A/09")
    assert hall.audit.last_place("ben") == Place.parse("DC1/R2/A/08")


def test_the_closing_cites_the_tip_of_every_log() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk("ben")
    take(ana, "LOC:DC1/R2/A/07", "IT-00101")
    take(ben, "LOC:DC1/R2/A/08")
    tips: dict[str, Event] = {event.log: event for event in hall.log.written}
    writer = hall.log.writer("office")
    closing = hall.audit.close(writer, "all done", user="boss")
    assert closing.d == {"reason": "all done", "tips": {log: event.hash for log, event in sorted(tips.items())}}
    assert hall.audit.closed == closing.wall
    with pytest.raises(AuditError, match="closed already"):
        hall.audit.close(writer, "again", user="boss")


def test_a_closing_that_was_taken_back_leaves_it_open() -> None:
    hall = Hall()
    writer = hall.log.writer("office")
    closing = hall.audit.close(writer, "done", user="boss")
    writer.append(Draft("void", {}, (closing.hash,)), user="boss")
    hall.audit.refresh()
    assert hall.audit.closed is None
    assert hall.audit.close(writer, "really", user="boss").d["tips"]["office"] == hall.log.written[-2].hash


def test_the_frames_hash_is_over_its_canonical_form() -> None:
    hall = Hall()
    assert hall.audit.frame_hash == hashlib.sha256(canonical(hall.frame.to_dict())).hexdigest()
    assert frame_hash(hall.frame) == hall.audit.frame_hash
    assert json.loads(canonical(hall.frame.to_dict())) == hall.frame.to_dict()

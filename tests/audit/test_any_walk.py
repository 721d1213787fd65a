"""Whatever is scanned in whatever order: every read is one committed event, and no walk ends in an error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.identify import codes
from assetaudit.model.finding import Outcome
from assetaudit.model.payload import read_from_payload
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from tests.audit.hall import ASSETS, EPC, RACK_A, RACK_B, Hall

WORDS = {outcome.value for outcome in Outcome} | {"place", "command", "repeat", "saved"}
CONTROLS = (*codes.CONTROLS, "FIRE")
TAGS = tuple(asset.asset_tag or "" for asset in ASSETS) + tuple(asset.serial or "" for asset in ASSETS)
LABELS = (
    "LOC:DC1/R2/A/07",
    "LOC:DC1/R2/A/08:U10",
    "LOC:DC1/R2/A/07:U40R",
    "LOC:DC1",
    "LOC:nowhere",
    "LOC:",
    "LOC-ABC12",
    "RK-A7",
)
CODES = st.sampled_from([*TAGS, *LABELS, *(f"CMD:{name}" for name in CONTROLS), "XX-1", "4006381333931"]) | st.text()
READS = (
    st.builds(Read, reader=st.sampled_from(["keys://", "camera://0"]), text=CODES)
    | st.builds(Read, reader=st.just("keys://"), hex=st.binary().map(lambda data: data.hex().upper()))
    | st.builds(
        Read,
        reader=st.just("tcp://r"),
        kind=st.just("tag"),
        epc=st.sampled_from([EPC, "00", "434D443A554E444F"]),
        rssi=st.none() | st.floats(),
    )
    | st.builds(Read, reader=st.just("gps://x"), kind=st.sampled_from(["status", "position"]), note=st.text())
)
KEYS = st.sampled_from(
    [
        lambda walk: walk.adopt(),
        lambda walk: walk.carry(RACK_B),
        lambda walk: walk.carry(RACK_A, 2),
        lambda walk: walk.empty(),
        lambda walk: walk.photo("00" * 32),
        lambda walk: walk.hand_over("ben"),
        lambda walk: walk.go(RACK_A, side="rear"),
        lambda walk: walk.close([RACK_A, RACK_B], "front"),
        lambda walk: walk.mark_unreadable(None, "x"),
        lambda walk: walk.pick("cmdb:IT-00102", "sight"),
        lambda walk: walk.note(""),
        lambda walk: walk.condition("{torn}"),
        lambda walk: walk.undo(),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), READS | KEYS), max_size=25), st.booleans())
def test_every_read_is_kept_and_every_answer_is_one(steps: list[tuple[int, object]], blind: bool) -> None:
    hall = Hall(blind=blind)
    walks = [hall.walk("ana"), hall.walk("ben")]
    for who, step in steps:
        before = len(hall.log.written)
        verdict = walks[who].take(step) if isinstance(step, Read) else step(walks[who])  # type: ignore[operator]
        new = hall.log.written[before:]
        assert verdict.verdict in WORDS
        assert verdict.sentence
        assert [event.hash for event in new[-1:]] == ([] if verdict.hash is None else [verdict.hash])
        assert {event.k for event in new[:-1]} <= {"place"}, "only where a thing stands may be said before it"
        assert walks[who].place == place_of(hall, walks[who].at)
        if isinstance(step, Read):
            kept(step, new[-1].d)
        if blind:
            assert (verdict.asset, verdict.finding, verdict.expected) == (None, None, None)
    for asset in ASSETS:
        hall.outcome(asset.asset_tag or "")


def kept(read: Read, d: dict[str, object]) -> None:
    """The read lies in its event as it came."""
    if read.kind == "tag":
        assert [tag["epc"] for tag in d["tags"]] == [read.epc]  # type: ignore[attr-defined]
    elif read.text or read.hex or read.note:
        assert read_from_payload(d["read"]).raw == read.raw  # type: ignore[arg-type]


def place_of(hall: Hall, known: str | None) -> Place | None:
    """The place of a place event that still counts."""
    if known is None:
        return None
    assert hall.audit.reconciliation.live(known)
    return next(Place.parse(event.d["place"]) for event in hall.log.written if event.hash == known)

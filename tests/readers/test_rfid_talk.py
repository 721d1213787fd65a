"""How readers are greeted, set, kept reading and given up, in a time that passes as fast as it is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Framer, LinkLostError
from assetaudit.readers.conversation import MUTE
from assetaudit.readers.opening import open_reader
from assetaudit.readers.protocols import framer_of
from tests.readers.emulated import A0, ALL, R200, Cf600, Nur, Pn532, ThingMagic, UhfReader18, UhfReader288, Ur4
from tests.readers.emulation import Emulated, Silent

TALKERS = [kind for kind in ALL if kind is not Silent]
NAMES = [kind.__name__ for kind in TALKERS]


@dataclass
class Talk:
    """A driver and an emulated reader with nothing between them but a clock."""

    device: Emulated
    options: str = ""
    now: float = 0.0
    reads: list[Read] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    deaf: bool = False
    framer: Framer = field(init=False)

    def __post_init__(self) -> None:
        self.framer = framer_of(Address.parse(f"tcp://h:1?protocol={self.device.protocol}{self.options}"))

    def go_on(self, seconds: float) -> Talk:
        end = self.now + seconds
        came = b""
        while self.now < end:
            self.take(self.framer.feed(came, self.now) if came else self.framer.idle(self.now))
            sent = self.framer.due(self.now)
            answer = self.device.hear(sent) if sent and not self.deaf else b""
            came = answer or (self.device.sweep() if self.device.running and not self.deaf else b"")
            self.now += TICK
        return self

    def take(self, reads: list[Read]) -> None:
        self.told += [read.note or "" for read in reads if read.kind == "status"]
        self.reads += [read for read in reads if read.kind != "status"]


@pytest.mark.parametrize("kind", TALKERS, ids=NAMES)
def test_a_reader_that_never_answers_is_given_up_with_a_hint(kind: type[Emulated]) -> None:
    talk = Talk(kind(), deaf=True)
    with pytest.raises(LinkLostError) as lost:
        talk.go_on(15)
    assert str(lost.value) == MUTE
    assert not talk.framer.ready


@pytest.mark.parametrize("kind", TALKERS, ids=NAMES)
def test_a_reader_that_falls_silent_in_the_middle_of_a_frame_is_given_up(kind: type[Emulated]) -> None:
    talk = Talk(kind()).go_on(3)
    assert talk.framer.ready
    assert talk.reads
    talk.take(talk.framer.feed(talk.device.tag(talk.device.numbers[0])[:-3], talk.now))
    talk.deaf, count = True, len(talk.reads)
    with pytest.raises(LinkLostError, match="stopped answering"):
        talk.go_on(20)
    assert len(talk.reads) == count
    talk.framer.lost()
    talk.deaf = talk.device.running = False
    talk.device.waiting = b""
    assert len(talk.go_on(3).reads) > count


@pytest.mark.parametrize("kind", TALKERS, ids=NAMES)
def test_a_reader_with_no_tag_before_it_is_not_given_up(kind: type[Emulated]) -> None:
    device = kind()
    device.present = []
    talk = Talk(device).go_on(60)
    assert not talk.reads
    assert not talk.told
    device.present = list(device.numbers)
    assert {read.epc or read.text for read in talk.go_on(10).reads} == set(device.numbers)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(TALKERS), st.lists(st.booleans(), max_size=5))
def test_lost_answers_are_asked_for_again_and_never_stop_it(kind: type[Emulated], lost: list[bool]) -> None:
    """A line that swallows answers: it is read in the end, or given up so that it is connected anew."""
    device, answers = kind(), list(lost)
    hear = device.hear

    def half_deaf(data: bytes) -> bytes:
        answer = hear(data)
        return b"" if answers and answers.pop() else answer

    device.hear = half_deaf  # type: ignore[method-assign]
    talk = Talk(device)
    try:
        talk.go_on(25)
    except LinkLostError:
        assert any(lost)
        return
    assert {read.epc or read.text for read in talk.reads} == set(device.numbers)


SET = [
    (R200, "&power=20dBm&region=eu", {0xB6: "07D0", 0x07: "03"}),
    (UhfReader18, "&power=30&region=us", {0x2F: "1E", 0x22: "3180"}),
    (UhfReader288, "&power=26dBm&region=eu&antenna=2&tid=on", {0x2F: "1A", 0x22: "4E00", 0x01: "2400008103"}),
    (A0, "&power=25&region=eu&antenna=3", {0x76: "19", 0x78: "020006", 0x74: "02"}),
    (ThingMagic, "&power=27.5dBm&region=eu&antenna=1,2", {0x92: "0ABE", 0x97: "08", 0x91: "0201010202", 0x93: "0005"}),
    (Cf600, "&power=30dBm", {0x53: "1E00"}),
    (Ur4, "&power=30&region=eu&antenna=1,3&tid=on", {0x10: "00010BB80BB8030BB80BB8", 0x2C: "0004", 0x28: "000005"}),
    (Nur, "&power=20dBm&region=us&antenna=1,2", {0x22: "0400000007"}),
]


@pytest.mark.parametrize(("kind", "options", "wanted"), SET, ids=[kind.__name__ for kind, *_ in SET])
def test_settings_reach_the_reader(kind: type[Emulated], options: str, wanted: dict[int, str]) -> None:
    talk = Talk(kind(), options).go_on(4)
    for code, data in wanted.items():
        assert bytes.fromhex(data) in talk.device.said(code)
    assert not talk.told
    assert talk.reads


@pytest.mark.parametrize(("kind", "options", "wanted"), SET, ids=[kind.__name__ for kind, *_ in SET])
def test_a_refused_setting_is_told_and_it_reads_on(kind: type[Emulated], options: str, wanted: dict[int, str]) -> None:
    device = kind()
    device.refuse = next(iter(wanted))
    talk = Talk(device, options).go_on(4)
    assert any(told.startswith("The reader refused to ") for told in talk.told)
    assert talk.reads


def test_antennas_take_turns_where_a_round_has_only_one() -> None:
    talk = Talk(A0(), "&antenna=1,3").go_on(4)
    assert {read.antenna for read in talk.reads} == {1, 3}
    rounds = Talk(UhfReader288(), "&antenna=1,4").go_on(4).device.said(1)
    assert rounds[:4] == [bytes.fromhex(f"0400008{port}03") for port in (0, 3, 0, 3)]


def test_power_above_what_a_nur_module_can_is_told_and_its_highest_used() -> None:
    talk = Talk(Nur(), "&power=30").go_on(3)
    assert talk.told == ["The reader cannot send with 30 dBm; its highest is 27 dBm."]
    assert b"\x04\0\0\0\0" in talk.device.said(0x22)


def test_every_notification_of_a_nur_module_is_acknowledged_and_an_ended_stream_begun_again() -> None:
    device = Nur()
    talk = Talk(device).go_on(3)
    assert len(talk.reads) - len(device.said(2)) in range(len(device.numbers) + 1)
    begun = len(device.said(0x39))
    device.running = False
    talk.take(talk.framer.feed(device.framed(1, b"\x82\0\x01\x01\0\0\x04"), talk.now))
    talk.go_on(1)
    assert len(device.said(0x39)) == begun + 1


def test_a_chafon_reader_that_has_finished_is_started_again() -> None:
    device = Cf600()
    talk = Talk(device).go_on(2)
    begun = len(device.said(1))
    talk.take(talk.framer.feed(device.framed(1, b"\x12"), talk.now))
    talk.go_on(0.2)
    assert len(device.said(1)) == begun + 1


def test_two_commands_are_never_on_their_way_at_once() -> None:
    device, sent = Cf600(), []
    talk = Talk(device, "&power=20", deaf=True)
    while talk.now < 0.7:
        sent.append(talk.framer.due(talk.now))
        talk.now += TICK
    assert [data for data in sent if data] == [bytes.fromhex("CFFF0070002415")]


@pytest.mark.parametrize(
    ("kind", "frame", "words"),
    [
        (R200, "BB01FF000120217E", "channel to hop to"),
        (UhfReader288, "050001F8690F", "antenna is not connected"),
        (A0, "A004018922B0", "no antenna is connected"),
        (ThingMagic, "FF0022050485E4", "too hot"),
        (ThingMagic, "FF0022050585E5", "comes back from the antenna"),
    ],
)
def test_errors_of_a_reader_are_told_in_words(kind: type[Emulated], frame: str, words: str) -> None:
    talk = Talk(kind())
    talk.take(talk.framer.feed(bytes.fromhex(frame), 0))
    (told,) = talk.told
    assert words in told


def test_a_tag_that_lies_there_is_one_read_and_taken_away_and_back_another() -> None:
    for device in (Pn532(), Silent()):
        talk, number = Talk(device), device.numbers[0]
        device.present = [number]
        talk.go_on(5)
        device.present = []
        talk.go_on(2)
        device.present = [number]
        assert [read.text for read in talk.go_on(5).reads] == [number, number]


def test_a_125_khz_number_is_given_in_the_form_that_the_register_holds() -> None:
    for form, text in (("hex", "62E3086CED"), ("decimal", "3808980205"), ("facility", "008,27885")):
        assert Talk(Silent(), f"&form={form}").go_on(1).reads[0].text == text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://h:1?protocol=r200&power=99", "power must be dBm from 0 to 33, such as 16dBm, not '99'"),
        ("tcp://h:1?protocol=r200&power=", "power must be dBm"),
        ("tcp://h:1?protocol=r200&power=nan", "power must be dBm"),
        ("tcp://h:1?protocol=a0&antenna=5", "antenna must be antenna ports from 1 to 4, such as 1 or 1,2, not '5'"),
        ("tcp://h:1?protocol=a0&antenna=1,1", "antenna must be"),
        ("serial:///dev/nowhere?protocol=thingmagic&region=mars", "region must be one of us, us2, eu"),
        ("tcp://h:1?protocol=a0&region=eu&region=us", "the option 'region' is given twice"),
        ("tcp://h:1?protocol=r200&antenna=1", "r200 has no setting 'antenna'"),
        ("serial:///dev/nowhere?protocol=r200&baud=fast", "baud must be a number"),
        ("tcp://h?protocol=line", "names no host and port"),
        ("tcp://h:99999999999?protocol=r200", "names no host and port"),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_is_opened(address: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        open_reader(address)
    assert says in str(told.value)
    if "has no setting" in says:
        assert "power: dBm from 0 to 33" in told.value.hint


def test_a_port_may_be_left_out_where_the_protocol_has_one() -> None:
    for address in ("tcp://192.168.1.200?protocol=cf600", "tcp://[fe80::1]?protocol=cf600"):
        assert open_reader(address).address == address


def test_a_reader_that_pushes_is_not_asked_all_the_time_and_is_when_it_falls_silent() -> None:
    device = UhfReader288()
    talk = Talk(device).go_on(1)
    pushed = device.framed(0xEE, 0, bytes.fromhex("020CE2801160600002000000000A50"))
    asked = len(device.said(1))
    for _ in range(100):
        talk.take(talk.framer.feed(pushed, talk.now))
        assert talk.framer.due(talk.now) == b""
        talk.now += 0.02
    assert talk.reads[-1].epc == "E2801160600002000000000A"
    assert len(device.said(1)) == asked
    assert len(talk.go_on(4).device.said(1)) > asked


@pytest.mark.parametrize(("speaks", "asked"), [(UhfReader288, "uhfreader18"), (UhfReader18, "uhfreader288")])
def test_the_other_family_of_uhfreader_is_told_and_none_of_its_tags_made_up(speaks: type[Emulated], asked: str) -> None:
    device = speaks()
    device.present = list(device.numbers[:1])
    other, device.protocol = device.protocol, asked
    talk = Talk(device).go_on(2)
    assert not talk.reads
    assert all(told.endswith(f"it may speak protocol={other}.") for told in talk.told)
    assert talk.told

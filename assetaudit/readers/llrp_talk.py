"""LLRP 1.0.1 and 1.1 as a protocol without any line: what a reader is told, step by step, and tags out of its reports.

Messages are encoded and decoded by llrpkit (MIT), which is loaded when an address asks for it; the talk itself is kept
here, so that a slow consumer slows the reader down instead of losing its oldest reports. Steps: the reader greets;
capabilities; Impinj's extensions where it is one; keep-alives; our ROSpec added, enabled, started.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from assetaudit.errors import MissingExtraError
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, LinkLostError
from assetaudit.readers.settings import antennas, choice, power, whole

POWER = power(0, 36)
ANTENNA = antennas(64)
SESSION = choice("session", {f"s{number}": number for number in range(4)})
ROSPEC = whole("rospec", 1, 2**32 - 1)
"""A ROSpec that the reader already has; ours is made where the setting is left out."""
OURS = 1123
HEADER = 10
LARGEST = 4 << 20
"""Bytes of a message; a longer one is no message, and the connection is given up."""
KEEP_ALIVE = 5.0
"""Seconds between the reader's signs of life."""
SILENT = 3 * KEEP_ALIVE
ANSWER = 5.0
"""Seconds for an answer."""
GREETING = 10.0
_REFUSALS = {
    1: "the reader itself has opened one",
    2: "somebody else is connected to it",
    3: "it gives no reason",
    4: "somebody else is connecting to it",
}
"""Connection attempt events (LLRP 1.1, 15.2.4)."""
_OLDEST = 946_684_800_000_000
"""2000-01-01 in microseconds: earlier times are a reader's uptime, not a date."""


class LlrpFramer(Framer):
    """Speaks with one reader; gives up, to be connected anew, where it refuses, errs or falls silent."""

    def __init__(self, address: Address) -> None:
        self._library = library()
        self._reader = address.text
        self._power, self._session = POWER.of(address, None), SESSION.of(address, 1)
        self._antennas, self._theirs = ANTENNA.of(address, ()), ROSPEC.of(address, None)
        self.lost()

    @property
    def ready(self) -> bool:
        """Whether the inventory runs."""
        return self._running

    def lost(self) -> None:
        """Forget everything about the connection."""
        self._held = bytearray()
        self._out = bytearray()
        self._broken = ""
        self._running = False
        self._steps: Iterator[Any] | None = None
        self._waiting = 0
        """Id of the request that is not answered yet."""
        self._answer: Any = None
        self._id = 0
        self._heard: float | None = None
        self._asked: float | None = None

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Tags in the reports that these bytes complete."""
        self._heard = now
        self._held += data
        reads: list[Read] = []
        at = 0
        while not self._broken and len(self._held) - at >= HEADER:
            size = self._size(at)
            if size == 0 or len(self._held) - at < size:
                break
            reads += self._message(bytes(self._held[at : at + size]), now)
            at += size
        del self._held[:at]
        if self._broken:
            self._held.clear()
        return reads

    def due(self, now: float) -> bytes:
        """Answers, keep-alive acknowledgements and the next request; LinkLostError where it cannot go on."""
        self._heard = now if self._heard is None else self._heard
        if self._broken:
            raise LinkLostError(self._broken)
        if self._asked is not None and now - self._asked > ANSWER:
            raise LinkLostError(f"The reader did not answer within {ANSWER:g} seconds.")
        if now - self._heard > (GREETING if self._steps is None else SILENT):
            raise LinkLostError("The reader has fallen silent; is this an LLRP reader?")
        if self._waiting and self._asked is None:
            self._asked = now
        out, self._out = bytes(self._out), bytearray()
        return out

    def goodbye(self) -> bytes:
        """Stop the inventory and take leave, so that the reader is free for the next one."""
        self._out.clear()
        kit, spec = self._library, self._spec
        if self._running:
            self._send(kit.messages.STOP_ROSPEC(ro_spec_id=spec))
        if self._running and self._theirs is None:
            self._send(kit.messages.DELETE_ROSPEC(ro_spec_id=spec))
        self._send(kit.messages.CLOSE_CONNECTION())
        return bytes(self._out)

    @property
    def _spec(self) -> int:
        return OURS if self._theirs is None else self._theirs

    def _size(self, at: int) -> int:
        """Length of the message that begins here; 0 where there can be none, and why."""
        version = self._held[at] >> 2 & 7
        size = int.from_bytes(self._held[at + 2 : at + 6], "big")
        if version not in (1, 2) or not HEADER <= size <= LARGEST:
            self._broken = "What arrives is no LLRP; is the address right?"
            return 0
        return size

    def _message(self, data: bytes, now: float) -> list[Read]:
        kit = self._library
        try:
            message = kit.decode_message(data)
        except (kit.LLRPError, ValueError, IndexError, OverflowError) as error:
            return [self._status(f"A message of the reader could not be understood: {error}.")]
        if isinstance(message, kit.messages.RO_ACCESS_REPORT):
            return [read for report in message.tag_report_datas if (read := self._tag(report)) is not None]
        if isinstance(message, kit.messages.KEEPALIVE):
            self._out += kit.messages.KEEPALIVE_ACK().to_bytes(message_id=message.message_id)
        elif isinstance(message, kit.messages.READER_EVENT_NOTIFICATION):
            return self._event(message.reader_event_notification_data)
        elif message.message_id == self._waiting or isinstance(message, kit.messages.ERROR_MESSAGE):
            self._answered(message, now)
        return []

    def _event(self, event: Any) -> list[Read]:  # noqa: ANN401 - a class of llrpkit
        attempt = event.connection_attempt_event
        if attempt is not None and self._steps is None:
            if int(attempt.status) != 0:
                self._broken = f"The reader refuses the connection: {_REFUSALS.get(int(attempt.status), 'unknown')}."
                return []
            self._steps = self._talk()
            self._next()
        elif attempt is not None and int(attempt.status) == 4:
            return [self._status("Somebody else tried to connect to this reader.")]
        antenna = event.antenna_event
        if antenna is not None and int(antenna.event_type) == 0:
            return [self._status(f"Antenna {antenna.antenna_id} is disconnected.")]
        if event.connection_close_event is not None:
            self._broken = "The reader ended the connection."
        return []

    def _answered(self, message: Any, now: float) -> None:  # noqa: ANN401 - a class of llrpkit
        self._waiting, self._asked = 0, None
        self._answer = message
        self._heard = now
        self._next()

    def _next(self) -> None:
        """Send the next request of the talk."""
        if self._steps is None:
            return
        request = next(self._steps, None)
        if request is not None:
            self._waiting = self._send(request)
        else:
            self._running = not self._broken

    def _send(self, message: Any) -> int:  # noqa: ANN401 - a class of llrpkit
        self._id = self._id % 0x7FFFFFFF + 1
        self._out += message.to_bytes(message_id=self._id)
        return self._id

    def _talk(self) -> Iterator[Any]:
        """Requests in their order; between two of them the answer to the first is here."""
        kit = self._library
        yield kit.messages.GET_READER_CAPABILITIES(requested_data=kit.enums.GetReaderCapabilitiesRequestedData.All)
        if self._refused("tell what it can do"):
            return
        able = kit.ReaderCapabilities(self._answer)
        if able.is_impinj:
            yield kit.impinj.IMPINJ_ENABLE_EXTENSIONS()
        impinj = able.is_impinj and self._well()
        yield kit.messages.SET_READER_CONFIG(reset_to_factory_default=False, keepalive_spec=self._keep_alive())
        if self._theirs is None:
            yield kit.messages.DELETE_ROSPEC(ro_spec_id=0)
            yield kit.messages.DELETE_ROSPEC(ro_spec_id=OURS)
            rospec = self._rospec(able, impinj=impinj)
            if rospec is None:
                return
            yield kit.messages.ADD_ROSPEC(ro_spec=rospec)
            if self._refused("take the settings"):
                return
        yield kit.messages.ENABLE_ROSPEC(ro_spec_id=self._spec)
        if self._theirs is None and self._refused("enable the inventory"):
            return
        yield kit.messages.START_ROSPEC(ro_spec_id=self._spec)
        self._refused("start the inventory")

    def _keep_alive(self) -> Any:  # noqa: ANN401 - a class of llrpkit
        kit = self._library
        periodic = kit.enums.KeepaliveTriggerType.Periodic
        return kit.params.KeepaliveSpec(keepalive_trigger_type=periodic, periodic_trigger_value=int(KEEP_ALIVE * 1000))

    def _rospec(self, able: Any, *, impinj: bool) -> Any:  # noqa: ANN401 - classes of llrpkit
        """Our inventory; None where the reader cannot do what was asked for."""
        kit = self._library
        too_high = [port for port in self._antennas if able.max_antennas and port > able.max_antennas]
        if too_high:
            self._broken = f"The reader has {able.max_antennas} antennas; there is no antenna {too_high[0]}."
            return None
        try:
            index = able.power_index_for_dbm(self._power) if self._power is not None else None
        except kit.LLRPError as error:
            self._broken = f"The power cannot be set: {error}."
            return None
        return kit.build_rospec(
            ro_spec_id=OURS,
            antennas=self._antennas,
            session=self._session,
            transmit_power_index=index,
            enable_impinj_reports=impinj,
            include_tid=impinj,
        )

    def _well(self) -> bool:
        status = getattr(self._answer, "llrp_status", None)
        return status is not None and int(status.status_code) == 0

    def _refused(self, what: str) -> bool:
        if self._well():
            return False
        status = getattr(self._answer, "llrp_status", None)
        why = f" ({status.error_description or int(status.status_code)})" if status is not None else ""
        self._broken = f"The reader refuses to {what}{why}."
        return True

    def _status(self, sentence: str) -> Read:
        return Read(reader=self._reader, kind="status", note=sentence)

    def _tag(self, report: Any) -> Read | None:  # noqa: ANN401 - a class of llrpkit
        tag = self._library.TagReport.from_param(report)
        if not tag.epc and not tag.tid:
            return None
        rssi = tag.rssi_dbm
        return Read(
            reader=self._reader,
            kind="tag",
            at=_time(tag.first_seen_us),
            epc=tag.epc.hex().upper() or None,
            tid=tag.tid.hex().upper() if tag.tid else None,
            rssi=int(rssi) if rssi is not None and rssi == int(rssi) else rssi,
            rssi_unit=None if rssi is None else "dBm",
            antenna=tag.antenna,
            note=f"seen {tag.seen_count} times" if (tag.seen_count or 1) > 1 else None,
        )


def _time(microseconds: int | None) -> str | None:
    """The reader's own time, where it has one."""
    if microseconds is None or not _OLDEST <= microseconds < 1 << 52:
        return None
    seconds, rest = divmod(microseconds, 1_000_000)
    return f"{_second(seconds)}.{rest // 1000:03}Z"


@lru_cache(maxsize=64)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def library() -> Any:  # noqa: ANN401 - a namespace of what is used of it
    """The messages of llrpkit; MissingExtraError says how to install it."""
    try:
        return _Library()
    except ImportError as error:
        raise MissingExtraError("Support for LLRP readers (llrpkit)", "llrp") from error


class _Library:
    """What is used of llrpkit, loaded together."""

    def __init__(self) -> None:
        from llrpkit.exceptions import LLRPError
        from llrpkit.inventory import TagReport, build_rospec
        from llrpkit.protocol import decode_message, enums, impinj, messages, params
        from llrpkit.reader import ReaderCapabilities

        self.LLRPError = LLRPError
        self.ReaderCapabilities = ReaderCapabilities
        self.TagReport = TagReport
        self.build_rospec = build_rospec
        self.decode_message = decode_message
        self.enums = enums
        self.impinj = impinj
        self.messages = messages
        self.params = params

"""``gps://``: satellite receivers on a serial line that speak NMEA 0183; their positions are kept with the walk.

``GGA`` and ``RMC`` sentences count, each only with its checksum. A receiver without a fix sends empty fields, or zeros
with quality 0: that is no position, and so is 0/0. A position becomes a read when it is the first, when it has moved by
``move`` metres (50), or after ``every`` seconds (600): a log is no track.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import xor

from assetaudit.model.coordinates import Coordinates, metres
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect, Driver, Reader, Tap
from assetaudit.readers.serial_line import SerialLink
from assetaudit.readers.settings import whole
from assetaudit.readers.stream import StreamReader
from assetaudit.readers.text_framer import Dialogue, TextFramer

BAUD = 4800
"""What NMEA 0183 says; receivers on USB take any."""
EVERY = whole("every", 1, 86_400, "seconds")
MOVE = whole("move", 1, 100_000, "metres")
SETTINGS = (EVERY, MOVE)
PATIENCE = 20.0
"""Seconds without a position after which that is said."""
_SENTENCE = re.compile(r"\$([A-Z]{2})(GGA|RMC),([^*$]{0,90})\*([0-9A-Fa-f]{2})")
_DEGREES = re.compile(r"([0-9]{2,3})([0-9]{2}(?:\.[0-9]{1,8})?)")
_CLOCK = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})(?:\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Fix:
    """What one sentence says."""

    position: Coordinates | None
    """None: the receiver knows none."""
    at: str | None = None
    """UTC, where the sentence has the date as well."""
    note: str = ""


def fix_of(sentence: str) -> Fix | None:
    """What a sentence says of the position; None where it is no GGA or RMC, or its checksum is wrong."""
    match = _SENTENCE.fullmatch(sentence.strip())
    if match is None or reduce(xor, sentence.strip().split("*")[0][1:].encode(), 0) != int(match[4], 16):
        return None
    fields = match[3].split(",")
    return _gga(fields) if match[2] == "GGA" else _rmc(fields)


def _gga(fields: list[str]) -> Fix | None:
    if len(fields) < 9:
        return None
    if fields[5] in ("", "0"):
        return Fix(None)
    parts = [f"{fields[6].lstrip('0')} satellites"] if fields[6].isdigit() else []
    parts += [f"HDOP {fields[7]}"] if fields[7] else []
    parts += [f"{fields[8]} m above the sea"] if fields[8] else []
    return Fix(_position(fields[1:5]), note=", ".join(parts))


def _rmc(fields: list[str]) -> Fix | None:
    if len(fields) < 9:
        return None
    if fields[1] != "A":
        return Fix(None)
    return Fix(_position(fields[2:6]), _moment(fields[0], fields[8]))


def _position(fields: list[str]) -> Coordinates | None:
    """Latitude, N or S, longitude, E or W; None where one is missing, impossible, or all is zero."""
    latitude, longitude = _angle(fields[0], fields[1], "NS", 90), _angle(fields[2], fields[3], "EW", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return Coordinates(latitude, longitude)


def _angle(text: str, side: str, sides: str, limit: int) -> float | None:
    match = _DEGREES.fullmatch(text)
    if match is None or side not in tuple(sides) or float(match[2]) >= 60:
        return None
    angle = int(match[1]) + float(match[2]) / 60
    return None if angle > limit else angle if side == sides[0] else -angle


def _moment(clock: str, date: str) -> str | None:
    time, day = _CLOCK.fullmatch(clock), _DATE.fullmatch(date)
    if time is None or day is None:
        return None
    return f"20{day[3]}-{day[2]}-{day[1]}T{time[1]}:{time[2]}:{time[3]}Z"


class NmeaFramer(TextFramer):
    """Reads sentences; tells positions sparingly, and that there is none."""

    def __init__(self, address: Address) -> None:
        self._every, self._move = EVERY.of(address, 600), MOVE.of(address, 50)
        self._told: tuple[Coordinates, float] | None = None
        self._since: float | None = None
        self._now = 0.0
        self._note = ""
        super().__init__(address, Dialogue([], device="a GPS receiver"))

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Positions in these bytes that are worth a read."""
        self._now = now
        self._since = now if self._since is None else self._since
        return super().feed(data, now) + self._none_yet()

    def lost(self) -> None:
        """Forget where we were; the next position is told."""
        self._told = self._since = None
        self._note = ""
        super().lost()

    def line(self, text: str) -> list[Read]:
        """One sentence."""
        fix = fix_of(text)
        if fix is None:
            return []
        self._said()
        self._note = fix.note or self._note
        if fix.position is None:
            return []
        self._since = self._now
        return self._worth(fix.position, fix.at)

    def _worth(self, position: Coordinates, at: str | None) -> list[Read]:
        if self._told is not None:
            where, when = self._told
            if metres(where, position) < self._move and self._now - when < self._every:
                return []
        self._told = (position, self._now)
        return [Read(reader=self._reader, kind="position", text=str(position), at=at, note=self._note or None)]

    def _none_yet(self) -> list[Read]:
        if self._since is None or self._now - self._since < PATIENCE:
            return []
        self._since = self._now
        if not self._answered:
            return [self._status("Nothing that arrives is NMEA 0183; try another speed, such as ?baud=9600.")]
        return [
            self._status("The receiver has no position: inside a building that is usual; the walk goes on without.")
        ]


DIALECT = Dialect(
    "nmea",
    NmeaFramer,
    basis="documents",
    product="GPS and GNSS receivers (NMEA 0183)",
    settings=SETTINGS,
    baud=BAUD,
    note="Usually written gps:///dev/ttyACM0.",
)


def open_gps(address: Address, tap: Tap | None) -> Reader:
    """A receiver on a serial port."""
    address.only(tuple(setting.name for setting in SETTINGS))
    return StreamReader(address, SerialLink(address, BAUD), NmeaFramer(address), tap)


DRIVER = Driver("gps", open_gps, "gps:///dev/ttyACM0", "GPS receiver: proposes the site, and is kept with the walk")

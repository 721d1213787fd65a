"""Positions of satellite receivers: sentences with and without a fix, kept sparingly, and the site they propose."""

from __future__ import annotations

from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.coordinates import Coordinates, coordinates_of, metres, nearest_site, sites_of
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.gps import PATIENCE, NmeaFramer, fix_of

GGA = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47"
RMC = "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A"
"""The examples that manuals of receivers have printed for decades, with their checksums."""
MUNICH = "48.117300,11.516667"


def sentence(body: str) -> str:
    return f"${body}*{reduce(xor, body.encode(), 0):02X}"


def framer(options: str = "") -> NmeaFramer:
    return NmeaFramer(Address.parse(f"gps:///dev/ttyACM0{options}"))


def at(latitude: float, longitude: float = 11.5) -> bytes:
    north, east = (f"{int(angle):0{width}}{angle % 1 * 60:07.4f}" for angle, width in ((latitude, 2), (longitude, 3)))
    return (sentence(f"GNGGA,101010,{north},N,{east},E,1,12,0.7,520.0,M,46.9,M,,") + "\r\n").encode()


@pytest.mark.parametrize("text", [GGA, RMC])
def test_the_well_known_sentences(text: str) -> None:
    fix = fix_of(text)
    assert fix is not None
    assert str(fix.position) == MUNICH


def test_a_position_is_one_read_with_what_is_known_of_it() -> None:
    reads = framer().feed(f"{GGA}\r\n{RMC}\r\n".encode(), 0.0)
    assert reads == [
        Read(
            reader="gps:///dev/ttyACM0",
            kind="position",
            text=MUNICH,
            note="8 satellites, HDOP 0.9, 545.4 m above the sea",
        )
    ]
    assert framer().feed(f"{RMC}\r\n".encode(), 0.0)[0].at == "2094-03-23T12:35:19Z"


@pytest.mark.parametrize(
    "body",
    [
        "GPGGA,123519,,,,,0,00,99.9,,M,,M,,",
        "GPGGA,123519,0000.000,N,00000.000,E,0,00,99.9,0.0,M,,M,,",
        "GPGGA,123519,0000.000,N,00000.000,E,1,04,9.9,0.0,M,,M,,",
        "GPRMC,123519,V,,,,,,,230394,,",
        "GPRMC,123519,V,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W",
        "GPGGA,123519,9107.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,",
        "GPGGA,123519,4867.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,",
        "GPGGA,123519,4807.038,,01131.000,E,1,08,0.9,545.4,M,46.9,M,,",
    ],
)
def test_an_absent_or_impossible_fix_is_no_position_and_never_zero(body: str) -> None:
    assert framer().feed(f"{sentence(body)}\r\n".encode(), 0.0) == []


def test_a_wrong_checksum_counts_for_nothing() -> None:
    assert fix_of(GGA.replace("4807", "4808")) is None
    assert fix_of(GGA[:-3]) is None


def test_south_and_west_are_negative() -> None:
    fix = fix_of(sentence("GPGGA,1,3351.000,S,15112.000,W,1,08,0.9,5,M,,M,,"))
    assert fix is not None
    assert str(fix.position) == "-33.850000,-151.200000"


def test_positions_are_kept_sparingly() -> None:
    one = framer("?every=100&move=50")
    told = [bool(one.feed(at(48.1), now)) for now in (0.0, 1.0, 99.0, 100.0, 101.0)]
    assert told == [True, False, False, True, False]
    assert one.feed(at(48.1006), 102.0)
    one.lost()
    assert one.feed(at(48.1006), 103.0)


def test_that_there_is_no_position_is_said_and_what_to_do() -> None:
    searching, garbage = framer(), framer()
    empty = (sentence("GPGGA,1,,,,,0,00,,,M,,M,,") + "\r\n").encode()
    assert searching.feed(empty, 0.0) == []
    (status,) = searching.feed(empty, PATIENCE)
    assert (status.kind, "no position" in str(status.note)) == ("status", True)
    garbage.feed(b"\x80\xf0\x00", 0.0)
    (status,) = garbage.feed(b"\x80\xf0\x00", PATIENCE)
    assert "baud=9600" in str(status.note)


@given(st.text(max_size=90))
def test_any_sentence_is_borne(text: str) -> None:
    for head in ("GPGGA,", "GPRMC,", ""):
        fix_of(sentence(head + text))


SITES = sites_of([("DC1", "48.1173, 11.5167, 400"), ("DC2", "48.1300,11.5167"), ("bad", "north"), ("", "1,1")])


def test_the_nearest_site_within_its_radius() -> None:
    assert [str(site.place) for site in SITES] == ["DC1", "DC2"]
    near = nearest_site(Coordinates(48.1180, 11.5167), SITES)
    assert near is not None
    assert (str(near[0].place), round(near[1])) == ("DC1", 78)
    assert nearest_site(Coordinates(48.1240, 11.5167), SITES) is None
    assert nearest_site(Coordinates(48.1240, 11.5167), ()) is None


def test_distances_are_right() -> None:
    assert metres(Coordinates(0, 0.0), Coordinates(0, 1.0)) == pytest.approx(111_195, rel=1e-4)
    assert metres(Coordinates(52.5200, 13.4050), Coordinates(48.1374, 11.5755)) == pytest.approx(504_000, rel=0.01)


@pytest.mark.parametrize("text", ["0,0", "91,0", "1,181", "", "a,b", "1", "1,2,3,4"])
def test_what_is_no_position(text: str) -> None:
    assert coordinates_of(text) is None

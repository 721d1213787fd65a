"""What is plugged in, told by names and numbers, with a likely protocol and the address to use."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.readers.input_device import InputInfo
from assetaudit.readers.listing import forms, scanners, serial_devices
from assetaudit.readers.opening import open_reader


@dataclass
class Port:
    device: str
    vid: int | None = None
    pid: int | None = None
    manufacturer: str | None = None
    product: str | None = None
    description: str = "n/a"


PORTS = [
    Port("/dev/ttyUSB0", 0x1A86, 0x7523, None, "USB Serial"),
    Port("/dev/ttyACM1", 0x05E0, 0x1701, "Symbol Technologies, Inc", "Symbol Bar Code Scanner"),
    Port("/dev/ttyACM0", 0x1546, 0x01A8, "u-blox AG", "u-blox GNSS receiver"),
    Port("/dev/ttyS0"),
    Port("/dev/rfcomm0", description="rfcomm0"),
    Port("/dev/ttyACM2", 0x2FE9, 0x0001, "TSL", "1128 Bluetooth UHF RFID Reader"),
    Port("/dev/ttyUSB9", 0x9999, 0x0001, None, "Something new"),
]


def test_each_device_is_named_with_a_likely_protocol_and_its_address() -> None:
    rows = {row.address: row for row in serial_devices(PORTS)}
    assert list(rows) == [
        "serial:///dev/rfcomm0?protocol=tsl",
        "gps:///dev/ttyACM0",
        "serial:///dev/ttyACM1",
        "serial:///dev/ttyACM2?protocol=tsl",
        "serial:///dev/ttyUSB0?protocol=fonkan",
        "serial:///dev/ttyUSB9",
    ]
    zebra = rows["serial:///dev/ttyACM1"]
    assert zebra.product == "Zebra (Symbol): Symbol Technologies, Inc Symbol Bar Code Scanner (05E0:1701)"
    assert zebra.protocols == ("line",)
    adapter = rows["serial:///dev/ttyUSB0?protocol=fonkan"]
    assert adapter.product == "QinHeng (CH340): USB Serial (1A86:7523)"
    assert "r200" in adapter.protocols
    assert "an adapter" in adapter.hint
    assert "readers test serial:///dev/ttyUSB0?protocol=fonkan" in adapter.hint
    assert {"line", "tsl", "r200"} <= set(rows["serial:///dev/ttyUSB9"].protocols)
    assert "llrp" not in rows["serial:///dev/ttyUSB9"].protocols


def test_every_address_that_is_proposed_can_be_opened() -> None:
    for row in serial_devices(PORTS):
        open_reader(row.address)


def test_scanners_that_type_are_told_from_keyboards() -> None:
    devices = [
        InputInfo("/dev/input/event3", "AT Translated Set 2 keyboard", "0001", "0001"),
        InputInfo("/dev/input/event9", "Honeywell Imaging 1900", "0c2e", "0b61"),
        InputInfo("/dev/input/event10", "WIT Electron Company WIT 122-UFS Barcode Reader", "0416", "c141"),
    ]
    rows = list(scanners(devices))
    assert [row.address for row in rows] == ["evdev:///dev/input/event9", "evdev:///dev/input/event10"]
    assert rows[0].product == "Honeywell Imaging 1900 (0C2E:0B61), types as a keyboard"
    assert "works as it is" in rows[0].hint


def test_forms_name_protocols_only_where_they_are_chosen() -> None:
    for row in forms():
        assert bool(row.protocols) == row.address.startswith(("serial://", "tcp://")), row.address

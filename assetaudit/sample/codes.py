"""What a scanner delivers when a label is scanned: tags and serial numbers as people and makers print them."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from assetaudit.sample.records import Record


class Code(NamedTuple):
    """One delivery: the text, and the AIM symbology identifier where the scanner sends one."""

    text: str
    symbology: str | None = None


CODE_128 = "]C0"
QR = "]Q1"
CODE_39 = "]A0"
LABEL_LINK = "https://assets.meridian.example/ht/"


def tag(record: Record, dice: Random) -> Code:
    """The organisation's own label, with the blanks, cases and links that labels and scanners make of it."""
    turn = dice.random()
    if turn < 0.80:
        return Code(record.tag)
    if turn < 0.86:
        return Code(record.tag, CODE_128)
    if turn < 0.90:
        return Code(record.tag.lower())
    if turn < 0.94:
        return Code(LABEL_LINK + record.tag, QR)
    return Code(dice.choice((f" {record.tag}", f"{record.tag}  ", f"{record.tag}\r", f"{record.tag}\t")))


def serial(record: Record, text: str, dice: Random) -> Code:
    """The maker's label with the device's serial number: bare, announced, or among other things in one symbol."""
    maker = record.model.maker
    if maker == "Lenovo" and dice.random() < 0.5:
        return Code(f"1S{record.model.part}{text}", CODE_39)
    if maker == "HPE" and dice.random() < 0.5:
        return Code(f"S{text}", CODE_39)
    if maker == "Cisco" and dice.random() < 0.4:
        return Code(f"SN:{text};PID:{record.model.part};VID:V02", QR)
    if dice.random() < 0.25:
        return Code(dice.choice((f"S/N: {text}", f"SN {text}", text.lower(), f"{text}\r")))
    return Code(text, CODE_128 if dice.random() < 0.3 else None)


def part_number(record: Record) -> Code:
    """The code right beside the serial number that is scanned by mistake."""
    return Code(f"1P{record.model.part}", CODE_39)

"""Cards on a contactless reader, with the answers of PC/SC part 3 from a service that is played here."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assetaudit.errors import MissingExtraError, UsageError
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.opening import open_reader

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "pn532_acr122.json").read_text())["vectors"]
APDUS = [vector for vector in VECTORS if vector.get("protocol") == "pcsc_apdu"]


class SmartcardException(Exception):  # noqa: N818 - as pyscard names it
    """As pyscard has it."""


class Service:
    """The part of pyscard that is used, over one reader with a card that can be taken away."""

    def __init__(self) -> None:
        self.answer: bytes | None = None
        self.plugged = True
        self.asked: list[list[int]] = []

    def readers(self) -> list[Service]:
        return [self] if self.plugged else []

    def __str__(self) -> str:
        return "ACS ACR122U PICC Interface 00 00"

    def createConnection(self) -> Service:  # noqa: N802 - as pyscard names it
        return self

    def connect(self) -> None:
        if self.answer is None or not self.plugged:
            raise SmartcardException("no card")

    def transmit(self, apdu: list[int]) -> tuple[list[int], int, int]:
        assert self.answer is not None
        self.asked.append(apdu)
        return [*self.answer[:-2]], self.answer[-2], self.answer[-1]

    def disconnect(self) -> None:
        return


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    played = Service()
    for name, content in {"": {}, ".System": {"readers": played.readers}, ".Exceptions": {}}.items():
        module: Any = ModuleType(f"smartcard{name}")
        module.__spec__ = sys.__spec__
        vars(module).update(content, SmartcardException=SmartcardException)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return played


class Heard:
    def __init__(self) -> None:
        self.texts: list[str | None] = []
        self.states: list[ReaderState] = []

    def until(self, what: Any) -> None:
        end = time.monotonic() + 8
        while not what():
            assert time.monotonic() < end, self.states
            time.sleep(0.01)


@pytest.mark.parametrize("vector", APDUS, ids=[vector["id"] for vector in APDUS])
def test_answers(service: Service, vector: dict[str, Any]) -> None:
    heard = Heard()
    reader = open_reader("pcsc://acr122")
    reader.start(lambda read: heard.texts.append(read.text), heard.states.append)
    service.answer = bytes.fromhex(vector["hex"])
    if vector["expected"]["type"] == "tag":
        heard.until(lambda: heard.texts)
        assert heard.texts == [vector["expected"]["uid"]]
    else:
        heard.until(lambda: any("6300" in state.reason for state in heard.states))
    reader.stop()
    assert bytes(service.asked[0]).hex().upper() == vector["apdu"]


def test_a_card_is_one_read_until_it_was_away_and_a_reader_that_is_gone_comes_back(service: Service) -> None:
    heard = Heard()
    reader = open_reader("pcsc://?again=200")
    reader.start(lambda read: heard.texts.append(read.text), heard.states.append)
    service.answer = bytes.fromhex("14E0992C9000")
    heard.until(lambda: len(service.asked) > 3)
    service.plugged = False
    heard.until(lambda: any("is gone" in state.reason for state in heard.states))
    service.plugged = True
    heard.until(lambda: len(heard.texts) == 2)
    reader.stop()
    assert heard.texts == ["14E0992C"] * 2
    assert heard.states[-1].state is State.ENDED


def test_a_reader_of_another_name_is_not_there(service: Service) -> None:
    heard = Heard()
    reader = open_reader("pcsc://omnikey")
    reader.start(lambda _: None, heard.states.append)
    heard.until(lambda: any("whose name holds 'omnikey'" in state.reason for state in heard.states))
    reader.stop()


def test_what_is_missing_or_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="pyscard"):
        open_reader("pcsc://")
    with pytest.raises(UsageError, match="power"):
        open_reader("pcsc://?power=20")

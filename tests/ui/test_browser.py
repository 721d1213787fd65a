"""The screen in a browser: who may open it, and that it is the same screen."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from assetaudit import config
from assetaudit.cli import run
from assetaudit.paths import Home
from assetaudit.ui.browser import COOKIE, BrowserServer, Terms, new_token

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with a register and an audit."""
    register = tmp_path / "register.csv"
    register.write_text("Asset tag,Serial,Place\nIT-1,S1,DC1/R1/A/01:U1\nIT-2,S2,DC1/R1/A/01:U2\n", "utf-8")
    home = tmp_path / "home"
    assert run(["--home", str(home), "register", "import", str(register)]) == 0
    assert run(["--home", str(home), "audit", "new", "Q4", "--scope", "DC1"]) == 0
    return home


class Served:
    """A server in a process of its own."""

    def __init__(self, home: Path, *options: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "assetaudit", "--home", str(home), "serve", "--port", str(self.port), *options]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().removeprefix("Open ").strip()

    def wait(self) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server did not begin")

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)


@pytest.fixture
def served(home: Path) -> Iterator[Served]:
    one = Served(home)
    one.wait()
    yield one
    one.end()


def server(terms: Terms) -> BrowserServer:
    return BrowserServer("true", terms)


async def status(terms: Terms, path: str, **headers: str) -> int:
    """How a request to the server's routes ends."""
    from aiohttp.test_utils import TestClient, TestServer

    async with TestClient(TestServer(await server(terms).application())) as client:
        response = await client.get(path, headers=headers, allow_redirects=False)
        return response.status


async def test_another_page_of_the_same_browser_cannot_open_the_screen() -> None:
    local = Terms()
    assert await status(local, "/") == 200
    assert await status(local, "/ws", Origin="https://evil.example") == 403
    assert await status(local, "/ws") == 403
    assert await status(local, "/", Host="evil.example") == 421


async def test_elsewhere_a_token_is_needed() -> None:
    terms = Terms("0.0.0.0", token=new_token())
    assert await status(terms, "/") == 401
    assert await status(terms, "/?token=wrong") == 401
    assert await status(terms, "/static/js/textual.js") == 401
    assert await status(terms, f"/?token={terms.token}") == 303
    assert await status(terms, "/", Cookie=f"{COOKIE}={terms.token}") == 200
    assert await status(terms, "/ws?token=" + terms.token, Origin="http://127.0.0.1") in (401, 403)


async def test_the_page_needs_nothing_from_elsewhere() -> None:
    from aiohttp.test_utils import TestClient, TestServer

    async with TestClient(TestServer(await server(Terms()).application())) as client:
        page = await client.get("/")
        text = await page.text()
        assert "https://" not in text
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        for path in ("/static/js/textual.js", "/static/css/xterm.css"):
            assert path in text
            assert (await client.get(path)).status == 200


def test_bound_elsewhere_it_makes_a_token(home: Path) -> None:
    one = Served(home, "--host", "0.0.0.0")
    one.wait()
    one.end()
    assert len(one.address.partition("?token=")[2]) >= 32


async def test_a_session_is_the_screen_and_scans_reach_the_log(served: Served, home: Path) -> None:
    origin = f"http://localhost:{served.port}"
    address = f"{origin}/ws?width=80&height=24"
    async with aiohttp.ClientSession() as session, session.ws_connect(address, origin=origin) as talk:
        await shown(talk, "Q4")
        await talk.send_str(json.dumps(["stdin", "LOC:DC1/R1/A/01\r"]))
        await shown(talk, "Who walks?")
        for key in ("a", "n", "a", "\r"):
            await talk.send_str(json.dumps(["stdin", key]))
            await asyncio.sleep(0.3)
        await shown(talk, "seen")
        await talk.send_str(json.dumps(["stdin", "IT-1\r"]))
        await shown(talk, "IT-1")
        await asyncio.sleep(0.5)
    end = time.monotonic() + 10
    while time.monotonic() < end and "IT-1" not in exported(home):
        await asyncio.sleep(0.1)
    assert '"text":"IT-1"' in exported(home)


async def shown(talk: aiohttp.ClientWebSocketResponse, text: str) -> None:
    """Wait until the screen has written a text."""
    seen = ""
    async with asyncio.timeout(30):
        while text not in seen:
            message = await talk.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
            seen += message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data


def exported(home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "assetaudit", "--home", str(home), "log", "export", "Q4"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


class Browser:
    """A Chromium without a window, spoken to by the DevTools protocol."""

    def __init__(self, profile: Path) -> None:
        self.port = free_port()
        command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1100,700"]
        command += [f"--user-data-dir={profile}", f"--remote-debugging-port={self.port}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._number = 0

    async def open(self, session: aiohttp.ClientSession) -> None:
        pages: list[dict[str, str]] = []
        async with asyncio.timeout(30):
            while not pages:
                await asyncio.sleep(0.1)
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{self.port}/json/list") as answer:
                        pages = [one for one in await answer.json() if one["type"] == "page"]
        self._talk = await session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        await self._talk.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            message = await self._talk.receive_json()
            if message.get("id") == self._number:
                return dict(message["result"])

    async def asks(self, expression: str) -> object:
        result = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    async def until(self, expression: str) -> None:
        async with asyncio.timeout(40):
            while not await self.asks(expression):
                await asyncio.sleep(0.1)

    async def types(self, text: str) -> None:
        for char in text:
            key, code = ("Enter", 13) if char == "\r" else (char, 0)
            await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=char, windowsVirtualKeyCode=code)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    async def dots(self, wanted: tuple[int, int, int]) -> int:
        """How many dots of the page have a colour."""
        picture = await self.call("Page.captureScreenshot", format="png")
        with Image.open(io.BytesIO(base64.b64decode(str(picture["data"])))) as image:
            counted = image.convert("RGB").getcolors(1 << 24) or []
        return sum(count for count, colour in counted if colour == wanted)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(10)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; the sockets are tested all the same")
async def test_a_real_browser_draws_it_and_is_typed_into(home: Path, tmp_path: Path) -> None:
    config.save(Home.of(home).settings, config.Settings(person="ana"))
    served, browser = Served(home, "--audit", "Q4", "--token", "the-token-of-the-test"), Browser(tmp_path / "profile")
    served.wait()
    try:
        async with aiohttp.ClientSession() as session:
            await browser.open(session)
            await browser.call("Page.navigate", url=served.address)
            await browser.until("document.body && document.body.classList.contains('-first-byte')")
            assert await browser.asks("location.search") == "", "the token does not stay in the address"
            await asyncio.sleep(2)
            await browser.types("LOC:DC1/R1/A/01\r")
            await asyncio.sleep(1.0)
            await browser.types("IT-2\r")
            async with asyncio.timeout(20):
                while '"text":"IT-2"' not in await asyncio.to_thread(exported, home):
                    await asyncio.sleep(0.3)
            async with asyncio.timeout(30):  # until the band of the verdict is on the picture
                while await browser.dots((10, 122, 90)) <= 2000:
                    await asyncio.sleep(0.2)
    finally:
        browser.end()
        served.end()

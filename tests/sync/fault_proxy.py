"""A bad network between laptops and a hub: it refuses, cuts, delays, repeats and flips, and counts what it did."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

FAULTS = ("refused", "cut", "delayed", "replayed", "flipped")
QUIET = 2.0
"""Seconds without a byte after which a connection is given up, as real middle boxes do."""
_REACH = 8_000
"""Bytes of a connection within which its fault falls."""


@dataclass(slots=True)
class Fate:
    """What will happen to one connection."""

    fault: str
    up: bool
    """Whether it happens on the way to the hub."""
    at: int
    """How many bytes pass before it does."""


class FaultProxy(threading.Thread):
    """Carries connections to a port of this machine, most of them well."""

    def __init__(self, hub: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.happened: Counter[str] = Counter()
        self.port = 0
        self._hub = hub
        self._chance = random.Random(seed)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()

    def begin(self) -> None:
        """Listen; ``port`` says where."""
        self.start()
        assert self._ready.wait(10)

    def end(self) -> None:
        """Stop, whatever is under way."""
        self._loop.call_soon_threadsafe(self._over.set)
        self.join(10)

    def run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        carried = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in carried:
            task.cancel()
        await asyncio.gather(*carried, return_exceptions=True)

    def _fate(self) -> Fate:
        fault = self._chance.choice((*FAULTS, *("none",) * len(FAULTS)))
        return Fate(fault, self._chance.random() < 0.5, self._chance.randrange(_REACH))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fate, sent = self._fate(), bytearray()
        try:
            if fate.fault == "refused":
                self.happened["refused"] += 1
                return
            with suppress(OSError):
                await self._between(reader, writer, fate, sent)
            if fate.fault == "replayed" and sent:
                await self._replay(bytes(sent))
        finally:
            writer.transport.abort()

    async def _between(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fate: Fate, sent: bytearray
    ) -> None:
        hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", self._hub)
        ways = (
            asyncio.create_task(self._pump(reader, hub_writer, fate if fate.up else None, sent)),
            asyncio.create_task(self._pump(hub_reader, writer, None if fate.up else fate, bytearray())),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            hub_writer.transport.abort()

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, fate: Fate | None, passed: bytearray
    ) -> None:
        while data := await asyncio.wait_for(source.read(4_096), QUIET):
            start = len(passed)
            passed += data
            hit = fate is not None and start <= fate.at < len(passed)
            sink.write(self._hurt(data, fate, start) if fate is not None and hit else data)
            await sink.drain()
            if fate is not None and hit and fate.fault == "cut":
                return
            if fate is not None and fate.fault == "delayed":
                self.happened["delayed"] += 1
                await asyncio.sleep(self._chance.uniform(0, 0.1))

    def _hurt(self, data: bytes, fate: Fate, start: int) -> bytes:
        at = fate.at - start
        if fate.fault == "cut":
            self.happened["cut"] += 1
            return data[:at]
        if fate.fault == "flipped":
            self.happened["flipped"] += 1
            return data[:at] + bytes([data[at] ^ 1 << self._chance.randrange(8)]) + data[at + 1 :]
        return data

    async def _replay(self, sent: bytes) -> None:
        """The same requests once more, as after an answer that was lost."""
        with suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._hub)
            writer.write(sent)
            self.happened["replayed"] += 1
            while await asyncio.wait_for(reader.read(65_536), 0.3):
                pass
            writer.transport.abort()

"""A hub in the tests' own process: its service, called as a client would over the network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from assetaudit.model.needs import Clock
from assetaudit.sync.hub_app import Hub, application
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.station import Station

HEARS: list[Callable[[], None]] = []
"""Called whenever something new comes to the hub."""


def _tell() -> None:
    for hear in HEARS:
        hear()


class Direct(httpx.BaseTransport):
    """Hands requests to the service itself."""

    def __init__(self, station: Station, home: HubHome, clock: Clock) -> None:
        self._app = application(Hub(station, home, clock, arrived=_tell))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def ask() -> httpx.Response:
            body, headers = request.read(), request.headers
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app)) as client:
                return await client.request(request.method, request.url, content=body, headers=headers)

        answer = asyncio.run(ask())
        return httpx.Response(answer.status_code, content=answer.content)


def in_process(station: Station, home: HubHome, clock: Clock) -> Callable[..., httpx.Client]:
    """What stands for ``httpx.Client``: everything it is asked goes to this hub."""
    real, direct = httpx.Client, Direct(station, home, clock)

    def client(**wishes: Any) -> httpx.Client:
        return real(**wishes | {"transport": direct})

    return client

"""The hub's process: the service on its address, with its own certificate, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from urllib.parse import urlsplit

from assetaudit.errors import MissingExtraError
from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.station import Station


def serve(home: Home, hub: HubHome, clock: Clock, *, bind: str | None, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; ``ready`` hears where."""
    try:
        from granian.constants import Interfaces
        from granian.server.embed import Server
        from starlette.applications import Starlette  # noqa: F401 - asked for here, to say kindly what is missing
    except ImportError as error:
        raise MissingExtraError("The hub's server", "hub") from error
    from assetaudit.sync.hub_app import Hub, application

    parts = urlsplit(hub.url())
    secure = parts.scheme == "https"
    address, port = bind or "0.0.0.0", parts.port or (443 if secure else 80)  # noqa: S104 - a hub is there for others
    station = Station(home, clock)
    station.release()
    app = application(Hub(station, hub, clock))
    server = Server(
        app,
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        ssl_cert=hub.certificate if secure else None,
        ssl_key=hub.certificate_key if secure else None,
        log_enabled=False,
    )

    async def run() -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, server.stop)
        ready(f"The hub listens at {address}:{port} ({hub.url()}). Ctrl+C ends it; nothing is lost by that.")
        await server.serve()

    asyncio.run(run())

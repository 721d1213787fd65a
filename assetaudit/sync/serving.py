"""The hub's process: the service on its address, with its own certificate, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assetaudit.errors import MissingExtraError, SyncError
from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.sync.follower import Follower
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.station import Station

if TYPE_CHECKING:
    from starlette.applications import Starlette


@dataclass(frozen=True, slots=True)
class Serving:
    """How a hub serves."""

    bind: str | None = None
    """Address to listen at; None for all."""
    certified: bool = False
    """Devices show certificates, not passes."""
    follow: Callable[[Callable[[], None]], None] = lambda _step: None
    """Works after arrivals, and calls what it is given at every step of its work."""


def serve(home: Home, hub: HubHome, clock: Clock, *, ready: Callable[[str], None], how: Serving) -> None:
    """Serve until SIGINT or SIGTERM; ``ready`` hears where."""
    follower = Follower(how.follow, ready)
    with follower.running():
        _serve(Station(home, clock), hub, clock, ready, how, follower.arrived)


def _serve(
    station: Station,
    hub: HubHome,
    clock: Clock,
    ready: Callable[[str], None],
    how: Serving,
    arrived: Callable[[], None],
) -> None:
    try:
        import starlette  # noqa: F401 - asked for here, to say kindly what is missing
        from granian.constants import Interfaces
        from granian.server.embed import Server
    except ImportError as error:
        raise MissingExtraError("The hub's server", "hub") from error
    from assetaudit.sync.hub_app import Hub, application

    parts = urlsplit(hub.url())
    secure = parts.scheme == "https"
    address, port = how.bind or "0.0.0.0", parts.port or (443 if secure else 80)  # noqa: S104 - a hub is there for others
    _check_free(address, port)
    station.release()
    app = application(Hub(station, hub, clock, certified=how.certified, arrived=arrived))
    said = f"The hub listens at {address}:{port} ({hub.url()}). Ctrl+C ends it; nothing is lost by that."
    if how.certified:
        _serve_certified(app, hub, address, port, lambda: ready(said))
        return
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
        ready(said)
        await server.serve()

    asyncio.run(run())


def _check_free(address: str, port: int) -> None:
    """SyncError where nobody can listen there: the server itself would wait for the port without a word."""
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            msg = f"The hub cannot listen at {address}:{port}: {error.strerror or error}."
            hint = (
                "End what listens there, perhaps this hub itself, or say where else: --bind ADDRESS, or hub init --url."
            )
            raise SyncError(msg, hint=hint) from error


def _serve_certified(app: Starlette, hub: HubHome, address: str, port: int, ready: Callable[[], None]) -> None:
    if not hub.url().startswith("https://"):
        msg = "Certificates are shown over TLS only, and this hub's address has none."
        raise SyncError(msg, hint="Give it one with: assetaudit hub init --url https://HOST:8443")
    try:
        from assetaudit.sync.certified_serving import certified_server
    except ImportError as error:
        raise MissingExtraError("A hub that asks for certificates", "hub") from error
    server = certified_server(app, hub, address, port)
    ready()
    with suppress(KeyboardInterrupt):
        server.run()

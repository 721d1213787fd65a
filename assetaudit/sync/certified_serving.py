"""The hub where devices show certificates: its server tells the service which one a connection was made with.

The usual server (granian) can ask for certificates, but tells nothing of them to what it serves: it lacks the TLS
extension of ASGI. uvicorn lets its protocol be told apart by connection, so that this one rests on it.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from assetaudit.sync.hub_home import HubHome


class CertifiedProtocol(H11Protocol):
    """HTTP/1.1, where each request knows the certificate (DER) of its connection; None where none was shown."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection stands; its certificate, if any, was checked against the hub's own."""
        super().connection_made(transport)
        line = transport.get_extra_info("ssl_object")
        shown = None if line is None else line.getpeercert(binary_form=True)
        self.app_state = {**self.app_state, "client_certificate": shown}


def certified_server(app: Starlette, hub: HubHome, address: str, port: int) -> Server:
    """A server over TLS 1.3 that takes the certificates which this hub issued, and no others."""
    config = Config(
        app,
        host=address,
        port=port,
        http=CertifiedProtocol,
        lifespan="off",
        log_config=None,
        server_header=False,
        ssl_certfile=hub.certificate,
        ssl_keyfile=hub.certificate_key,
        ssl_ca_certs=str(hub.certificate),
        ssl_cert_reqs=ssl.CERT_OPTIONAL,
    )
    config.load()
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return Server(config)

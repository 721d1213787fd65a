"""The same screen in a browser: one process a session, on this computer only unless a token guards it.

Any page that a browser has open may try to talk to a server on the same computer. So the socket takes only pages of
this server itself (Origin), the server answers only to its own names (Host), and elsewhere only to who has the token.
"""

from __future__ import annotations

import hmac
import secrets
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_SESSIONS = 16
"""Sessions at one time; each is a process of its own."""
COOKIE = "assetaudit-token"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_FONT = 16
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms the screen is served."""

    host: str = "localhost"
    port: int = 8000
    token: str = ""
    """Needed to open the screen; empty for none, on this computer only."""
    tls: ssl.SSLContext | None = None

    @property
    def local(self) -> bool:
        """Whether only this computer can reach it."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """What to open in the browser; with the token, where there is one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        query = f"?token={self.token}" if self.token else ""
        return f"http{'s' if self.tls else ''}://{host}:{self.port}/{query}"


def new_token() -> str:
    """A token that nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(24)


class BrowserServer(Server):
    """Pages and sockets of the screen."""

    def __init__(self, command: str, terms: Terms) -> None:
        super().__init__(command, host=terms.host, port=terms.port, title="assetaudit")
        self.terms = terms
        self._page = Template(Path(__file__).with_name("browser.html").read_text("utf-8"))
        self._sessions = 0

    async def application(self) -> web.Application:
        """The routes, behind the guard."""
        application = web.Application(middlewares=[self._guarded])
        application.add_routes(
            [
                web.get("/", self.page),
                web.get("/focus.js", self.focus),
                web.get("/ws", self.socket),
                web.static("/static", self.statics_path),
            ]
        )
        return application

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    def _refusal(self, request: web.Request) -> web.Response | None:
        name = urlsplit(f"//{request.host}").hostname or ""
        if self.terms.local and name not in LOOPBACK:
            return web.Response(status=421, text=f"This server does not answer to the name {name}.\n")
        if request.path == "/ws" and urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            return web.Response(status=403, text="Only this server's own page may open the screen.\n")
        if self.terms.token and not self._knows_token(request):
            return web.Response(status=401, text="Open the address with its token, as 'assetaudit serve' printed it.\n")
        return None

    def _knows_token(self, request: web.Request) -> bool:
        told = request.cookies.get(COOKIE) or (request.query.get("token", "") if request.path == "/" else "")
        return hmac.compare_digest(told.encode(), self.terms.token.encode())

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page; a token in its address is put into a cookie, and out of sight."""
        if "token" in request.query:
            moved = web.Response(status=303, headers={"Location": "/"})
            secure = self.terms.tls is not None
            moved.set_cookie(COOKIE, self.terms.token, httponly=True, samesite="Strict", secure=secure)
            return moved
        socket = f"{'wss' if self.terms.tls else 'ws'}://{request.host}/ws"
        size = request.query.get("fontsize", "")
        text = self._page.substitute(socket=socket, size=size if size.isdecimal() and len(size) < 3 else _FONT)
        return web.Response(text=text, content_type="text/html")

    async def focus(self, _request: web.Request) -> web.StreamResponse:
        """The script that keeps the focus on the terminal."""
        return web.FileResponse(Path(__file__).with_name("browser.js"), headers=_HEADERS)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """One session."""
        if self._sessions >= MOST_SESSIONS:
            return web.Response(status=503, text=f"There are {MOST_SESSIONS} sessions already.\n")
        self._sessions += 1
        try:
            response: web.StreamResponse = await self.handle_websocket(request)
        finally:
            self._sessions -= 1
        return response

    def run(self) -> None:
        """Serve until it is interrupted."""
        terms = self.terms
        web.run_app(self.application(), host=terms.host, port=terms.port, ssl_context=terms.tls, print=None)

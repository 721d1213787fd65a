"""The hub as a small service: pieces in, pieces out. What is admitted is decided by the same code as for a stick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from assetaudit import __version__
from assetaudit.errors import AssetAuditError
from assetaudit.model.needs import Clock
from assetaudit.store.event_ids import wall_ms
from assetaudit.sync import card
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.certificate import device_certificate, key_in
from assetaudit.sync.holding import DAY_MS, Holding
from assetaudit.sync.hub_calls import PIECE, Act, routes
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.messages import Enrolment, Have, Shas, Wish
from assetaudit.sync.piece import HEAD, MOST_BODY, MOST_HEADER, VERSION, PieceError, size_of, unseal
from assetaudit.sync.receipt import Receipt
from assetaudit.sync.station import Station
from assetaudit.sync.trust import REVOKED, TRUSTED, UNKNOWN, Peer

MOST_LIST = 8 << 20
"""Bytes of a list of hashes: some 120,000 of them."""


class RefusedError(Exception):
    """Why a request is not served, and with which status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Hub:
    """What the routes do."""

    def __init__(
        self,
        station: Station,
        home: HubHome,
        clock: Clock,
        *,
        certified: bool = False,
        arrived: Callable[[], None] = lambda: None,
    ) -> None:
        """``arrived`` hears of everything new."""
        self._arrived = arrived
        self._station = station
        self._home = home
        self._clock = clock
        self._certified = certified

    async def document(self, _request: Request) -> Response:
        """This description; asks for no pass."""
        from assetaudit.sync.hub_openapi import document

        return JSONResponse(document())

    async def about(self, _request: Request) -> Response:
        """Who this is; asks for no pass."""
        own = {"hub": self._station.key.public, "epoch": self._home.epoch(), "version": __version__, "pieces": VERSION}
        return JSONResponse(own)

    async def enrol(self, request: Request) -> Response:
        """Let an invited device in, once; asks for a token instead of a pass."""
        wish = _decoded(await _body(request, 1 << 16), Enrolment)
        return JSONResponse(await run_in_threadpool(self._enrol, wish))

    async def missing(self, request: Request) -> Response:
        """Which of the caller's segments are not here."""
        self._caller(request)
        shas = _shas(await _body(request, MOST_LIST))
        known = await run_in_threadpool(self._station.segments.known, shas)
        return JSONResponse({"shas": [sha.hex() for sha in shas if sha not in known]})

    async def lacking(self, request: Request) -> Response:
        """Which segments here the caller does not have."""
        self._caller(request)
        has = set(_shas(await _body(request, MOST_LIST)))
        ours = await run_in_threadpool(self._station.counted_shas)
        return JSONResponse({"shas": [sha.hex() for sha in ours if sha not in has]})

    async def holding(self, request: Request) -> Response:
        """The hub's signed word on what it holds of some segments, and since when."""
        self._caller(request)
        wish = _decoded(await _body(request, MOST_LIST), Wish)
        return JSONResponse((await run_in_threadpool(self._holding, wish)).to_dict())

    async def put(self, request: Request) -> Response:
        """Take a piece; the answer is a signed receipt, sent after it is on disk."""
        caller = self._caller(request)
        data = await _body(request, HEAD + MOST_HEADER + max(MOST_BODY.values()), by_piece=True)
        receipt = await run_in_threadpool(self._take, data, caller, request.path_params["sha"])
        return JSONResponse(receipt.to_dict(), 422 if receipt.status == "refused" else 200)

    async def get(self, request: Request) -> Response:
        """The bytes of a segment."""
        self._caller(request)
        data = await run_in_threadpool(self._station.segments.data, _sha(request.path_params["sha"]))
        if data is None:
            raise RefusedError(404, "There is no such segment here.")
        return Response(data, media_type=PIECE)

    async def photos_missing(self, request: Request) -> Response:
        """Which of the caller's photographs are wanted here."""
        self._caller(request)
        shas = [sha.hex() for sha in _shas(await _body(request, MOST_LIST))]
        return JSONResponse({"shas": await run_in_threadpool(self._station.wanted_photos, shas)})

    async def photos_lacking(self, request: Request) -> Response:
        """Which photographs here the caller does not have."""
        self._caller(request)
        has = {sha.hex() for sha in _shas(await _body(request, MOST_LIST))}
        ours = await run_in_threadpool(self._station.photos.kept)
        return JSONResponse({"shas": [sha for sha in ours if sha not in has]})

    async def photo(self, request: Request) -> Response:
        """One photograph as a piece."""
        self._caller(request)
        data = await run_in_threadpool(self._station.photo_piece, _sha(request.path_params["sha"]).hex())
        if data is None:
            raise RefusedError(404, "There is no such picture here.")
        return Response(data, media_type=PIECE)

    async def small(self, request: Request) -> Response:
        """Cards of devices and names of people, as a bundle."""
        self._caller(request)
        data = await run_in_threadpool(lambda: b"".join(self._station.small_pieces()))
        return Response(data, media_type=PIECE)

    async def registers(self, request: Request) -> Response:
        """Versions of registers that are here."""
        self._caller(request)
        versions = await run_in_threadpool(self._station.registers.versions)
        return JSONResponse({"versions": [info.version for info in versions]})

    async def register(self, request: Request) -> Response:
        """One register version as a piece, from where a cut left it."""
        self._caller(request)
        file = await run_in_threadpool(self._station.register_file, request.path_params["version"])
        if file is None:
            raise RefusedError(404, "There is no such register here.")
        return FileResponse(file, media_type=PIECE)

    async def register_since(self, request: Request) -> Response:
        """What changed in a register since a version that the caller has; nothing where that is no less than all."""
        self._caller(request)
        have = _decoded(await _body(request, MOST_LIST), Have).have
        data = await run_in_threadpool(self._station.register_since, request.path_params["version"], have)
        return Response(data, 200 if data else 204, media_type=PIECE)

    def _holding(self, wish: Wish) -> Holding:
        held = self._station.arrivals([_sha(text) for text in wish.shas], look=wish.look)
        horizon = self._home.horizon() * DAY_MS
        own, register = self._station.key, self._station.registers.index().current
        return Holding(own.public, self._home.epoch(), wall_ms(self._clock), horizon, register, held).signed(own)

    def _enrol(self, wish: Enrolment) -> dict[str, Any]:
        try:
            piece = unseal(bytes.fromhex(wish.card))
            read = card.card_in(piece)
        except (PieceError, ValueError) as error:
            raise RefusedError(400, f"The card of the device cannot be used: {error}.") from error
        if read.of != piece.signer:
            raise RefusedError(400, "A device enrols with its own card.")
        if self._station.trust.state(read.of) == REVOKED:
            raise RefusedError(403, "This device was revoked here; who runs the hub can trust it again.")
        admitted = self._home.admit(wish.token, read.of)
        if admitted is None:
            raise RefusedError(
                403, "The invitation is not known here, or was used by another device. Ask for a new one."
            )
        name, given = admitted
        self._station.trust.set(Peer(read.of, TRUSTED, name, read.device, self._now(), "invitation"))
        if self._station.release():
            self._arrived()
        self._home.note({"at": self._now(), "from": read.of, "sha": "", "status": "enrolled"})
        return {"pass": given, "name": name, "epoch": self._home.epoch(), "certificate": self._certificate(read.of)}

    def _certificate(self, key: str) -> str:
        """One for a device's key; empty where the hub has none itself."""
        if not self._home.url().startswith("https://"):
            return ""
        return device_certificate(key, self._home.certificate, self._home.certificate_key, self._clock)

    def _take(self, data: bytes, caller: str, sha: str) -> Receipt:
        found = list(pieces_in(data))
        piece = found[0] if len(found) == 1 else None
        hub, epoch = self._station.key.public, self._home.epoch()
        if piece is None or isinstance(piece, Damage) or piece.sha.hex() != sha:
            text = "The bytes are no piece, or another than was announced; send it again."
            receipt = Receipt(sha, "refused", text, hub, epoch)
        else:
            taken = self._station.take(piece)
            receipt = Receipt(sha, taken.status, taken.text, hub, epoch)
            if taken.status == "admitted":
                self._arrived()
        self._home.note({"at": self._now(), "from": caller, "sha": sha, "status": receipt.status})
        return receipt.signed(self._station.key)

    def _caller(self, request: Request) -> str:
        key = self._certified_key(request) if self._certified else self._pass_holder(request)
        if self._station.trust.state(key) == REVOKED:
            raise RefusedError(
                403, "This device was revoked here. What it holds may still come by stick; it is kept apart."
            )
        return key

    def _pass_holder(self, request: Request) -> str:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        key = self._home.holder(given) if given else ""
        if not key:
            raise RefusedError(
                401, "This device is not enrolled here. Ask for an invitation, then: assetaudit sync enrol CODE"
            )
        return key

    def _certified_key(self, request: Request) -> str:
        """Whose certificate the connection was made with; only this hub's own get through its TLS."""
        shown = getattr(request.state, "client_certificate", None)
        key = key_in(shown) if shown else ""
        if not key:
            raise RefusedError(
                401,
                "This hub asks devices for a certificate of its own, and none was shown. "
                "Ask for a new invitation, then, with an assetaudit as new as the hub's: assetaudit sync enrol CODE",
            )
        if self._station.trust.state(key) == UNKNOWN:
            raise RefusedError(
                401, "The certificate is for a device that is not known here any more. Enrol again, or bring a stick."
            )
        return key

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")


def application(hub: Hub) -> Starlette:
    """The service."""
    return Starlette(routes=routes(hub, _answer))


def _answer(act: Act) -> Act:
    async def answer(request: Request) -> Response:
        try:
            return await act(request)
        except RefusedError as error:
            return JSONResponse({"text": str(error)}, error.status)
        except AssetAuditError as error:
            return JSONResponse({"text": str(error)}, 503)

    return answer


async def _body(request: Request, most: int, *, by_piece: bool = False) -> bytes:
    """The body, as long as it may be; a piece says itself how long it is, before it is read."""
    data = bytearray()
    limit = most
    async for chunk in request.stream():
        data += chunk
        if by_piece and limit == most and len(data) >= HEAD:
            limit = _announced(bytes(data[:HEAD]))
        if len(data) > limit:
            raise RefusedError(413, "The request is longer than it may be; nothing of it was kept.")
    return bytes(data)


def _announced(head: bytes) -> int:
    try:
        return size_of(head)
    except PieceError as error:
        raise RefusedError(400, f"This is no piece: {error}.") from error


def _decoded(data: bytes, kind: type[Any]) -> Any:  # noqa: ANN401 - the kind that was asked for
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(400, f"The request cannot be understood: {error}.") from error


def _shas(data: bytes) -> list[bytes]:
    return [_sha(text) for text in _decoded(data, Shas).shas]


def _sha(text: str) -> bytes:
    try:
        sha = bytes.fromhex(text)
    except ValueError:
        sha = b""
    if len(sha) != 32:
        raise RefusedError(400, "A hash of a segment is 64 hex digits.")
    return sha

"""What can be asked of a hub: one line a call, from which both its routes and its OpenAPI document are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assetaudit.sync.holding import Holding
from assetaudit.sync.messages import Enrolment, Have, Self, Shas, Versions, Welcome, Wish
from assetaudit.sync.receipt import Receipt

DOCUMENT = "/v1/openapi.json"
"""Where a hub shows its document."""
PIECE = "application/octet-stream"
"""Media type of bytes that are no JSON."""
Act = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that can be asked."""

    method: str
    path: str
    act: str
    """Name of the method of ``Hub`` that answers; its docstring is the call's summary."""
    gives: type | None = None
    """What the answer is; None for bytes."""
    takes: type | None = None
    """What the body is; ``bytes`` for a piece, None for none."""
    refusals: tuple[int, ...] = ()
    """Statuses beside 401, 403 and 503, which any call for enrolled devices may answer with."""
    public: bool = False
    """Whether no pass is asked for."""


_LIST = (400, 413)
CALLS = (
    Call("GET", DOCUMENT, "document", dict, public=True),
    Call("GET", "/v1/about", "about", Self, public=True),
    Call("POST", "/v1/enrol", "enrol", Welcome, Enrolment, (400, 403, 413), public=True),
    Call("POST", "/v1/missing", "missing", Shas, Shas, _LIST),
    Call("POST", "/v1/lacking", "lacking", Shas, Shas, _LIST),
    Call("POST", "/v1/holding", "holding", Holding, Wish, _LIST),
    Call("PUT", "/v1/pieces/{sha}", "put", Receipt, bytes, (400, 413, 422)),
    Call("GET", "/v1/pieces/{sha}", "get", refusals=(400, 404)),
    Call("POST", "/v1/photos/missing", "photos_missing", Shas, Shas, _LIST),
    Call("POST", "/v1/photos/lacking", "photos_lacking", Shas, Shas, _LIST),
    Call("GET", "/v1/photos/{sha}", "photo", refusals=(400, 404)),
    Call("GET", "/v1/small", "small"),
    Call("GET", "/v1/registers", "registers", Versions),
    Call("GET", "/v1/registers/{version}", "register", refusals=(206, 404, 416)),
    Call("POST", "/v1/registers/{version}", "register_since", None, Have, (204, *_LIST)),
)


def routes(hub: object, answering: Callable[[Act], Act]) -> list[Route]:
    """The routes of a hub; ``answering`` turns what goes wrong into an answer."""
    return [Route(call.path, answering(getattr(hub, call.act)), methods=[call.method]) for call in CALLS]

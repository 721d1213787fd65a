"""The hub described for other programs: an OpenAPI 3.1 document, made from the same lines as its routes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec

from assetaudit import __version__
from assetaudit.sync.hub_app import Hub
from assetaudit.sync.hub_calls import CALLS, PIECE, Call
from assetaudit.sync.messages import Refusal
from assetaudit.sync.receipt import Receipt

_SHOWN = "#/components/schemas/{name}"
_PATTERNS = {"sha": "^[0-9a-f]{64}$", "version": "^[0-9a-f]{64}$"}
"""What the variable part of a path looks like: SHA-256 in hex."""
_PROOFS = {"pass": {"type": "http", "scheme": "bearer"}, "certificate": {"type": "mutualTLS"}}
"""How a device shows who it is: by its pass, or by its certificate where the hub asks for those."""
_BYTES = {"type": "string", "format": "binary"}


def document() -> dict[str, Any]:
    """The whole document."""
    kinds = {kind for call in CALLS for kind in (call.gives, call.takes) if kind not in (None, bytes, dict)}
    shown = sorted(kinds | {Refusal}, key=lambda kind: kind.__name__)
    _refs, schemas = msgspec.json.schema_components(shown, ref_template=_SHOWN)
    paths: dict[str, dict[str, Any]] = {}
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {"title": "assetaudit hub", "version": __version__},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _PROOFS},
    }


def _operation(call: Call) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": call.act,
        "summary": (getattr(Hub, call.act).__doc__ or "").strip(),
        "responses": {str(status): _answer(call, status) for status in _statuses(call)},
        "security": [] if call.public else [{name: []} for name in _PROOFS],
    }
    if named := [name for name in _PATTERNS if f"{{{name}}}" in call.path]:
        told["parameters"] = [_parameter(name) for name in named]
    if call.takes is not None:
        told["requestBody"] = {"required": True, "content": _content(call.takes)}
    return told


def _statuses(call: Call) -> list[int]:
    return sorted({200, *call.refusals, *(() if call.public else (401, 403)), 503})


def _answer(call: Call, status: int) -> dict[str, Any]:
    """One answer: what was asked for, a receipt that says no, nothing, or a sentence."""
    told: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if status in (200, 206):
        told["content"] = _content(call.gives or bytes)
    elif status == 422:
        told["content"] = _content(Receipt)
    elif status == 416:
        told["content"] = {"text/plain": {}}
    elif status != 204:
        told["content"] = _content(Refusal)
    return told


def _content(kind: type) -> dict[str, Any]:
    if kind is bytes:
        return {PIECE: {"schema": _BYTES}}
    schema = {"type": "object"} if kind is dict else {"$ref": _SHOWN.format(name=kind.__name__)}
    return {"application/json": {"schema": schema}}


def _parameter(name: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": _PATTERNS[name]}
    return {"name": name, "in": "path", "required": True, "schema": schema}

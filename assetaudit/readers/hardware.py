"""The page of supported hardware: written from what the drivers say of themselves and from the recordings at hand."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.readers import protocols
from assetaudit.readers.contract import Dialect
from assetaudit.readers.keys import ADDRESS as KEYS
from assetaudit.readers.listing import OWN_SCHEME, WITH_PROTOCOL
from assetaudit.readers.opening import driver, schemes

_BASIS = {"captures": "from captures", "documents": "from documents"}
_HEAD = """\
# Supported hardware

Written by `assetaudit readers hardware`; do not edit. *From captures*: bytes that real devices sent are among the
tests. *From documents*: made after manuals and public programs alone, no bytes of a real device were at hand. No device
of any kind was at hand in person, so try yours with `assetaudit readers test ADDRESS` before the walk, and keep what it
sends with `assetaudit readers record ADDRESS -o FILE` if it does not work.
"""


def hardware_page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_HEAD, *_addresses(), "", *_protocols()]) + "\n"


def _addresses() -> Iterator[str]:
    yield "## Kinds of address"
    yield ""
    yield "| address | what for |"
    yield "|---|---|"
    yield f"| `{KEYS}` | scanner that types as a keyboard; works as it is, nothing has to be opened |"
    for scheme in schemes():
        found = driver(scheme)
        yield f"| `{found.form}` | {found.product} |"


def _protocols() -> Iterator[str]:
    names = ", ".join(f"`{scheme}://`" for scheme in sorted(WITH_PROTOCOL))
    yield "## Protocols"
    yield ""
    yield f"Of {names} by `?protocol=NAME`; {' and '.join(f'`{name}`' for name in sorted(OWN_SCHEME))} have an address"
    yield "of their own as well."
    for name in protocols.known():
        yield ""
        yield from _protocol(protocols.dialect(name))


def _protocol(dialect: Dialect) -> Iterator[str]:
    yield f"### {dialect.name}"
    yield ""
    yield f"* {dialect.product or 'scanners and readers that send lines of text'}"
    yield f"* {_BASIS.get(dialect.basis, dialect.basis)}"
    line = "" if dialect.name == "llrp" else f"{dialect.baud} bits a second on a serial line"
    port = f"port {dialect.port} in the network" if dialect.port is not None else ""
    yield f"* {', '.join(part for part in (line, port) if part)}"
    for setting in dialect.settings or ():
        yield f"* `{setting.name}=` {setting.accepts}"
    if dialect.note:
        yield f"* {dialect.note}"

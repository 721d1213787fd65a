"""A laptop's side of the hub: enrolled once by an invitation, its certificate pinned, every answer checked."""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from assetaudit.errors import MissingExtraError, SyncError
from assetaudit.paths import replacing
from assetaudit.sync.certificate import certificate_hash
from assetaudit.sync.holding import Holding
from assetaudit.sync.hub_home import Joining
from assetaudit.sync.keys import SigningKey
from assetaudit.sync.messages import Self, Shas, Versions, Welcome
from assetaudit.sync.piece import VERSION
from assetaudit.sync.receipt import Receipt

if TYPE_CHECKING:
    import httpx

WAIT = 30.0
"""Seconds that a connection may take."""
GLANCE = 4.0
"""Seconds that a connection may take when somebody only wants to see what waits."""
PATIENCE = 300.0
"""Seconds that a busy hub may take to answer."""
MOST_ANSWER = 1 << 31
"""Bytes of one answer."""


Told = Callable[[int, int], None]
"""Hears how many bytes of how many are there; of 0 where that is not known."""
_PARTIAL, _UNKNOWN_KIND, _BEYOND = 206, 400, 416
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The hub that this workspace belongs to, as kept in a file that only its owner may read."""

    url: str
    hub: str
    """The hub's public key."""
    given: str
    """The pass."""
    certificate: str
    """The pinned certificate in PEM; empty for plain HTTP."""
    name: str = ""
    own: str = ""
    """The certificate in PEM that the hub gave to this device's key; empty where it gave none."""


def load_enrolled(file: Path) -> Enrolled:
    """The hub of this workspace; SyncError where it has none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Enrolled)
    except FileNotFoundError as error:
        msg = "This workspace belongs to no hub."
        raise SyncError(
            msg, hint="Enrol with: assetaudit sync enrol CODE, or use a stick: assetaudit sync bundle"
        ) from error
    except (OSError, msgspec.DecodeError) as error:
        raise SyncError(
            f"The file {file} cannot be read: {error}.", hint="Enrol again with a new invitation."
        ) from error


def save_enrolled(file: Path, enrolled: Enrolled) -> None:
    """Keep it; the file can be read by its owner only."""
    with replacing(file) as new:
        new.write(msgspec.json.encode(enrolled))


def pinned_certificate(code: Joining) -> str:
    """The certificate that the hub shows, in PEM, proved by the invitation; empty for plain HTTP."""
    parts = urlsplit(code.url)
    if parts.scheme != "https":
        return ""
    try:
        pem = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=WAIT)
    except OSError as error:
        raise SyncError(
            f"The hub at {code.url} cannot be reached: {_why(error)}.", hint="Check the network, or use a stick."
        ) from error
    if not code.proves(certificate_hash(pem)):
        msg = f"What answers at {code.url} is not the hub that invited this device."
        raise SyncError(
            msg, hint="Somebody may be listening in, or the hub has a new certificate: ask for a new invitation."
        )
    return pem


class HubLink:
    """A connection to a hub."""

    def __init__(self, enrolled: Enrolled, key: SigningKey | None = None, *, wait: float = WAIT) -> None:
        """``wait``: seconds that a connection may take."""
        self._enrolled = enrolled
        self._http = _client(enrolled, key, wait)

    def __enter__(self) -> HubLink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    @property
    def hub(self) -> str:
        """The hub's public key."""
        return self._enrolled.hub

    def greet(self) -> str:
        """Ask first who the hub is: a sentence where it is older than this program, SyncError where it is newer."""
        about = self._read(self._asked("GET", "/v1/about"), Self)
        if about.hub != self.hub:
            raise self._nonsense()
        if about.pieces > VERSION:
            msg = f"The hub runs a newer assetaudit ({about.version}); this one does not understand all that it sends."
            raise SyncError(
                msg, hint="Upgrade with: pip install --upgrade assetaudit. Until then a stick works; nothing is lost."
            )
        if about.pieces < VERSION:
            return f"The hub runs an older assetaudit ({about.version}): it keeps what it does not understand yet."
        return ""

    def enrol(self, token: str, card: bytes) -> Welcome:
        """Hand in an invitation; returns the pass and the name that the hub gave."""
        answer = self._asked("POST", "/v1/enrol", json={"token": token, "card": card.hex()})
        return self._read(answer, Welcome)

    def missing(self, shas: Sequence[bytes]) -> list[bytes]:
        """Which of our segments the hub lacks."""
        return self._shas("/v1/missing", shas)

    def lacking(self, shas: Sequence[bytes]) -> list[bytes]:
        """Which of the hub's segments we lack."""
        return self._shas("/v1/lacking", shas)

    def holding(self, shas: Sequence[bytes], *, look: bool = False) -> Holding | None:
        """The hub's word on what it holds of some segments; ``look`` makes it read them. None from an older hub."""
        wish = {"shas": [sha.hex() for sha in shas], "look": look}
        answer = self._asked("POST", "/v1/holding", json=wish, fine=(200, 404, 405))
        if answer.status_code != 200:
            return None
        holding = self._read(answer, Holding)
        if not holding.genuine or holding.hub != self.hub:
            raise self._nonsense()
        return holding

    def put(self, sha: bytes, data: bytes) -> Receipt:
        """Hand over a piece; SyncError where the receipt is not the hub's."""
        return self._receipt(sha, self._asked("PUT", f"/v1/pieces/{sha.hex()}", content=data, fine=(200, 422)))

    def offer(self, data: bytes) -> str:
        """Hand over a small piece of a kind that an older hub may not know; what is to be said of it."""
        sha = hashlib.sha256(data).digest()
        answer = self._asked("PUT", f"/v1/pieces/{sha.hex()}", content=data, fine=(200, 400, 422))
        if answer.status_code == _UNKNOWN_KIND:
            return "The hub runs an older assetaudit, and does not take all that is here until it is upgraded."
        return self._receipt(sha, answer).text

    def _receipt(self, sha: bytes, answer: httpx.Response) -> Receipt:
        receipt = self._read(answer, Receipt)
        if not receipt.genuine or (receipt.hub, receipt.sha) != (self.hub, sha.hex()):
            raise self._nonsense()
        return receipt

    def get(self, sha: bytes) -> bytes:
        """The bytes of a segment."""
        return bytes(self._asked("GET", f"/v1/pieces/{sha.hex()}").content)

    def photos_missing(self, shas: Sequence[str]) -> list[str] | None:
        """Which of our photographs the hub wants; None from an older hub, which keeps none."""
        return self._photos("missing", shas)

    def photos_lacking(self, shas: Sequence[str]) -> list[str] | None:
        """Which of the hub's photographs we lack; None from an older hub."""
        return self._photos("lacking", shas)

    def photo(self, sha256: str) -> bytes:
        """One photograph as a piece; nothing where it has gone meanwhile."""
        answer = self._asked("GET", f"/v1/photos/{sha256}", fine=(200, 404))
        return bytes(answer.content) if answer.status_code == 200 else b""

    def _streamed(self, path: str, part: Path, told: Told) -> bytes:
        import httpx

        begun = part.stat().st_size if part.exists() else 0
        headers = {"range": f"bytes={begun}-"} if begun else {}
        try:
            with self._http.stream("GET", path, headers=headers) as answer:
                self._write(answer, part, begun if answer.status_code == _PARTIAL else 0, told)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        data = part.read_bytes()
        part.unlink()
        return data

    def _write(self, answer: httpx.Response, part: Path, begun: int, told: Told) -> None:
        if answer.status_code == _BEYOND:
            part.unlink(missing_ok=True)
        if answer.status_code not in (200, _PARTIAL):
            answer.read()
            raise SyncError(f"The hub refuses: {_said(answer)}", hint="Sync again.")
        size = begun + int(answer.headers.get("content-length", 0))
        with part.open("ab" if begun else "wb") as file:
            for chunk in answer.iter_bytes():
                file.write(chunk)
                told(file.tell(), size)

    def _photos(self, which: str, shas: Sequence[str]) -> list[str] | None:
        answer = self._asked("POST", f"/v1/photos/{which}", json={"shas": list(shas)}, fine=(200, 404, 405))
        return self._read(answer, Shas).shas if answer.status_code == 200 else None

    def small(self) -> bytes:
        """A bundle of cards and names."""
        return bytes(self._asked("GET", "/v1/small").content)

    def registers(self) -> list[str]:
        """Register versions of the hub."""
        return self._read(self._asked("GET", "/v1/registers"), Versions).versions

    def register(self, version: str, part: Path, told: Told) -> bytes:
        """One register version as a piece; what a cut leaves stays in ``part``, from which the next call goes on."""
        return self._streamed(f"/v1/registers/{version}", part, told)

    def register_since(self, version: str, have: Sequence[str]) -> bytes:
        """What changed since one of those that are here; nothing where that is no less than all, or the hub older."""
        path = f"/v1/registers/{version}"
        answer = self._asked("POST", path, json={"have": list(have)}, fine=(200, 204, 404, 405))
        return bytes(answer.content) if answer.status_code == 200 else b""

    def _shas(self, path: str, shas: Sequence[bytes]) -> list[bytes]:
        answer = self._read(self._asked("POST", path, json={"shas": [sha.hex() for sha in shas]}), Shas)
        try:
            return [bytes.fromhex(text) for text in answer.shas]
        except ValueError as error:
            raise self._nonsense() from error

    def _read(self, answer: httpx.Response, kind: type[_Answer]) -> _Answer:
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._nonsense() from error

    def _asked(self, method: str, path: str, *, fine: Sequence[int] = (200,), **content: Any) -> httpx.Response:  # noqa: ANN401 - the library's
        import httpx

        try:
            answer = self._http.request(method, path, **content)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        if answer.status_code not in fine:
            raise SyncError(f"The hub refuses: {_said(answer)}")
        return answer

    def _unreachable(self, error: Exception) -> SyncError:
        why = _why(error) or type(error).__name__
        if "certificate verify failed" in why.casefold():
            return self._unproved(why)
        msg = f"The hub at {self._enrolled.url} cannot be reached: {why}."
        return SyncError(msg, hint="Nothing is lost: try again later, or use a stick.")

    def _unproved(self, why: str) -> SyncError:
        if "expired" in why or "not yet valid" in why:
            msg = f"The certificate of the hub at {self._enrolled.url} is not valid at the time that this laptop shows."
            return SyncError(
                msg,
                hint="Look at this laptop's clock first; else the hub needs a new one: assetaudit hub init --url URL",
            )
        msg = f"The hub at {self._enrolled.url} shows another certificate than when this device enrolled."
        return SyncError(msg, hint="Somebody may be listening in, or the hub has a new one: ask for a new invitation.")

    def _nonsense(self) -> SyncError:
        return SyncError(f"The hub at {self._enrolled.url} answers what no hub would.", hint="Ask who runs it.")


def _client(enrolled: Enrolled, key: SigningKey | None, wait: float) -> httpx.Client:
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("Speaking to a hub", "sync") from error
    verify: ssl.SSLContext | bool = True
    if enrolled.certificate:
        verify = ssl.create_default_context(cadata=enrolled.certificate)
        verify.check_hostname = False  # the certificate itself is pinned, whatever the hub is called today
        if key is not None and enrolled.own:
            _show(verify, enrolled.own, key)
    headers = {"authorization": f"Bearer {enrolled.given}"} if enrolled.given else {}
    line = httpx.HTTPTransport(verify=verify, proxy=_proxy(enrolled.url), socket_options=_watchful())
    return httpx.Client(
        base_url=enrolled.url, headers=headers, transport=line, timeout=httpx.Timeout(wait, read=PATIENCE)
    )


def _show(context: ssl.SSLContext, own: str, key: SigningKey) -> None:
    """Show this device's certificate to the hub; one for an earlier key of it is left at home."""
    with tempfile.TemporaryDirectory() as folder:  # the library reads files only; nobody else may enter this folder
        file = Path(folder) / "device.pem"
        file.write_bytes(key.pem() + own.encode())
        with suppress(ssl.SSLError):
            context.load_cert_chain(file)


def _proxy(url: str) -> str | None:
    """The proxy that the system names for an address, if any."""
    parts, known = urlsplit(url), getproxies()
    return None if proxy_bypass(parts.hostname or "") else known.get(parts.scheme) or known.get("all")


def _watchful() -> list[tuple[int, int, int]]:
    """A cable that is pulled shows within half a minute, however long a busy hub may take to answer."""
    wishes = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": 30_000}
    known = [(getattr(socket, name), value) for name, value in wishes.items() if hasattr(socket, name)]
    return [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1), *((socket.IPPROTO_TCP, name, value) for name, value in known)]


def _why(error: Exception) -> str:
    """What the system says of a failure, without its number."""
    return re.sub(r"^\[(Errno|SSL:?) ?[^\]]*\] ", "", str(error))


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["text"])
    except (ValueError, KeyError, TypeError):
        return f"it answers with status {answer.status_code}, as an older assetaudit or something in between would."

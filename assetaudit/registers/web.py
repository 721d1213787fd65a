"""Asking a system's interface: with time limits, patience where it is busy, and a token that goes nowhere else.

Only reads are repeated, which change nothing, and what was turned away unread. A redirect is never followed, for it
would carry the token along.
"""

from __future__ import annotations

import secrets
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from assetaudit.errors import MissingExtraError, RegisterError, UsageError

if TYPE_CHECKING:
    import httpx

CONNECT, WAIT, WHOLE = 10.0, 60.0, 180.0
"""Seconds: to connect, until the next piece of an answer, for a whole answer."""
TRIES = 5
MOST_ANSWER = 256 << 20
"""Bytes of one answer."""
_LONGEST_PAUSE = 60.0
_TOO_MANY = 429
_BUSY = frozenset({_TOO_MANY, 502, 503, 504})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status 200 to 499, header and JSON."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    data: Any
    """JSON; None where the body is none."""

    def said(self) -> str:
        """What an answer that is no success says, on one line."""
        data = self.data
        if isinstance(data, dict):
            data = data.get("detail") or data.get("error") or data.get("messages") or data
        text = data if isinstance(data, str) else msgspec.json.encode(data).decode() if data else ""
        return " ".join(f"status {self.status} {text}".split())[:300].rstrip(".")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, and by what clock; tests use their own."""

    wait: float = WAIT
    whole: float = WHOLE
    tries: int = TRIES
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    """Seconds on a clock that only runs forward: for time limits, never for what is recorded."""


class Web:
    """One system's interface at one address."""

    def __init__(
        self, base: str, headers: dict[str, str], *, ca: Path | None = None, patience: Patience = Patience()
    ) -> None:
        self.base = base
        self.requests = 0
        """Answers so far."""
        self._patience = patience
        self._http = _client(headers, ca, patience)

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, query: Query = ()) -> Answer:
        """Ask; RegisterError where nothing usable comes after several tries."""
        trouble = ""
        for tried in range(self._patience.tries):
            answer, trouble = self._try("GET", path, query)
            if answer is not None and answer.status not in _BUSY:
                return answer
            if answer is not None:
                trouble = answer.said()
            if tried + 1 < self._patience.tries:
                self._patience.sleep(_pause(tried, answer))
        msg = f"{self.base} does not answer ({self._patience.tries} tries): {trouble}."
        raise RegisterError(msg, hint="Nothing was changed: check the address and the network, or try again later.")

    def send(self, method: str, path: str, body: object, headers: dict[str, str] | None = None) -> Answer | None:
        """Send a change, again only where the system was too busy to look at it; None where it may have arrived."""
        content = (msgspec.json.encode(body), headers or {})
        for tried in range(self._patience.tries):
            answer, _ = self._try(method, path, (), content)
            if answer is None or answer.status != _TOO_MANY or tried + 1 == self._patience.tries:
                break
            self._patience.sleep(_pause(tried, answer))
        return answer

    def _try(
        self, method: str, path: str, query: Query, content: tuple[bytes, dict[str, str]] | None = None
    ) -> tuple[Answer | None, str]:
        import httpx

        body, headers = content or (None, {})
        headers = headers | ({"content-type": "application/json"} if body is not None else {})
        address = f"{self.base}/{path}"
        try:
            with self._http.stream(
                method, address, params=list(query) or None, content=body, headers=headers
            ) as response:
                raw = self._read(response)
        except httpx.InvalidURL as error:
            raise UsageError(f"'{address}' is no address: {error}.") from error
        except httpx.HTTPError as error:
            if _is_certificate(error):
                raise _untrusted(self.base, error) from error
            return None, str(error) or type(error).__name__
        self.requests += 1
        return self._answer(response, raw), ""

    def _read(self, response: httpx.Response) -> bytes:
        import httpx

        started, found = self._patience.now(), bytearray()
        for piece in response.iter_bytes():
            found += piece
            if len(found) > MOST_ANSWER:
                raise RegisterError(f"{self.base} answers with more than {MOST_ANSWER >> 20} MB at once.")
            if self._patience.now() - started > self._patience.whole:
                msg = f"the answer was not complete after {self._patience.whole:g} s"
                raise httpx.ReadTimeout(msg)
        return bytes(found)

    def _answer(self, response: httpx.Response, raw: bytes) -> Answer:
        if response.is_redirect:
            said = response.headers.get("location", "").partition("?")[0]
            raise RegisterError(
                f"{self.base} sends us on to {said or 'somewhere else'}; the token is not carried there.",
                hint="Name that address itself with --url, or check that this one is the system's own.",
            )
        headers = {name.lower(): value for name, value in response.headers.items()}
        try:
            return Answer(response.status_code, headers, msgspec.json.decode(raw) if raw else None)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            if response.status_code in _BUSY or not response.is_success:
                return Answer(response.status_code, headers, None)
            msg = f"What answers at {self.base} speaks no JSON: it is not the interface that was meant."
            raise RegisterError(msg, hint="Name the address that people open in the browser, with --url.") from error


def _pause(tried: int, answer: Answer | None) -> float:
    """Seconds before the next try: what the system asks for, else twice as long each time, never two alike."""
    asked = answer.headers.get("retry-after", "") if answer is not None else ""
    if asked.isascii() and asked.isdecimal():
        return min(float(asked[:6]), _LONGEST_PAUSE)
    if answer is not None and answer.status == _TOO_MANY:
        return _LONGEST_PAUSE  # what is allowed is counted by the minute
    return min(2.0**tried, _LONGEST_PAUSE) * (0.5 + secrets.randbelow(501) / 1000)


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _untrusted(base: str, error: Exception) -> RegisterError:
    return RegisterError(
        f"The certificate of {base} is not trusted: {error}.",
        hint="Give the certificate of your own authority with --ca FILE.",
    )


def _client(headers: dict[str, str], ca: Path | None, patience: Patience) -> httpx.Client:
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("Asking a register over the web", "netbox") from error
    try:
        context = ssl.create_default_context()  # what the system trusts, not what a library brings
        if ca is not None:
            context.load_verify_locations(ca)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"{ca} holds no certificate that can be read: {error}.") from error
    limits = httpx.Timeout(patience.wait, connect=min(CONNECT, patience.wait))
    own = {"accept": "application/json", "user-agent": "assetaudit"}
    return httpx.Client(headers=own | headers, verify=context, timeout=limits, follow_redirects=False)


def clean_address(text: str, *, plain: bool = False) -> str:
    """A system's address as typed, made whole: ``https`` where none is said, no slash and no ``/api`` at its end.

    UsageError where it holds a password, or would send a token readable over the network (``plain`` allows it).
    """
    text = text.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"'{text}' is no address: {error}.") from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise UsageError(f"'{text}' is no address of a system.", hint="Write it like https://netbox.example.com.")
    if "@" in parts.netloc:
        msg = "The address holds a name or password."
        raise UsageError(msg, hint="Leave it out: the token comes from the environment or a file.")
    if parts.scheme == "http" and host not in _LOCAL and not plain:
        msg = f"{parts.scheme}://{parts.netloc} would carry the token readable over the network."
        raise UsageError(msg, hint="Use https, or allow it with --plain-http.")
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path.removesuffix('/api').rstrip('/')}"

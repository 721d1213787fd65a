"""A time stamp of an authority (RFC 3161) over HTTP: it vouches for when a signature was made.

The authority gets a hash and nothing of the report. It is asked only where the user names one.
"""

from __future__ import annotations

import asyncio
import urllib.request
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper

from assetaudit.errors import PrintError

_SECONDS = 20
_LARGEST = 1 << 20
"""Bytes of an answer: a stamp with its certificates is a few thousand."""
_ANSWER = "application/timestamp-reply"
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": _ANSWER}
_METHOD = "sha256"
_GRANTED = ("granted", "granted_with_mods")


class _Answer(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """An answer as RFC 3161 has it: a refusal carries no stamp."""

    _fields = [("status", tsp.PKIStatusInfo), ("token", cms.ContentInfo, {"optional": True})]  # noqa: RUF012 - asn1crypto's way


class Authority(TimeStamper):
    """One time stamping authority."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise PrintError(f"'{url}' is no address of a time stamping authority.", hint="Write it like https://...")
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's own has no types
        self.url = url

    def try_out(self) -> None:
        """Ask for one stamp before anything is written; PrintError where none comes."""
        try:
            asyncio.run(self.async_dummy_response(_METHOD))
        except PrintError:
            raise
        except Exception as error:
            raise self._trouble(str(error)) from error

    async def async_request_tsa_response(self, req: Any) -> Any:  # noqa: ANN401 - asn1crypto has no types
        """Ask, and refuse a stamp of something else than was asked for."""
        data = self._post(req.dump())
        status = _Answer.load(data, strict=True)["status"]
        if status["status"].native not in _GRANTED:
            told = "; ".join([*(status["status_string"].native or ()), *(status["fail_info"].native or ())])
            raise self._trouble(f"it refuses ({told or status['status'].native})")
        answer = tsp.TimeStampResp.load(data, strict=True)
        stamped = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        if stamped["message_imprint"].dump() != req["message_imprint"].dump():
            raise self._trouble("it stamped something else")
        return answer

    def _post(self, body: bytes) -> bytes:
        asked = urllib.request.Request(self.url, body, _HEADERS)  # noqa: S310 - http and https alone, see above
        try:
            with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310 - the same
                kind, data = answer.headers.get_content_type(), answer.read(_LARGEST)
        except HTTPError as error:
            raise self._trouble(str(error)) from error
        except (URLError, OSError) as error:
            raise self._trouble(str(getattr(error, "reason", error))) from error
        if answer.status != HTTPStatus.OK or kind != _ANSWER:
            raise self._trouble(f"its answer is {kind}")
        return bytes(data)

    def _trouble(self, why: str) -> PrintError:
        msg = f"No time stamp came from {self.url}: {why.rstrip('.')}."
        return PrintError(msg, hint="No report is left. Try again, or sign without --timestamp.")

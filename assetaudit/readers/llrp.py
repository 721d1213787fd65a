"""``llrp://`` and ``llrps://``: fixed RAIN RFID readers (Impinj, Zebra FX and others) by LLRP, plain or over TLS."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

from assetaudit.errors import UsageError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Dialect, Driver, LinkLostError, Reader, Tap
from assetaudit.readers.llrp_talk import ANTENNA, POWER, ROSPEC, SESSION, LlrpFramer
from assetaudit.readers.settings import Setting, choice
from assetaudit.readers.stream import StreamReader
from assetaudit.readers.tcp import TcpLink

PORT, TLS_PORT = 5084, 5085
"""As registered with IANA."""
VERIFY = choice("verify", {"on": True, "off": False})
CA = Setting("ca", "the file of the certificate that the reader's was signed with", Path)
SETTINGS = (POWER, ANTENNA, SESSION, ROSPEC)
TLS_SETTINGS = (*SETTINGS, VERIFY, CA)


class TlsLink(TcpLink):
    """One connection over TLS; the reader's certificate is checked unless the address says otherwise."""

    def __init__(self, address: Address) -> None:
        super().__init__(address, TLS_PORT)
        self._context = _context(address)

    def open(self) -> None:
        """Connect, then agree on keys."""
        super().open()
        plain = self._socket
        if plain is None:
            return
        try:
            plain.settimeout(2.0)
            self._socket = self._context.wrap_socket(plain, server_hostname=self._host)
            self._socket.settimeout(TICK)
        except ssl.SSLCertVerificationError as error:
            raise LinkLostError(
                f"The certificate of {self._host} is not trusted ({error.verify_message}); add ca=FILE with the "
                "certificate it was signed with, or verify=off in a network of your own."
            ) from error
        except OSError as error:
            raise LinkLostError(f"{self._host}:{self._port} speaks no TLS: {error.strerror or error}.") from error


def _context(address: Address) -> ssl.SSLContext:
    file = CA.of(address, None)
    try:
        context = ssl.create_default_context(cafile=None if file is None else str(file))
    except OSError as error:
        raise UsageError(f"{address.text}: {file} is no file of certificates: {error.strerror or error}.") from error
    if not VERIFY.of(address, True):  # noqa: FBT003 - a default
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _framer(address: Address, known: tuple[Setting[Any], ...]) -> LlrpFramer:
    address.only(tuple(setting.name for setting in known))
    return LlrpFramer(address)


def open_llrp(address: Address, tap: Tap | None) -> Reader:
    """A reader in the network."""
    return StreamReader(address, TcpLink(address, PORT), _framer(address, SETTINGS), tap)


def open_llrps(address: Address, tap: Tap | None) -> Reader:
    """A reader in the network, over TLS."""
    return StreamReader(address, TlsLink(address), _framer(address, TLS_SETTINGS), tap)


PLAIN = Driver("llrp", open_llrp, "llrp://HOST?power=25dBm&antenna=1,2", "fixed RFID reader that speaks LLRP")
TLS = Driver("llrps", open_llrps, "llrps://HOST?ca=FILE", "fixed RFID reader that speaks LLRP over TLS")
DIALECT = Dialect(
    "llrp",
    LlrpFramer,
    basis="captures",
    product="fixed readers that speak LLRP 1.0.1 or 1.1: Impinj Speedway and R700, Zebra FX, Alien, ThingMagic",
    settings=SETTINGS,
    port=PORT,
    note="Usually written llrp://HOST. It needs the extra: pip install 'assetaudit[llrp]'. rospec=N starts an "
    "inventory that the reader already has; otherwise all its ROSpecs are replaced by ours.",
)

"""From an address to a reader: the scheme picks the driver, through the entry points ``assetaudit.readers``."""

from __future__ import annotations

from assetaudit import plugins
from assetaudit.errors import ReaderError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Driver, Reader, Tap


def schemes() -> list[str]:
    """Schemes of addresses that can be opened here."""
    return sorted(name for name in plugins.names("readers") if "." not in name)


def driver(scheme: str) -> Driver:
    """The driver of a scheme; ReaderError where there is none."""
    if scheme == "keys":
        raise ReaderError("keys:// is heard by the screen itself.", hint="Just scan; nothing has to be opened.")
    if scheme not in schemes():
        raise ReaderError(f"There is no reader for {scheme}://.", hint=f"Known are: {', '.join(schemes())}.")
    found: Driver = plugins.load("readers", scheme)
    return found


def open_reader(address: str, tap: Tap | None = None) -> Reader:
    """A reader, not yet started; UsageError or ReaderError says what is wrong with the address."""
    parsed = Address.parse(address)
    return driver(parsed.scheme).open(parsed, tap)

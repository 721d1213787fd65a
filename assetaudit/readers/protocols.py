"""Which protocol an address speaks: the framer comes in through the entry points ``protocol.NAME``."""

from __future__ import annotations

from assetaudit import plugins
from assetaudit.errors import UsageError
from assetaudit.readers.address import COMMON, Address
from assetaudit.readers.contract import Dialect, Framer

_PREFIX = "protocol."


def known() -> list[str]:
    """Names of the protocols that are installed."""
    return sorted(name.removeprefix(_PREFIX) for name in plugins.names("readers") if name.startswith(_PREFIX))


def dialect(name: str) -> Dialect:
    """A protocol by name; UsageError where there is none."""
    if name not in known():
        raise UsageError(f"There is no protocol '{name}'.", hint=f"Known are: {', '.join(known())}.")
    found: Dialect = plugins.load("readers", _PREFIX + name)
    return found


def framer_of(address: Address) -> Framer:
    """The framer for an address's protocol; UsageError for a setting that it does not take."""
    spoken = dialect(address.protocol)
    _check(spoken, address)
    return spoken.framer(address)


def _check(spoken: Dialect, address: Address) -> None:
    if spoken.settings is None:
        return
    names = {setting.name for setting in spoken.settings}
    for name in address.options:
        if name not in names and name not in COMMON:
            takes = "; ".join(f"{setting.name}: {setting.accepts}" for setting in spoken.settings) or "none of its own"
            raise UsageError(
                f"{address.text}: {spoken.name} has no setting '{name}'.", hint=f"Settings of {spoken.name}: {takes}."
            )

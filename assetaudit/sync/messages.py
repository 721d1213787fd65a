"""What a hub and its callers say to each other, as JSON; what a newer side says besides is passed over."""

from __future__ import annotations

from typing import Annotated

import msgspec

Sha = Annotated[str, msgspec.Meta(extra_json_schema={"pattern": "^[0-9a-f]{64}$"})]
"""SHA-256 in hex; a wrong one is refused in a sentence of its own."""


class Shas(msgspec.Struct, frozen=True):
    """Hashes of segments or pictures, in hex."""

    shas: list[Sha]


class Wish(msgspec.Struct, frozen=True):
    """Which segments the hub shall answer for."""

    shas: list[Sha]
    look: bool = False
    """Whether their bytes are to be read, too."""


class Enrolment(msgspec.Struct, frozen=True):
    """A device that wants in."""

    token: str
    card: str
    """Its own card, in hex."""


class Have(msgspec.Struct, frozen=True):
    """Versions of registers that the caller has."""

    have: list[str] = []


class Versions(msgspec.Struct, frozen=True):
    """Versions of registers that are here."""

    versions: list[str]


class Self(msgspec.Struct, frozen=True):
    """Who a hub is: its public key, its epoch, its program, and the version of the pieces that it writes."""

    hub: str
    epoch: str
    version: str
    pieces: int


class Welcome(msgspec.Struct, frozen=True):
    """What an enrolled device is given: its pass, and what it is called here."""

    given: str = msgspec.field(name="pass")
    name: str
    epoch: str
    certificate: str = ""
    """For the device's key, in PEM; empty over plain HTTP."""


class Refusal(msgspec.Struct, frozen=True):
    """Why something is not done, in a sentence for people."""

    text: str

"""Cards: whose a key is. A device signs its own, which proves nothing; a hub signs those of devices it enrolled."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from assetaudit.model.needs import Clock
from assetaudit.sync.keys import SigningKey, fingerprint
from assetaudit.sync.piece import Piece, PieceError, seal
from assetaudit.sync.trust import HUB, REVOKED, TRUSTED, UNKNOWN, Peer, Trust

MOST_NAME = 100


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says."""

    of: str
    """Public key in hex."""
    name: str
    device: str
    revoked: bool = False
    replaces: str = ""
    """The key before, which then signed this card: the device goes on under a new one."""


def of_self(key: SigningKey, device: str, name: str, told: bytes = b"") -> bytes:
    """The card of this device, signed by itself; ``told`` is what it knows of lanes, which older programs pass over."""
    return sealed(Card(key.public, name[:MOST_NAME], device), key, told)


def sealed(card: Card, key: SigningKey, told: bytes = b"") -> bytes:
    """A card, signed."""
    return seal("card", dict(msgspec.to_builtins(card)), told, key)


def card_in(piece: Piece) -> Card:
    """The card in a checked piece; PieceError where it is none."""
    try:
        card = msgspec.convert(piece.header, Card)
        size = len(bytes.fromhex(card.of))
    except (msgspec.ValidationError, ValueError) as error:
        raise PieceError("it does not say whose it is") from error
    if size != 32 or len(card.name) > MOST_NAME:
        raise PieceError("it does not say whose it is")
    return card


def heed(card: Card, signer: str, trust: Trust, clock: Clock) -> str:
    """Do what a card asks, as far as its signer is believed: ``admitted`` where it changed anything, else ``known``."""
    before = trust.peers().get(card.of)
    if signer == card.of:
        trust.meet(card.of, card.name, card.device)
    elif signer == card.replaces:
        _succeed(card, signer, trust, clock)
    elif trust.state(signer) == HUB and (before is None or before.state != HUB):
        state = REVOKED if card.revoked else TRUSTED
        if before is None or before.state != state:
            trust.set(Peer(card.of, state, card.name, card.device, _now(clock), fingerprint(signer)))
    return "known" if trust.peers().get(card.of) == before else "admitted"


def _succeed(card: Card, old: str, trust: Trust, clock: Clock) -> None:
    """What was thought of a key is thought of its successor; a person's or hub's later word about that one stays."""
    state = trust.state(old)
    if state in (TRUSTED, HUB) and trust.state(card.of) == UNKNOWN:
        name = trust.peers()[old].name or card.name
        trust.set(Peer(card.of, state, name, card.device, _now(clock), fingerprint(old)))


def _now(clock: Clock) -> str:
    return clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")

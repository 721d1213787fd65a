"""Two rooms, walked by laptops that meet later; what an engine says of them."""

from __future__ import annotations

import random

from assetaudit.audit.open_audit import OpenAudit
from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier
from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from assetaudit.store.event_log import EventStore
from assetaudit.sync.bundle import pieces_in
from assetaudit.sync.piece import Piece
from tests.store.event_sample import frame, scan
from tests.sync.laptop import Laptop

ASSETS = [
    Asset(
        f"cmdb:IT-{n}",
        f"IT-{n}",
        place=Place.parse(f"DC1/R{1 + n % 2}:U{n + 1}"),
        identifiers=(Identifier("asset_tag", f"IT-{n}"),),
    )
    for n in range(12)
]
REGISTER = MemoryRegister(ASSETS)
TERMS = Frame("Q4", frame().scope, REGISTER.version)


def opened(events: EventStore, audit: str) -> OpenAudit[Reconciliation]:
    engine = Reconciliation(TERMS, REGISTER, identifier(Patterns()))
    return OpenAudit("Q4", engine, events.source(audit), REGISTER)


def walk(laptop: Laptop, audit: str, room: str, codes: list[str], *, close: bool) -> None:
    (here,) = laptop.write(audit, Draft("place", {"place": room, "by": "scan"}))
    laptop.write(audit, *(Draft("scan", scan(code).d | {"at": here}) for code in codes))
    if close:
        laptop.write(audit, Draft("sweep", {"state": "closed", "covers": [{"place": room}]}))
    laptop.station.seal()


def walked_by_both(one: Laptop, two: Laptop, chance: random.Random) -> tuple[str, list[Piece]]:
    """An audit that both walk without meeting, and the pieces of their logs in any order."""
    audit = one.audit()
    two.trust(one)
    two.take(one.bundle())
    for number, laptop in enumerate((one, two, one, two)):
        codes = [f"IT-{chance.randrange(14)}" for _ in range(8)]
        walk(laptop, audit, f"DC1/R{1 + number % 2}", codes, close=number > 1)
    pieces = [piece for laptop in (one, two) for piece in pieces_in(laptop.bundle()) if isinstance(piece, Piece)]
    chance.shuffle(pieces)
    return audit, pieces

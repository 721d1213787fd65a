"""Events: the only truth. Immutable, hash-chained within the log of one writing process.

Payloads (``d``) by kind; hashes are 64 hex digits; no payload holds a float:

``log.open``     ``device``, ``app``; the first event of every log
``log.close``    ``count`` of the events before it
``audit.open``   ``name``, ``frame`` (the whole frozen frame)
``audit.close``  ``reason``, ``tips`` {log: hash}, ``forks``? {log: [hash]} (all ends of a log that a copied laptop
                 split), ``register``? (the version that was current)
``rebase``       ``frame``; ``sup`` names the frame event it replaces (``audit.open`` or ``rebase``)
``place``        ``place``, ``side``?, ``by`` (label, typed, next, moved), ``read``?; ``sup`` names wrong place events
                 whose scans it carries along, or scans made before any place
``scan``         ``read``, ``at``? (hash of the place event), ``with``? (hash of the other scan of a handshake),
                 ``typed``? (true)
``bulk``         ``reader``, ``from`` and ``ms`` (integers), ``at``?, ``tags`` [{``epc``, ``tid``?, ``antenna``?, ``n``,
                 ``max``, ``sum``, ``unit``}]; RSSI in tenths
``void``         ``reason``?, ``read``?; ``sup`` names what is taken back
``resolve``      ``how``, ``asset``?, ``at``?, ``owner``?, ``note``?, ``read``?; ``sup`` names the events whose
                 sightings it replaces. ``moved``: one sighting of ``asset`` at the place of ``at``; ``wrong``: none;
                 ``two``: an unknown thing where the superseded scan was made; ``is``: the superseded scan is
                 ``asset``; ``foreign``: it belongs to ``owner``
``sweep``        ``state`` (closed, blocked), ``covers`` [{``place``, ``side``?}], ``reason``?, ``read``?; reopening is
                 a ``void``
``pick``         ``at``, ``asset``?, ``position``?, ``proof``? (photo, last4, sight), ``label`` (true: needs a label),
                 ``photo``? (SHA-256), ``note``?, ``read``?; without ``asset`` it is a device without a readable label;
                 with one it may supersede such a pick
``attest``       ``asset``, ``how`` (attested, sealed, sight) with ``at``; or ``field`` (model, owner, status) and
                 ``value`` as seen
``condition``    ``of`` (hash), ``condition`` (damaged, ...), ``read``?
``note``         ``of``?, ``text``, ``read``?, ``with``? (hash of another scan: a person says that it and ``of`` are on
                 one device)
``blob``         ``sha256``, ``bytes``, ``media``, ``at``?: a photograph that lies beside the log; reads made from it
                 name it in their ``note``
``alias``        ``place``, ``is``: another name of a place
``decision``     ``decide`` (accept_move, write_off ...), ``of`` [{``thing``, ``outcome``, ``expected``?, ``found``?,
                 ``places``?, ``evidence``}], ``why``, ``note``?, ``set``?, ``owner``?, ``due``?, ``ticket``?,
                 ``cause``?, ``until``?, ``case``?, ``rule``?; ``sup`` names decisions that it replaces for these things
``approval``     ``of`` [{``decision``, ``things``?}], ``verdict`` (approved, refused), ``note``?, ``shown``?, ``seed``?
``search``       ``thing``, ``where`` (neighbours, stock, disposal, network), ``found`` (false), ``note``?
``change``       ``set`` (hash of a change set), ``did`` (applied, failed, verified, reversed), ``lines`` [{``thing``,
                 ``record``, ``field``, ``before``, ``after``, ``result``?}], ``to``
``follow``       ``of`` [things], ``owner``?, ``due``?, ``ticket``?, ``cause``?, ``response``?, ``closed``?, ``why``?
``terms``        ``set`` {term: value} of the review, or ``person`` and ``role``, and ``why``; ``sup`` names the changes
                 that it knew of, after which it applies
``sample``       ``plan`` and ``seed``, or ``item`` and ``result`` of the sample that ``of`` names, or ``extend``:
                 by how many more, and ``why``
``tickets``      change tickets of a ``file`` with its ``sha256``: ``tickets`` in all, ``skipped`` rows left out,
                 ``rows`` [[asset, new place, number, time]] from number ``from`` on; ``sup`` names what it replaces
``signature``    ``of`` (hash), ``key``, ``sig``: Ed25519 over the 32 bytes of that hash
"""

from __future__ import annotations

from typing import Any, NamedTuple

VERSION = 1
HAND_KINDS = frozenset({"place", "scan", "resolve", "sweep", "pick", "attest", "condition", "note"})
"""What a person does by hand, and can therefore undo."""
COUNTING_KINDS = (HAND_KINDS - {"note"}) | {"bulk", "alias"}
"""Kinds of events by which a person has counted, or said what was counted."""
REVIEW_KINDS = frozenset(
    {"decision", "approval", "search", "change", "follow", "terms", "sample", "tickets", "signature"}
)
"""What is said of findings, and not of things."""
ALSO = "as"
"""The field of an event's ``d`` with its author's other ids."""
KNOWN_KINDS = (
    HAND_KINDS
    | REVIEW_KINDS
    | {"log.open", "log.close", "audit.open", "audit.close", "rebase", "bulk", "void", "blob", "alias"}
)


class Event(NamedTuple):
    """One fact, as one log holds it."""

    k: str
    log: str
    """UUIDv7 of the writing process's log."""
    seq: int
    """Gap-free from 1 within the log."""
    audit: str
    hash: str
    """SHA-256 over the previous hash (32 zero bytes before the first) and the canonical bytes; not among them."""
    d: dict[str, Any]
    sup: tuple[str, ...] = ()
    user: str = ""
    wall: int = 0
    """Milliseconds since 1970 UTC; advisory."""
    mono: int = 0
    boot: str = ""
    v: int = VERSION


class Draft(NamedTuple):
    """An event that is about to be written: what happened, without the writer's own fields."""

    k: str
    d: dict[str, Any]
    sup: tuple[str, ...] = ()

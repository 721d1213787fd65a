"""A workspace as a place where pieces come together: it seals its own logs, hands pieces on, and takes what comes."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assetaudit.errors import StoreError
from assetaudit.model.amount import counted
from assetaudit.model.needs import Clock
from assetaudit.paths import Home, replacing
from assetaudit.store import label_lanes
from assetaudit.store.event_ids import wall_ms
from assetaudit.store.event_log import INBOX, EventStore
from assetaudit.store.event_segments import HELD, IN, NEWER, PURGED, SegmentStore
from assetaudit.store.event_stretch import Sealed, Stretch
from assetaudit.store.label_book import LabelBook
from assetaudit.store.people import People
from assetaudit.store.photo_album import PhotoAlbum
from assetaudit.store.register_index import VersionInfo
from assetaudit.store.register_version import RegisterStore
from assetaudit.sync import blob, card, forked, names, register_copy, register_delta, segment
from assetaudit.sync.bundle import pieces_in
from assetaudit.sync.have import Have
from assetaudit.sync.holding import kept_holding
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.keys import SigningKey, device_key, fingerprint, new_key, write_key
from assetaudit.sync.meetings import Meetings
from assetaudit.sync.opening import open_events
from assetaudit.sync.piece import Piece, PieceError, unseal
from assetaudit.sync.status import Status
from assetaudit.sync.trust import HUB, REVOKED, TRUSTED, Peer, Trust


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a piece."""

    kind: str
    status: str
    """``admitted``, ``known``, ``quarantined``, ``newer`` or ``refused``."""
    text: str = ""
    """For people: what, why, what to do; empty where nothing is to be said."""
    new: int = 0
    """Events that were not here before."""
    forked: int = 0
    held: int = 0
    """Events that are here and do not count."""


class Station:
    """One workspace's side of every exchange."""

    def __init__(self, home: Home, clock: Clock, events: EventStore | None = None) -> None:
        self._home = home
        self._clock = clock
        self.events = events or open_events(home, clock)
        self.registers = RegisterStore(home, clock)
        self.people = People(home)
        self.photos = PhotoAlbum(home)
        self.labels = LabelBook(home, clock)
        self.trust = Trust(home.root / "peers.json")
        self.meetings = Meetings(home.root / "meetings.json")
        self._takers: dict[str, Callable[[Piece], Taken]] = {
            "segment": self._take_segment,
            "register": self._take_register,
            "people": self._take_people,
            "card": self._take_card,
            "blob": self._take_blob,
            "erased": self._take_erased,
        }

    @cached_property
    def key(self) -> SigningKey:
        """The key of this device."""
        return device_key(self._home.root / "device.key")

    @property
    def hub_file(self) -> Path:
        """Where the hub that this workspace belongs to is written down."""
        return self._home.root / "belongs_to.json"

    @property
    def holding_file(self) -> Path:
        """Where the hub's newest word on what it holds is kept."""
        return self._home.root / "hub_holds.json"

    @property
    def is_hub(self) -> bool:
        """Whether others bring their logs here."""
        return HubHome(self._home.root).is_hub

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return wall_ms(self._clock)

    @property
    def segments(self) -> SegmentStore:
        """The segments that are here."""
        return self.events.segments

    def seal(self) -> int:
        """Seal what our logs gained since the last time; returns the number of events."""
        count = 0
        for stretch in self.segments.unsealed(segment.MOST_EVENTS, skip=INBOX):
            data = segment.sealed(stretch, wall_ms(self._clock), self.key)
            self.segments.seal(stretch, Sealed(hashlib.sha256(data).digest(), data, self.key.public))
            count += len(stretch.events)
        return count

    def shas(self) -> list[bytes]:
        """What is here, by content: sealed first, so that nothing of ours is left out."""
        self.seal()
        return [info.sha for info in self.segments.listed()]

    def counted_shas(self) -> list[bytes]:
        """Segments whose events count here: what a hub hands on."""
        self.seal()
        return [info.sha for info in self.segments.listed(IN)]

    def held_shas(self) -> list[bytes]:
        """Everything here that a hub's word is asked about: segments that count, pictures, registers."""
        have = self.have()
        return [*self.counted_shas(), *have.photos, *have.registers]

    def arrivals(self, shas: Sequence[bytes], *, look: bool) -> dict[str, int]:
        """When those of some segments, pictures and registers came here (ms) that count here, by their hash in hex."""
        names, segments = [sha.hex() for sha in shas], self.segments.arrivals(shas, look=look)
        others = self.photos.arrivals(names, look=look) | self.registers.arrivals(names, look=look)
        return others | {sha.hex(): at for sha, at in segments.items()}

    def pieces(
        self, has: frozenset[bytes] = frozenset(), *, registers: bool = True, photos: bool = True
    ) -> Iterator[bytes]:
        """Everything that the other side lacks: who we are, registers of audits, names of people, segments, photos."""
        shas = [sha for sha in self.shas() if sha not in has]
        yield from self.small_pieces()
        if registers:
            yield from self._register_pieces({sha.hex() for sha in has})
        for sha in shas:
            if (data := self.segments.data(sha)) is not None:
                yield data
        for sha256 in self.photos.kept() if photos else ():
            if bytes.fromhex(sha256) not in has and (piece := self.photo_piece(sha256)) is not None:
                yield piece

    def _register_pieces(self, has: set[str]) -> Iterator[bytes]:
        """The registers of the audits here, and a hub's present one: as what changed, where the base is known there."""
        current = self.registers.index().current if self.is_hub else ""
        for version in dict.fromkeys(filter(None, [*self.pinned_registers(), current])):
            if version not in has and (
                piece := self.register_since(version, sorted(has)) or self.register_piece(version)
            ):
                yield piece

    def have(self) -> Have:
        """What is here, for others to leave out."""
        photos, versions = self.photos.kept(), self.registers.versions()
        return Have(self.shas(), list(map(bytes.fromhex, photos)), [bytes.fromhex(info.version) for info in versions])

    def follow(self, version: str) -> str:
        """Let new audits be opened on the hub's register; a sentence where that changes anything, or cannot be."""
        try:
            if self.registers.follow(version):
                return "The hub has a new register: new audits are opened on it; those that are open stay on theirs."
        except StoreError as error:
            return str(error)
        return ""

    def photo_piece(self, sha256: str) -> bytes | None:
        """One photograph; None where it is not here, or no longer what its name says."""
        found = self.photos.find(sha256)
        return None if found is None else blob.sealed(found.file.read_bytes(), self.key)

    def wanted_photos(self, shas: Iterable[str]) -> list[str]:
        """Those of some photographs that are neither here nor were erased or let go here."""
        settled = {*self.photos.kept(), *self.photos.erased(), *self.photos.let_go()}
        return [sha256 for sha256 in shas if sha256 not in settled]

    def small_pieces(self) -> Iterator[bytes]:
        """Who we are, the names of people, and, from a hub, whom it vouches for."""
        lanes = label_lanes.known_uses(self.labels)
        told = label_lanes.packed(lanes) if lanes else b""
        yield card.of_self(self.key, self.segments.device.id, platform.node(), told)
        if self._successions.exists():
            yield from (piece.data for piece in pieces_in(self._successions.read_bytes()) if isinstance(piece, Piece))
        if self.is_hub:
            for peer in self.trust.peers().values():
                if peer.state in (TRUSTED, REVOKED):
                    yield card.sealed(card.Card(peer.key, peer.name, peer.device, peer.state == REVOKED), self.key)
        if people := self.people.entries():
            yield names.sealed(people, self.key)
        if erased := self.photos.erased():
            yield blob.sealed_erasures(erased, self.key)

    def pinned_registers(self) -> list[str]:
        """Versions that the audits here were opened on, as far as they are here."""
        pinned = self.events.registers()
        return sorted(info.version for info in self.registers.versions() if info.version in pinned)

    def register_piece(self, version: str) -> bytes | None:
        """One register version; None where it is not here."""
        info = self._register(version)
        return None if info is None else register_copy.sealed(info, self.registers.file(version), self.key)

    def register_file(self, version: str) -> Path | None:
        """The same as a file in the cache, so that a transfer that was cut goes on where it was."""
        kept = self._home.cache / f"register_{version}_{self.key.public[:16]}.piece"
        if not kept.exists():
            if (piece := self.register_piece(version)) is None:
                return None
            with replacing(kept) as new:
                new.write(piece)
        return kept

    def part_of(self, version: str) -> Path:
        """Where a register is put together while it comes in."""
        return self._home.cache / f"register_{version}.part"

    def register_since(self, version: str, have: Sequence[str]) -> bytes:
        """What changed since a version that the other side has, made once; empty where that is no less than all."""
        info, versions = self._register(version), reversed(self.registers.versions())
        base = next((one.version for one in versions if one.version in have and one.version != version), "")
        if info is None or not base:
            return b""
        kept = self._home.cache / f"register_{base[:16]}_{version[:16]}_{self.key.public[:16]}.delta"
        if not kept.exists():
            whole, old = self.registers.file(version), self.registers.file(base)
            made = register_delta.sealed(info, whole, base, old, self.key) or b""
            less = len(made) < len(self.register_piece(version) or b"")
            with replacing(kept) as new:
                new.write(made if less else b"")
        return kept.read_bytes()

    def _register(self, version: str) -> VersionInfo | None:
        return next((info for info in self.registers.versions() if info.version == version), None)

    def take(self, piece: Piece) -> Taken:
        """Take one checked piece; nothing is dropped that may be needed later, nothing counts that is not trusted."""
        if piece.newer:
            return self._hold_newer(piece)
        try:
            return self._takers[piece.kind](piece)
        except PieceError as error:
            return Taken(piece.kind, "refused", f"A {piece.kind} of {self.called(piece.signer)} is refused: {error}.")

    def trusts(self, key: str) -> bool:
        """Whether what a key signed counts here."""
        return key == self.key.public or self.trust.state(key) in (TRUSTED, HUB)

    def called(self, key: str) -> str:
        """A device as people know it."""
        peer = self.trust.peers().get(key)
        name = "this device" if key == self.key.public else peer.name if peer is not None and peer.name else "a device"
        return f"{name} ({fingerprint(key)})"

    def rekey(self) -> SigningKey:
        """Go on under a new key; the old one vouches for it once more, to everybody who is met from now on."""
        old, file = self.key, self._home.root / "device.key"
        self.seal()
        new, secret = new_key()
        told = card.sealed(card.Card(new.public, platform.node(), self.segments.device.id, replaces=old.public), old)
        with self._successions.open("ab") as kept:
            kept.write(told)
            kept.flush()
            os.fsync(kept.fileno())
        write_key(file, secret)
        del self.key
        return self.key

    @property
    def _successions(self) -> Path:
        return self._home.root / "successions.aab"

    def release(self) -> list[Taken]:
        """Take what was held back: of devices that are trusted by now, and what this program now understands."""
        taken = []
        for info in self.segments.listed(HELD, NEWER):
            if info.state == HELD and not self.trusts(info.signer):
                continue
            data = self.segments.data(info.sha)
            piece = None if data is None else unseal(data)
            if piece is not None and not piece.newer:
                taken.append(self.take(piece))
                if piece.kind != "segment":
                    self.segments.forget_newer(info.sha)
        return taken

    def status(self) -> Status:
        """What is here and who is known."""
        peers = sorted(self.trust.peers().values(), key=lambda peer: (peer.state, peer.name, peer.key))
        holding = kept_holding(self.holding_file)
        warnings = label_lanes.warnings(label_lanes.known_uses(self.labels))
        met = self.meetings.listed()
        return Status(self.key.public, self.segments.device.id, self.segments.listed(), peers, holding, warnings, met)

    def decide(self, who: str, state: str, by: str) -> Peer:
        """Say what is thought of a device from now on."""
        now = self._clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
        known = self.trust.find(who)
        peer = replace(known, state=state, since=now, by=by or known.by)
        self.trust.set(peer)
        return peer

    def _hold_newer(self, piece: Piece) -> Taken:
        if piece.kind == "people":
            # Names that nobody here can read could not be erased here either; every exchange brings them again.
            return Taken(
                piece.kind, "newer", "Names were packed by a newer assetaudit and are not kept. Upgrade first."
            )
        self.segments.hold(None, Sealed(piece.sha, piece.data, piece.signer), NEWER, "made by a newer assetaudit")
        text = f"A {piece.kind} was made by a newer assetaudit; it is kept as it is. Upgrade to use it."
        return Taken(piece.kind, "newer", text)

    def _take_segment(self, piece: Piece) -> Taken:
        stretch = segment.stretch_of(piece)
        sealed = Sealed(piece.sha, piece.data, piece.signer)
        if not self.trusts(piece.signer):
            revoked = self.trust.state(piece.signer) == REVOKED
            why = "its key was revoked" if revoked else "its device is not known here"
            self.segments.hold(stretch, sealed, HELD, why)
            self.trust.hear_of(piece.signer, stretch.device)
            return Taken("segment", "quarantined", f"Events are held back, because {why}.", held=len(stretch.events))
        if self.segments.state(piece.sha) == PURGED:
            return Taken("segment", "known")
        return self._admit(stretch, sealed)

    def bring_back(self, piece: Piece) -> Taken:
        """Take a segment that was purged here; PieceError where it is none."""
        return self._admit(segment.stretch_of(piece), Sealed(piece.sha, piece.data, piece.signer))

    def _admit(self, stretch: Stretch, sealed: Sealed) -> Taken:
        admitted = self.segments.admit(stretch, sealed)
        status = "admitted" if admitted.new else "known"
        return Taken("segment", status, forked.told_of(admitted), admitted.new, admitted.forked)

    def _take_register(self, piece: Piece) -> Taken:
        if not self.trusts(piece.signer):
            return Taken("register", "refused", self._not_taken("A register", piece))
        new = register_copy.adopt(piece, self.registers)
        return Taken("register", "admitted" if new else "known")

    def _take_people(self, piece: Piece) -> Taken:
        if not self.trusts(piece.signer):
            return Taken("people", "refused")
        new = self.people.adopt(names.names_in(piece))
        return Taken("people", "admitted" if new else "known")

    def _take_blob(self, piece: Piece) -> Taken:
        if not self.trusts(piece.signer):
            return Taken("blob", "refused", self._not_taken("A picture", piece))
        return Taken("blob", "admitted" if self.photos.adopt(piece.body, self.now()) else "known")

    def _not_taken(self, what: str, piece: Piece) -> str:
        return f"{what} of {self.called(piece.signer)} is not taken: trust the device, then take the bundle again."

    def _take_erased(self, piece: Piece) -> Taken:
        if not self.trusts(piece.signer):
            return Taken("erased", "refused")
        if not (new := self.photos.adopt_erased(blob.erasures_in(piece))):
            return Taken("erased", "known")
        return Taken(
            "erased",
            "admitted",
            f"Erased at {self.called(piece.signer)}, and now here: {counted(new, 'picture', 'pictures')}.",
        )

    def _take_card(self, piece: Piece) -> Taken:
        read = card.card_in(piece)
        status = card.heed(read, piece.signer, self.trust, self._clock)
        if not piece.body or not self.trusts(piece.signer) or piece.signer == self.key.public:
            return Taken("card", status)
        return Taken("card", status, " ".join(label_lanes.learn(self.labels, label_lanes.unpacked(piece.body))))

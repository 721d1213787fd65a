"""A photograph as evidence: kept before the first code that was read in it is, and named by its hash in the log."""

from __future__ import annotations

from assetaudit.audit.stand import Stand
from assetaudit.model.needs import Album
from assetaudit.model.photo import photo_of
from assetaudit.model.read import Read

FORBIDDEN = "Photographs are not allowed here: the codes count, the picture was not kept."
NOT_HERE = "Photographs are not allowed here: the picture was not kept."
LOST = "The picture itself was not at hand and is not kept."


class Photos:
    """The photographs of one walk."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._known: set[str] = set()
        self.album: Album | None = None
        """Where photographs are kept; None keeps none."""

    def keep(self, read: Read) -> str:
        """Keep the photograph that a read was made from; a remark for people where that was not possible."""
        sha256 = photo_of(read)
        if sha256 is None or sha256 in self._known or self.album is None:
            return ""
        self._known.add(sha256)
        if self._forbidden():
            self.album.drop(sha256)
            return FORBIDDEN
        kept = self.album.keep(sha256)
        if kept is None:
            return LOST
        self._stand.write("blob", self._stand.standing() | {"bytes": kept.size, "media": kept.media, "sha256": sha256})
        return ""

    def prove(self, sha256: str) -> str:
        """Keep a photograph that a person took as proof; a remark where that was not possible."""
        if self.album is None:
            return ""
        if self._forbidden():
            self.album.drop(sha256)
            return NOT_HERE
        return "" if self.album.keep(sha256) is not None else LOST

    def _forbidden(self) -> bool:
        """Whether the place one stands in, or one above it, forbids photographs."""
        place = self._stand.place
        while place is not None:
            info = self._stand.register.place(place.node)
            if info is not None and info.no_photos:
                return True
            place = place.node.parent
        return False

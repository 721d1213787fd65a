"""What has happened, told from the walk's thread to the screens; names in the past tense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assetaudit.audit.bulk_sweep import SweepPicture
    from assetaudit.audit.tags import Heard
    from assetaudit.model.asset import Asset
    from assetaudit.model.finding import Finding
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.closing import ClosePlan
    from assetaudit.ui.notes import ReaderNote
    from assetaudit.ui.overview import PlaceLine
    from assetaudit.ui.picture import SeenBefore, WalkPicture


class VerdictGiven(Message):
    """A read or a command was committed and judged."""

    def __init__(self, verdict: Verdict, picture: WalkPicture, before: SeenBefore | None = None) -> None:
        super().__init__()
        self.verdict = verdict
        self.picture = picture
        self.before = before


class HandedOver(VerdictGiven):
    """Another person goes on with the walk."""

    def __init__(self, verdict: Verdict, picture: WalkPicture, giver: str, taker: str) -> None:
        super().__init__(verdict, picture)
        self.giver = giver
        self.taker = taker


class PictureDrawn(Message):
    """The state of the walk, after something other than a verdict; a later one replaces it."""

    def __init__(self, picture: WalkPicture) -> None:
        super().__init__()
        self.picture = picture

    def can_replace(self, message: Message) -> bool:
        """Only the newest picture counts."""
        return isinstance(message, PictureDrawn)


class AuditOpened(Message):
    """The audit is loaded and the walk has begun."""

    def __init__(self, picture: WalkPicture) -> None:
        super().__init__()
        self.picture = picture


class CloseAsked(Message):
    """A close was asked for, and this is what it would make missing."""

    def __init__(self, plan: ClosePlan) -> None:
        super().__init__()
        self.plan = plan


class AssetLooked(Message):
    """The record of an asset that shall be picked was looked up."""

    def __init__(self, asset: Asset | None, unreadable: str | None) -> None:
        super().__init__()
        self.asset = asset
        self.unreadable = unreadable


class FindingsListed(Message):
    """The audit's findings as they stand."""

    def __init__(self, findings: tuple[Finding, ...], *, complete: bool) -> None:
        super().__init__()
        self.findings = findings
        self.complete = complete


class TagsTaken(Message):
    """RFID tags that were heard together are in the log."""

    def __init__(
        self, heard: Heard, picture: WalkPicture | None, *, alarm: str = "", sought: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self.heard = heard
        self.picture = picture
        """The walk, where it may have changed."""
        self.alarm = alarm
        """What is wrong with a tag itself, such as two with one number; empty where nothing is."""
        self.sought = sought
        """EPCs among them of the asset whose signal is followed."""
        self.sweep: SweepPicture | None = None
        """How the sweep stands, where somebody looks."""
        self.fresh = False
        """Whether a tag was among them that had not been heard for a while."""


class AssetSought(Message):
    """The record of an asset whose signal shall be followed was looked up."""

    def __init__(self, key: str, asset: Asset | None) -> None:
        super().__init__()
        self.key = key
        self.asset = asset


class SweepDrawn(Message):
    """How the RFID sweep stands; a later one replaces it."""

    def __init__(self, sweep: SweepPicture) -> None:
        super().__init__()
        self.sweep = sweep

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, SweepDrawn)


class ReaderChanged(Message):
    """A reader came, was lost, or waits."""

    def __init__(self, note: ReaderNote) -> None:
        super().__init__()
        self.note = note


class WorkFailed(Message):
    """Something went wrong in a thread; a person must know."""

    def __init__(self, error: Exception, *, doing: str) -> None:
        super().__init__()
        self.error = error
        self.doing = doing


class ReplayEnded(Message):
    """A recorded walk has been played to its end."""


class PlacesListed(Message):
    """The tree of places as it stands."""

    def __init__(self, places: tuple[PlaceLine, ...]) -> None:
        super().__init__()
        self.places = places


class NearFound(Message):
    """Records whose identifiers come near to what was typed; offered, never taken by themselves."""

    def __init__(self, typed: str, assets: tuple[tuple[Asset, str], ...]) -> None:
        super().__init__()
        self.typed = typed
        self.assets = assets
        """(record, why it comes near), best first."""

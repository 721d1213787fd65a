"""A workspace with everything that the command line and the screen do in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetaudit import config
from assetaudit.errors import AuditError, RegisterError
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock

if TYPE_CHECKING:
    from assetaudit.audit.walk import Walk
    from assetaudit.model.asset import Asset
    from assetaudit.model.coordinates import Site
    from assetaudit.model.frame import Frame, Patterns
    from assetaudit.model.identification import Identification
    from assetaudit.model.needs import Clock, EventSource, Identify, Register
    from assetaudit.model.place import Place
    from assetaudit.model.read import Read
    from assetaudit.readers.contract import Reader
    from assetaudit.registers.importing import ImportReport
    from assetaudit.registers.pull import Asked
    from assetaudit.reports.report import AuditReport
    from assetaudit.store.event_log import AuditInfo, EventStore
    from assetaudit.store.label_book import LabelBook
    from assetaudit.store.people import People
    from assetaudit.store.photo_album import PhotoAlbum
    from assetaudit.store.projection.lens import Terms
    from assetaudit.store.projection.projection import Projection
    from assetaudit.store.register_read import StoredRegister
    from assetaudit.store.register_version import RegisterStore
    from assetaudit.wiring.loaded import LoadedAudit, NewAudit
    from assetaudit.wiring.stored_audit import StoredAudit
    from assetaudit.wiring.terms import ReviewStart


Told = Callable[[str, int, int], None]


class Workspace:
    """One workspace on disk; each part of it is opened when it is first asked for."""

    def __init__(self, home: Home, clock: Clock | None = None) -> None:
        self.home = home
        self.clock: Clock = clock if clock is not None else SystemClock()
        self.told: Told = lambda *_: None
        """Hears how far long work has come: what is done, how much of it, and how much there is."""

    @cached_property
    def settings(self) -> config.Settings:
        """The user's settings as they were when first asked for."""
        return config.load(self.home.settings)

    @cached_property
    def people(self) -> People:
        """Who is who."""
        from assetaudit.store.people import People

        return People(self.home)

    @cached_property
    def events(self) -> EventStore:
        """The log."""
        from assetaudit.sync.opening import open_events

        return open_events(self.home, self.clock)

    @cached_property
    def photos(self) -> PhotoAlbum:
        """Photographs that are evidence."""
        from assetaudit.store.photo_album import PhotoAlbum

        return PhotoAlbum(self.home)

    @cached_property
    def registers(self) -> RegisterStore:
        """Register versions."""
        from assetaudit.store.register_version import RegisterStore

        return RegisterStore(self.home, self.clock)

    @cached_property
    def label_book(self) -> LabelBook:
        """What became of labels."""
        from assetaudit.store.label_book import LabelBook

        return LabelBook(self.home, self.clock)

    def register(self) -> StoredRegister:
        """The current register; RegisterError before the first import."""
        register = self.registers.current()
        if register is None:
            raise RegisterError("There is no register yet.", hint="Import one with: assetaudit register import FILE")
        return register

    def patterns(self) -> Patterns:
        """What this organisation's own labels look like, by the settings."""
        from assetaudit.model.frame import Patterns

        settings = self.settings
        return Patterns(
            asset_tag=settings.asset_tag_patterns,
            check_digit=settings.check_digit,
            foreign=settings.foreign_patterns,
            link_bases=settings.link_bases,
        )

    def sites(self) -> tuple[Site, ...]:
        """Sites whose coordinates the settings know."""
        from assetaudit.model.coordinates import sites_of

        return sites_of(self.settings.site_positions)

    def user(self, name: str | None) -> str:
        """The opaque id of a person; of the one in the settings where no name is given."""
        return self.people.id_of(name or self.settings.person)

    # -- audits ------------------------------------------------------------------------------------------------------

    def audit_names(self) -> list[str]:
        """Every audit, oldest first."""
        return [info.name for info in self.events.audits()]

    def find(self, name: str) -> AuditInfo:
        """The audit of a name; AuditError says which there are."""
        return self.events.find_audit(name)

    def create_audit(
        self,
        name: str,
        scope: Sequence[str | Place],
        *,
        where: str = "",
        blind: bool = False,
        user: str = "",
        review: ReviewStart | None = None,
    ) -> NewAudit:
        """Freeze a frame over the current register and open the audit; ``review`` has people and terms."""
        from assetaudit.audit.open_audit import frame_hash
        from assetaudit.model.frame import Frame
        from assetaudit.model.terms import ReviewTerms
        from assetaudit.reconcile import rule_versions
        from assetaudit.reconcile.where import check_fields
        from assetaudit.wiring.loaded import NewAudit
        from assetaudit.wiring.scope import read_scope

        register = self.register()
        for text in (where, review.terms.recount if review is not None else ""):
            check_fields(text, register.columns)
        frame = Frame(
            name=" ".join(name.split()),
            scope=read_scope(scope, register),
            register=register.version,
            where=where,
            blind=blind,
            created=stamp(self.clock.now()),
            sources=tuple(register.sources()),
            status_map=register.status_map(),
            aliases=self.settings.place_aliases,
            patterns=self.patterns(),
            rules=rule_versions(),
            people=review.people if review is not None and review.people else ((user, "counter"),) if user else (),
            review=review.terms if review is not None else ReviewTerms(),
        )
        audit = self.events.create_audit(frame, user)
        return NewAudit(audit, frame, frame_hash(frame))

    def open_audit(self, name: str) -> LoadedAudit:
        """An audit with its findings; AuditError where its register version is not in this workspace."""
        return self.loaded(name, self.events.source(self.find(name).id))

    def loaded(self, name: str, source: EventSource) -> LoadedAudit:
        """An audit with the findings of some of its events."""
        from assetaudit.audit.open_audit import OpenAudit
        from assetaudit.reconcile import Reconciliation
        from assetaudit.wiring.loaded import LoadedAudit

        info = self.find(name)
        register, identify = self._grounds(info.frame)
        reconciliation = Reconciliation(info.frame, register, identify, reopen=self._reopen)
        audit = OpenAudit(info.name, reconciliation, source, register)
        audit.refresh()
        return LoadedAudit(info.id, audit, identify, source)

    def look_at(self, name: str) -> LoadedAudit | StoredAudit:
        """An audit to be looked at: a hub does not read all its events again for that."""
        from assetaudit.wiring.stored_audit import stored_audit

        return stored_audit(self, self.find(name)) or self.open_audit(name)

    def projection(self, info: AuditInfo) -> Projection:
        """What is kept worked out of an audit; AuditError where its register version is not in this workspace."""
        return self.events.projection(info.id, self.judging(info))

    def judging(self, info: AuditInfo) -> Terms:
        """What an audit's events are judged by; AuditError where its register version is not in this workspace."""
        from assetaudit.store.projection.lens import Terms

        return Terms(info.frame, *self._grounds(info.frame), self._reopen)

    def _grounds(self, frame: Frame) -> tuple[Register, Identify]:
        return self.registers.open(frame.register), self.identifier(frame.patterns)

    def _reopen(self, frame: Frame) -> tuple[Register, Identify] | None:
        try:
            return self._grounds(frame)
        except RegisterError:
            return None

    def walk(self, name: str, *, by: str | None = None) -> Walk:
        """Start a walk of an audit that is not closed, in a log of its own."""
        info = self.find(name)
        if info.closed is not None:
            raise AuditError(f"The audit '{info.name}' is closed.", hint="Open a new one, or look at its findings.")
        return self.walk_of(self.open_audit(name), self.user(by))

    def walk_of(self, audit: LoadedAudit, user: str) -> Walk:
        """Start one person's walk in an audit that is loaded already."""
        from assetaudit.audit.walk import Walk

        walk = Walk(
            audit.audit.reconciliation,
            self.events.writer(audit.id),
            audit.audit.register,
            audit.identify,
            self.clock,
            user,
        )
        walk.sites = self.sites()
        walk.remember(audit.audit.last_place(user))
        walk.keep_photos(self.photos)
        return walk

    def open_reader(self, address: str) -> Reader:
        """A reader by its address, not yet started; photographs go into the album."""
        from assetaudit.wiring.readers import open_reader

        return open_reader(address, self.photos)

    def close_audit(self, name: str, *, reason: str = "", user: str = "") -> list[str]:
        """Close an audit; returns what it leaves unexamined, in sentences. AuditError where that needs a reason."""
        from assetaudit.wiring.closing import close_audit

        return close_audit(self, name, reason=reason, user=user)

    def report(self, name: str) -> AuditReport:
        """Everything that reports, lists and summaries say of an audit; a hub has it worked out already."""
        from assetaudit.wiring.report import audit_report
        from assetaudit.wiring.stored_report import stored_report

        return stored_report(self, self.find(name)) or audit_report(self, self.open_audit(name))

    def expected_count(self, audit: NewAudit) -> int:
        """How many assets an audit expects."""
        from assetaudit.wiring.scope import count_scope

        return count_scope(self.registers.open(audit.frame.register), audit.frame.scope, audit.frame.where).assets

    # -- register ----------------------------------------------------------------------------------------------------

    def import_register(
        self,
        file: Path,
        *,
        progress: Callable[[int], None] | None = None,
        **wishes: Any,  # noqa: ANN401 - fields of registers.importing.Wishes
    ) -> ImportReport:
        """Read a file into the register, with the settings' other names of places."""
        from assetaudit.registers.importing import Wishes, import_file

        wished = Wishes(aliases=self.place_aliases(), **wishes)
        return import_file(self.registers, file, wished, progress=progress, clock=self.clock)

    def place_aliases(self) -> dict[str, Place]:
        """The settings' other names of places, without case."""
        from assetaudit.model.place import Place

        return {name.casefold(): Place.parse(place) for name, place in self.settings.place_aliases}

    def pull_register(
        self,
        asked: Asked,
        *,
        told: Callable[[int, int], None] = lambda *_: None,
        source: str = "",
        **wishes: Any,  # noqa: ANN401 - fields of registers.importing.Wishes
    ) -> ImportReport:
        """Read a register through a system's interface, with the settings' other names of places."""
        from assetaudit.registers.importing import Wishes
        from assetaudit.registers.pull import gone_share, pull

        most = gone_share(self.registers, source or asked.system, accept=asked.accept_gone)
        wished = Wishes(aliases=self.place_aliases(), source=source or asked.system, most_gone=most, **wishes)
        return pull(self.registers, asked, self.clock, wished, told=told)

    def look_up(self, text: str) -> list[Asset]:
        """Assets of the current register under a tag, serial or any other identifier, else by a search."""
        register = self.register()
        asset = register.asset(text)
        if asset is not None:
            return [asset]
        from assetaudit.model.read import Read

        keys = [hit["asset"] for hit in self.register_hits(self.identify(Read(text=text)))]
        found = [register.asset(key) for key in keys if key]
        return [one for one in found if one is not None]

    # -- identify ----------------------------------------------------------------------------------------------------

    def identifier(self, patterns: Patterns) -> Identify:
        """What is asked of every read."""
        from assetaudit.identify.identifier import identifier

        return identifier(patterns)

    def identify(self, read: Read) -> Identification:
        """Everything that a read may mean."""
        return self.identifier(self.patterns())(read)

    def register_hits(self, identification: Identification) -> list[dict[str, str | None]]:
        """What the current register has under a code's meanings; empty before the first import."""
        from assetaudit.reconcile.reading import hits_of

        register = self.registers.current()
        if register is None:
            return []
        found = [register.asset(hit.key) for hit in hits_of(identification, register)]
        return [asset_brief(asset) for asset in found if asset is not None]


def asset_brief(asset: Asset) -> dict[str, str | None]:
    """An asset as ``identify --json`` names it."""
    return {
        "asset": asset.key,
        "asset_tag": asset.asset_tag,
        "serial": asset.serial,
        "status": asset.status,
        "class": asset.status_class.value,
        "place": str(asset.place) if asset.place else None,
    }


def stamp(moment: datetime) -> str:
    """A moment in UTC as RFC 3339 with milliseconds, as files and events write it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

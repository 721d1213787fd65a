"""Which labels: of a workspace's assets, places and units, of reserved numbers, and those that an audit needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError, RegisterError, UsageError
from assetaudit.model.place import Place, PlaceError
from assetaudit.printing.item import LabelItem, asset_label, blank_label, control_labels, place_label, unit_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetaudit.model.asset import Asset, PlaceInfo
    from assetaudit.printing.work import PrintReport
    from assetaudit.store.register_read import StoredRegister
    from assetaudit.wiring.workspace import Workspace

_USUAL_HEIGHT = 42
"""Units of a rack whose height the register does not say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose labels: exactly one of these."""

    assets: tuple[str, ...] = ()
    audit: str | None = None
    """Those that an audit needs and that still wait."""
    places: str | None = None
    """A place and all places below it."""
    units: str | None = None
    """The units of a rack."""
    numbers: tuple[str, ...] = ()
    """Reserved numbers, before they belong to anything."""
    controls: bool = False
    all: bool = False
    walking: bool = False
    """In the order in which people walk, rather than the register's."""
    limit: int = 0
    """At most so many; 0 for all."""

    @property
    def usual_template(self) -> str:
        """What is printed where no template is named."""
        named = {"places": self.places, "units": self.units, "numbers": self.numbers, "controls": self.controls}
        kind = next((name for name, value in named.items() if value), "")
        return {"places": "rack", "units": "unit", "numbers": "blank", "controls": "control-sheet"}.get(kind, "asset")


@dataclass(frozen=True, slots=True)
class NeededLabel:
    """One label that an audit found to be needed."""

    item: LabelItem
    place: str
    """Where the device stands."""
    reason: str
    key: str = ""
    """The asset's key."""
    state: str = "waiting"
    """``waiting``, ``printed`` or ``closed``: seen again with its new label."""
    batch: int | None = field(default=None)
    """The batch it was printed in last."""

    @property
    def code(self) -> str:
        """What the label carries."""
        return self.item.code

    @property
    def lines(self) -> tuple[str, ...]:
        """Text under the code."""
        return self.item.lines

    @property
    def to_print(self) -> LabelItem:
        """The label, with its reason for the book."""
        return replace(self.item, fields={**self.item.fields, "reason": self.reason})


def needed_labels(space: Workspace, audit: str) -> list[NeededLabel]:
    """Labels that an audit needs, in walking order; those that were closed by a scan are left out."""
    from assetaudit.wiring.label_queue import queue

    return [needed for needed in queue(space, audit) if needed.state != "closed"]


def asset_item(space: Workspace, asset: Asset, numbers: Mapping[str, str]) -> LabelItem:
    """An asset's label, with what the settings say of the company, and its paired number where it has no tag."""
    settings = space.settings
    if not asset.asset_tag and asset.key in numbers:
        asset = replace(asset, asset_tag=numbers[asset.key])
    item = asset_label(asset, settings.gs1_prefix)
    return replace(item, fields={**item.fields, "owner": settings.company}) if settings.company else item


def paired_numbers(space: Workspace) -> dict[str, str]:
    """Keys of assets and the reserved numbers that were paired with them."""
    return {fact.detail["asset"]: fact.code for fact in space.label_book.facts(kind="pair")}


def chosen(space: Workspace, choice: Choice) -> Iterable[LabelItem]:
    """The labels that a choice names, in the order they are printed in."""
    items = _chosen(space, choice)
    return islice(items, choice.limit) if choice.limit else items


def chosen_items(
    space: Workspace, *, assets: Sequence[str] = (), audit: str | None = None, places: str | None = None
) -> Iterable[LabelItem]:
    """The labels of some assets, of an audit's needs, of a place and all below it, or of all assets."""
    everything = not assets and audit is None and places is None
    return chosen(space, Choice(tuple(assets), audit, places, all=everything))


def _chosen(space: Workspace, choice: Choice) -> Iterable[LabelItem]:
    if choice.audit is not None:
        return [needed.to_print for needed in needed_labels(space, choice.audit) if needed.state == "waiting"]
    if choice.controls:
        return control_labels()
    if choice.numbers:
        return [blank_label(number, space.settings.company) for number in choice.numbers]
    register = space.register()
    if choice.places is not None:
        return _place_items(register, choice.places, walking=choice.walking)
    if choice.units is not None:
        return _unit_items(register, choice.units)
    assets = [one for tag in choice.assets for one in _assets(space, tag)] if choice.assets else register.assets()
    numbers = paired_numbers(space)
    return (asset_item(space, asset, numbers) for asset in (_walking(assets) if choice.walking else assets))


def _walking(assets: Iterable[Asset]) -> list[Asset]:
    """From room to room and rack to rack, in each from the top down; what has no place comes last."""
    from assetaudit.reconcile.grounds import walking_order

    def order(asset: Asset) -> tuple[bool, object, int, str]:
        place = asset.place
        if place is None:
            return True, (), 0, asset.key
        unit = place.position.half_units if place.position is not None else None
        return False, walking_order(place), -(unit or 0), asset.key

    return sorted(assets, key=order)


def _assets(space: Workspace, tag: str) -> list[Asset]:
    found = space.look_up(tag)
    if not found:
        raise RegisterError(
            f"The register has no asset '{tag}'.", hint="Look for it with: assetaudit register show TAG"
        )
    return found


def _known_place(register: StoredRegister, text: str, option: str) -> Place:
    try:
        place = Place.parse(text)
    except PlaceError as error:
        raise UsageError(f"{option} {text}: {error}") from error
    if register.place(place.node) is None:
        raise RegisterError(f"The register knows no place {place}.")
    return place.node


def _place_items(register: StoredRegister, prefix: str, *, walking: bool) -> Iterator[LabelItem]:
    from assetaudit.reconcile.grounds import walking_order

    infos: Iterable[PlaceInfo] = register.places_in(_known_place(register, prefix, "--places"))
    for info in sorted(infos, key=lambda info: walking_order(info.place)) if walking else infos:
        yield place_label(info.place, register.short_code(info.place) or "")


def _unit_items(register: StoredRegister, text: str) -> Iterator[LabelItem]:
    """From the bottom up, as a strip is stuck on."""
    rack = _known_place(register, text, "--units")
    info = register.place(rack)
    height = (info.height_units if info is not None else None) or _USUAL_HEIGHT
    return (unit_label(rack, unit) for unit in range(1, height + 1))


def print_items(  # noqa: PLR0913 - the words of the command
    space: Workspace,
    items: Iterable[LabelItem],
    *,
    stock_name: str,
    template_name: str,
    file: Path,
    skip: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> PrintReport:
    """Print labels into a file; PrintError where there is none to print, or stock and template do not fit."""
    from assetaudit.printing.work import Wishes
    from assetaudit.wiring.label_printing import Job, run

    if skip < 0:
        raise UsageError("--skip takes a number of cells from 0.")
    return run(space, items, Job(stock_name, template_name, file=file, wishes=Wishes(skip=skip)), progress=progress)


def first_of(items: Iterable[LabelItem]) -> tuple[LabelItem, Iterator[LabelItem]]:
    """The first label, and all of them; PrintError where there is none."""
    from itertools import chain

    rest = iter(items)
    first = next(rest, None)
    if first is None:
        raise PrintError("There is no label to print.", hint="Nothing was written.")
    return first, chain((first,), rest)

"""Labels of a workspace's assets and places, and those that an audit found to be needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError, RegisterError, UsageError
from assetaudit.model.asset import Asset
from assetaudit.model.place import Place, PlaceError
from assetaudit.printing.item import LabelItem, asset_label, place_label
from assetaudit.printing.stock import stock
from assetaudit.printing.template import template
from assetaudit.printing.work import PrintReport, Wishes, print_labels

if TYPE_CHECKING:
    from assetaudit.store.register_read import StoredRegister
    from assetaudit.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NeededLabel:
    """One label that an audit found to be needed."""

    item: LabelItem
    place: str
    """Where the device stands."""
    reason: str

    @property
    def code(self) -> str:
        """What the label carries."""
        return self.item.code

    @property
    def lines(self) -> tuple[str, ...]:
        """Text under the code."""
        return self.item.lines


def needed_labels(space: Workspace, audit: str) -> list[NeededLabel]:
    """Labels that an audit found to be needed, in walking order."""
    engine = space.open_audit(audit).reconciliation
    needed = engine.labels_needed()
    return [NeededLabel(asset_label(asset), str(place), reason) for asset, place, reason in needed]


def chosen_items(
    space: Workspace, *, assets: Sequence[str] = (), audit: str | None = None, places: str | None = None
) -> Iterable[LabelItem]:
    """The labels that a command names: of some assets, of an audit's needs, of a place and all below it, or of all."""
    if audit is not None:
        return [needed.item for needed in needed_labels(space, audit)]
    register = space.register()
    if places is not None:
        return _place_items(register, places)
    if assets:
        return [asset_label(one) for tag in assets for one in _assets(space, tag)]
    return (asset_label(asset) for asset in register.assets())


def _assets(space: Workspace, tag: str) -> list[Asset]:
    found = space.look_up(tag)
    if not found:
        raise RegisterError(
            f"The register has no asset '{tag}'.", hint="Look for it with: assetaudit register show TAG"
        )
    return found


def _place_items(register: StoredRegister, prefix: str) -> Iterator[LabelItem]:
    try:
        top = Place.parse(prefix)
    except PlaceError as error:
        raise UsageError(f"--places {prefix}: {error}") from error
    if register.place(top.node) is None:
        raise RegisterError(f"The register knows no place {top}.")
    for info in register.places_in(top.node):
        yield place_label(info.place, register.short_code(info.place) or "")


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
    if skip < 0:
        raise UsageError("--skip takes a number of cells from 0.")
    first, rest = _first(items)
    if first is None:
        raise PrintError("There is no label to print.", hint="Nothing was written.")
    chosen_stock, chosen_template = stock(stock_name), template(template_name)
    return print_labels(
        rest, chosen_stock, chosen_template, path=file, clock=space.clock, wishes=Wishes(skip=skip), progress=progress
    )


def _first(items: Iterable[LabelItem]) -> tuple[LabelItem | None, Iterator[LabelItem]]:
    from itertools import chain

    rest = iter(items)
    first = next(rest, None)
    return first, chain(() if first is None else (first,), rest)

"""Which labels an audit needs and how far each is: waiting, printed, or closed by a scan of the new label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assetaudit.errors import UsageError
from assetaudit.model.finding import Basis, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.batches import batches
from assetaudit.reconcile.grounds import walking_order
from assetaudit.wiring.labels import NeededLabel, asset_item, paired_numbers

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.store.label_book import Fact
    from assetaudit.wiring.loaded import Looked
    from assetaudit.wiring.workspace import Workspace

_BY_TAG = (Basis.TAG, Basis.TAG_SERIAL)
_NO_TAG = "new: it has no tag"
_WRONG = {Outcome.MISMATCH: "wrong data", Outcome.WRONG_DEVICE: "on the wrong device"}


def queue(space: Workspace, name: str) -> list[NeededLabel]:
    """Every label that an audit needs, in walking order, with its state."""
    loaded = space.look_at(name)
    found: dict[str, tuple[Asset, Place, str]] = {}
    for asset, place, reason in (*loaded.reconciliation.labels_needed(), *_by_findings(space, loaded)):
        found.setdefault(asset.key, (asset, place, reason))
    ordered = sorted(found.values(), key=lambda each: _order(each[1], each[0].key))
    numbers = paired_numbers(space)
    needed = [
        NeededLabel(asset_item(space, asset, numbers), str(place), why, asset.key) for asset, place, why in ordered
    ]
    return list(_with_states(space, loaded, needed))


def scan_back(space: Workspace, codes: Iterable[str], *, user: str = "") -> Iterator[tuple[str, str]]:
    """Close printed labels by scanning them where they now stick: each code, and what came of it in words."""
    from assetaudit.model.read import Read

    book = space.label_book
    for code in codes:
        names = [code, *(each.value for each in space.identify(Read(text=code)).candidates)]
        printed = next((fact for name in names for fact in _latest(book.facts(code=name, newest=True))), None)
        if printed is None:
            yield code, "no label of it was printed here"
        elif printed.kind == "seen":
            yield code, "seen already"
        elif printed.kind == "void":
            yield code, "this label was voided: take it off"
        else:
            book.add("seen", printed.code, {}, batch=printed.batch, user=user)
            yield code, f"closed (batch {printed.batch})"


def void(space: Workspace, *, batch: int | None, codes: Iterable[str], reason: str, user: str = "") -> int:
    """Take back the labels of a lost sheet or single ones, so that they wait again; how many."""
    book = space.label_book
    if not reason.strip():
        raise UsageError("Say why with --reason, for example: --reason 'sheet lost'.")
    wanted = [fact for fact in book.facts(batch=batch) if fact.kind in _PRINTS] if batch is not None else []
    wanted += [fact for code in codes for fact in _latest(book.facts(code=code, newest=True)) if fact.kind in _PRINTS]
    if not wanted:
        raise UsageError("No such label was printed here.", hint="'labels log' lists batches and codes.")
    for fact in wanted:
        book.add("void", fact.code, {"reason": reason}, batch=fact.batch, user=user)
    return len(wanted)


_PRINTS = ("print", "reprint")


def _latest(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The newest fact about a label's paper, if there is any."""
    yield from (fact for fact in facts if fact.kind in (*_PRINTS, "void", "seen"))


def _order(place: Place, key: str) -> tuple[object, int, str]:
    unit = place.position.half_units if place.position is not None else None
    return walking_order(place), -(unit or 0), key


def _by_findings(space: Workspace, loaded: Looked) -> Iterator[tuple[Asset, Place, str]]:
    """Labels that say something wrong, and devices that never had a tag; other findings are not even made."""
    untagged = space.registers.open(loaded.frame.register).untagged()
    lines = (line for line in loaded.reconciliation.lines() if line[0] in _WRONG or line[2] in untagged)
    for some in batches(lines):
        loaded.reconciliation.bring(things=[key for _outcome, _place, key in some])
        for outcome, _place, key in some:
            finding, asset = loaded.reconciliation.finding(key), loaded.register.asset(key)
            if finding is not None and asset is not None and (outcome in _WRONG or finding.found is not None):
                text = finding.found or finding.expected
                place = Place.parse(text) if text else asset.place or Place(("?",))
                yield asset, place, _WRONG.get(outcome, _NO_TAG)


def _with_states(space: Workspace, loaded: Looked, needed: list[NeededLabel]) -> Iterator[NeededLabel]:
    """Only what was printed for this audit's needs, to the end of its run, counts: an older label is the bad one."""
    book = space.label_book
    unfinished = {fact.batch for fact in book.facts(kind="void") if not fact.code}
    begun = {fact.batch: fact for fact in book.facts(kind="batch") if fact.detail.get("audit") == loaded.name}
    batches = {batch: fact for batch, fact in begun.items() if batch not in unfinished}
    paired = {fact.detail["asset"] for fact in book.facts(kind="pair")}
    seen: dict[int | None, set[str]] = {}
    for each in needed:
        fact = next((one for one in _latest(book.facts(code=each.code, newest=True)) if one.batch in batches), None)
        if each.reason == _NO_TAG and each.key in paired:
            yield replace(each, state="closed")
        elif fact is None or fact.kind == "void":
            yield each
        else:
            if fact.batch not in seen:
                seen[fact.batch] = _seen_since(space, loaded, batches[fact.batch].detail["mark"])
            closed = fact.kind == "seen" or each.key in seen[fact.batch]
            yield replace(each, state="closed" if closed else "printed", batch=fact.batch)


def _seen_since(space: Workspace, loaded: Looked, mark: int) -> set[str]:
    """Assets whose tag was scanned in the walk after a batch was printed, in the order of arrival here."""
    found: set[str] = set()
    source = space.events.source(loaded.id)
    mark, events = source.events_after(mark)
    while events:
        loaded.reconciliation.bring([event for event in events if event.k == "scan"])
        for event in events:
            meaning = loaded.reconciliation.taken(event.hash) if event.k == "scan" else None
            if meaning is not None and meaning.live and meaning.basis in _BY_TAG:
                found.update(meaning.assets)
        mark, events = source.events_after(mark)
    return found

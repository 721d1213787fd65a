"""The samples of one audit as the screen asks for them: the same desk as the command line's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assetaudit.review.sampling.asked import Asked, strata_of
from assetaudit.review.sampling.book import Drawn, Result, Sample
from assetaudit.review.sampling.consequences import consequences
from assetaudit.review.sampling.extend import extension
from assetaudit.review.sampling.sheet import Listed, Planned, Row, Sheet
from assetaudit.wiring.sampling import Samples

if TYPE_CHECKING:
    from assetaudit.wiring.review import Review


class ScreenSamples:
    """Answers the screens of samples; kept up to date at every question."""

    def __init__(self, review: Review, user: str) -> None:
        self._review = review
        self._samples = Samples(review)
        self._user = user

    def all(self) -> Sequence[Listed]:
        """Every sample, those that were taken back last."""
        self._review.refresh()
        drawn = [Listed(one.plan, self._review.person(one.by), one) for one in self._samples.all()]
        return [*drawn, *(Listed(plan, who) for plan, who in self._samples.taken_back())]

    def plan(self, asked: Asked) -> Planned:
        """What a sample would be; writes nothing."""
        plan, pool = self._samples.planned(asked)
        return Planned(plan, tuple(consequences(plan, pool)), tuple(strata_of(plan, pool)))

    def draw(self, asked: Asked) -> str:
        """Draw it, and record the plan with its seed; returns what was done in one sentence."""
        plan, _pool = self._samples.planned(asked)
        with self._review.desk(self._user) as desk:
            sample = self._samples.draw(desk, plan)
        return f"{len(sample.items)} of {plan.population} drawn by the seed {plan.seed}."

    def sheet(self, name: str) -> Sheet:
        """A sample with its items in walking order."""
        self._review.refresh()
        sample, label = self._samples.sample(name), self._samples.label
        numbers = {one.item.key: number for number, one in enumerate(sample.items, 1)}
        rows = tuple(self._row(sample, one, numbers[one.item.key]) for one in self._samples.walking(sample))
        notes = sample.void_notes
        replaced = tuple((label(void), label(after), notes.get(void, "")) for void, after in sample.replacements)
        return Sheet(sample, rows, self._review.person(sample.by), replaced)

    def _row(self, sample: Sample, one: Drawn, number: int) -> Row:
        key, asset = one.item.key, self._samples.asset(one.item.key)
        by = self._review.person(one.by) if one.by else ""
        row = Row(one, number, self._samples.label(key), self._samples.place(key), by=by)
        if asset is None:
            return row
        device = f"{asset.manufacturer} {asset.model}".strip()
        said = self._samples.why(sample, one)
        return Row(one, number, row.name, row.place, device, asset.serial or "", said, by)

    def result(self, name: str, key: str, result: Result, note: str) -> str:
        """Record what one item came to; returns what was done in one sentence."""
        with self._review.desk(self._user) as desk:
            self._samples.result(desk, name, key, result, note)
        return f"{self._samples.label(key)} noted."

    def outlook(self, name: str) -> str:
        """What extending a sample comes to; writes nothing."""
        self._review.refresh()
        return extension(self._samples.sample(name)).words

    def extend(self, name: str, why: str) -> str:
        """Extend a sample by as many as it lacks; returns what that does, in sentences."""
        with self._review.desk(self._user) as desk:
            return self._samples.extend(desk, name, "", why)

    def undo(self, name: str) -> str:
        """Take back this person's last result of a sample."""
        with self._review.desk(self._user) as desk:
            return f"{self._samples.undo(desk, name)} taken back."

    def withdraw(self, name: str) -> str:
        """Take back the draw of a sample."""
        with self._review.desk(self._user) as desk:
            self._samples.withdraw(desk, name)
        return f"The draw of '{name}' was taken back; it stays in the list."

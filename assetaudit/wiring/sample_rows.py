"""The rows that a report has of samples: what each was and says, then its parts, deviations and replacements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assetaudit.language import say, sentence
from assetaudit.language.figures import examined, stratum, whole
from assetaudit.reports.theme import Cell, Head
from assetaudit.review.sampling.book import Result

if TYPE_CHECKING:
    from assetaudit.review.sampling.book import Sample
    from assetaudit.wiring.review import Review
    from assetaudit.wiring.sampling import Samples

SAMPLES = (Head("Sample", 1.6), Head("Direction", 1.8), Head("Size", 1.4), Head("Seed", 2.4), Head("Result", 5.0))
SAMPLE_ITEMS = (Head("Sample", 1.6), Head("What", 1.6), Head("Item", 2.6), Head("Place", 2.6), Head("Why", 3.8))


def sample_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every sample with its result, and what was drawn and taken back."""
    from assetaudit.wiring.sampling import Samples

    samples = Samples(review)
    for one in samples.all():
        size = say("{n} of {all}", n=whole(len(one.items)), all=whole(one.plan.population))
        yield (one.plan.name, _direction(one), size, one.plan.seed, " ".join(_told(one)))
    for plan, who in samples.taken_back():
        size = say("{n} of {all}", n=whole(plan.n), all=whole(plan.population))
        told = say("Drawn by {who}, and taken back.", who=who)
        yield (plan.name, say(plan.direction.value.replace("_", " ")), size, plan.seed, told)
    twice = samples.second_count()
    if twice is not None:
        yield (say("second count"), "", whole(twice.seen), "", sentence(twice.words))


def _direction(one: Sample) -> str:
    return say(one.plan.direction.value.replace("_", " "))


def _told(one: Sample) -> Iterator[str]:
    """What a sample was drawn from and came to, with everything that limits it."""
    drawn_from = " · ".join((*one.plan.scope, *([one.plan.where] if one.plan.where else [])))
    if drawn_from:
        yield say("Drawn from {what} alone.", what=drawn_from)
    if one.waiting and one.step is None:
        yield say("Not examined, and counted as deviations: {n}.", n=whole(one.waiting))
    yield sentence(one.words)
    if one.drift:
        yield say("Take care: {drift}", drift=sentence(one.drift))


def sample_item_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Of every sample: each part of its population, what deviates and why, and what took the place of what was void."""
    from assetaudit.wiring.sampling import Samples

    samples = Samples(review)
    for one in samples.all():
        yield from _parts(one)
        yield from _deviating(samples, one)
        for more, why, who in one.extended:
            told = f"{why} · {review.person(who)}"
            yield (one.plan.name, say("extension"), say("Extended by {n}", n=whole(more)), "", told)
        for void, after in one.replacements:
            name = say("{void}, replaced by {after}", void=samples.label(void), after=samples.label(after))
            yield (one.plan.name, say("void"), name, samples.place(void), one.void_notes.get(void, ""))


def _parts(one: Sample) -> Iterator[tuple[Cell, ...]]:
    for name, part in one.strata().items():
        told = examined(part.deviations - part.waiting, part.n, part.waiting)
        yield (one.plan.name, say("part"), stratum(name), "", told)


def _deviating(samples: Samples, one: Sample) -> Iterator[tuple[Cell, ...]]:
    for drawn in samples.walking(one):
        if drawn.result in (Result.DEVIATION, Result.UNEXAMINED):
            key, by = drawn.item.key, samples.review.person(drawn.by) if drawn.by else ""
            why = " · ".join(filter(None, (drawn.note or sentence(samples.why(one, drawn)), by)))
            yield (one.plan.name, say(drawn.result.printed), samples.label(key), samples.place(key), why)

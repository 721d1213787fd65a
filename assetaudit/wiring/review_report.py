"""A report with what became of the findings: decisions, duties, changes, samples, questions and the trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from assetaudit.language import say, say_many, sentence, speaking
from assetaudit.language.figures import decimal, whole
from assetaudit.reports.theme import Audience, Head, Theme
from assetaudit.review.standing import State
from assetaudit.wiring import review_rows as rows
from assetaudit.wiring.addendum_rows import after_closing, later_decisions
from assetaudit.wiring.closed import addendum
from assetaudit.wiring.report import audit_report, closed_report
from assetaudit.wiring.report_pictures import pictures
from assetaudit.wiring.review import Review
from assetaudit.wiring.review_method import METHOD, method_rows
from assetaudit.wiring.review_time import (
    accuracy_rows,
    age_rows,
    closing_rows,
    days_to_close,
    room_rows,
    trend_rows,
    unseen_rows,
)
from assetaudit.wiring.sample_rows import SAMPLE_ITEMS, SAMPLES, sample_item_rows, sample_rows
from assetaudit.wiring.stored_report import stored_report

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.reports.report import AuditReport
    from assetaudit.wiring.closed import Addendum
    from assetaudit.wiring.workspace import Workspace

_AUDITOR = frozenset({Audience.AUDITOR})
_BOTH = frozenset({Audience.AUDITOR, Audience.MANAGER})


def full_report(space: Workspace, name: str, audience: Audience = Audience.AUDITOR, language: str = "") -> AuditReport:
    """A report with everything that its audience wants to know, in a language or by the settings."""
    return report_of(Review.open(space, name), audience, language)


def list_report(space: Workspace, name: str, language: str = "") -> AuditReport:
    """A report for formats that have the findings alone: a hub need not read all events for one of an open audit."""
    with speaking(language or space.settings.language):
        stored = stored_report(space, space.find(name))
    return stored if stored is not None and stored.closed is None else full_report(space, name, language=language)


def report_of(review: Review, audience: Audience = Audience.AUDITOR, language: str = "") -> AuditReport:
    """The report of a review that is open."""
    with speaking(language or review.space.settings.language):
        return _report(review, audience)


def _report(review: Review, audience: Audience) -> AuditReport:
    space, found = review.space, addendum(review.space, review.loaded)
    facts = audit_report(space, review.loaded) if found is None else closed_report(space, found)
    closed = review if found is None else review.as_closed(found)
    themes = (*after_closing(review, closed, found), *(told.of(closed if told.fixed else review) for told in THEMES))
    return replace(
        facts,
        themes=tuple(theme for theme in themes if audience in theme.audiences),
        audience=audience,
        decisions=_decisions(review, closed, found),
        chains=tuple(_chains(review)) if audience is Audience.AUDITOR else (),
        pictures=pictures(space, closed.loaded.reconciliation, _pictured(review, found)),
    )


def _pictured(review: Review, found: Addendum | None) -> Iterator[Event]:
    """The events with photographs that the report rests on, among others."""
    return (event for event in review.loaded.pictured() if found is None or found.parts.cites(event))


def _chains(review: Review) -> Iterator[str]:
    """Whether the logs are whole, as it was found when the report was made."""
    problems = review.space.events.verify(review.loaded.id)
    if not problems:
        yield say("The chain of every log was checked when this report was made: none was altered.")
    for one in problems:
        yield say("The chain of a log is broken: {problem}", problem=sentence(str(one)))


def _decisions(review: Review, closed: Review, found: Addendum | None) -> str:
    """How far the decisions are, at the closing and since."""
    if found is None:
        return decided(review)
    later = sum(1 for _ in later_decisions(review, closed))
    if not later:
        return say("At the closing: {told}", told=decided(closed))
    one, many = "1 more was decided or went on since.", "{n} more were decided or went on since."
    return f"{say('At the closing: {told}', told=decided(closed))} {say_many(one, many, later, n=whole(later))}"


def decided(review: Review) -> str:
    """How far the decisions about the findings are, in one sentence."""
    states = Counter(one.state for one in review.standings() if not one.waiting)
    waiting = sum(1 for one in review.standings() if one.waiting)
    waits = say_many("1 finding waits.", "{n} findings wait.", waiting, n=whole(waiting))
    if not states:
        return say("nothing is decided yet; {waits}", waits=waits)
    told = ", ".join(f"{whole(states[state])} {say(state.value)}" for state in State if states[state])
    days = days_to_close(review)
    mean = say("Closed {days} days after the decision, on average.", days=decimal(days)) if days is not None else ""
    return f"{told}; {waits} {mean}".rstrip()


@dataclass(frozen=True, slots=True)
class _Told:
    """One theme, before it is asked of an audit."""

    name: str
    title: str
    lead: str | Callable[[Review], str]
    columns: tuple[Head, ...]
    rows: Callable[[Review], rows.Rows]
    empty: str
    audiences: frozenset[Audience] = _AUDITOR
    fixed: bool = False
    """Whether it tells of the audit as it was closed, as the figures do."""
    opens: bool = False
    """Whether it stands before the figures."""
    kept: bool = False
    """Whether its rows are made once for all who ask, since other audits have to be looked at for them."""

    def of(self, review: Review) -> Theme:
        """The theme of one audit."""
        lead = say(self.lead) if isinstance(self.lead, str) else self.lead(review)
        lead = lead[:1].upper() + lead[1:]
        told = cache(lambda: tuple(self.rows(review)))
        return Theme(
            self.name,
            say(self.title),
            lead,
            self.columns,
            told if self.kept else lambda: self.rows(review),
            say(self.empty),
            self.audiences,
            self.opens,
        )


THEMES = (
    _Told(
        "method",
        "Method, assertions and standards",
        "What was tested and how; this report supports the work of an auditor and states no conformity.",
        METHOD,
        method_rows,
        "Nothing was tested.",
        fixed=True,
        opens=True,
    ),
    _Told(
        "tasks",
        "To be done on the floor",
        "In walking order; the result of a recount decides.",
        rows.TASKS,
        rows.task_rows,
        "Nothing is to be done on the floor.",
        frozenset(Audience),
    ),
    _Told(
        "decisions",
        "Decisions",
        decided,
        rows.DECISIONS,
        rows.decision_rows,
        "Nothing has been decided, and nothing waits.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "duties",
        "Segregation of duties",
        rows.duties_lead,
        rows.DUTIES,
        rows.duty_rows,
        "Nobody took part yet.",
        fixed=True,
    ),
    _Told(
        "changes",
        "Changes of the register",
        "Written only where the register still said what it said when the audit began.",
        rows.CHANGES,
        rows.change_rows,
        "No change set was applied.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "cutoff",
        "Moves booked during the audit",
        rows.cutoff_lead,
        rows.MOVES,
        rows.move_rows,
        "No move was booked after the register was frozen.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "tickets",
        "Change tickets",
        "Files that somebody brought; their hashes say which.",
        rows.TICKETS,
        rows.ticket_rows,
        "No change tickets were brought.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "samples",
        "Samples",
        "Drawn by the seed that is given; what was not examined counts as a deviation.",
        SAMPLES,
        sample_rows,
        "No sample was drawn.",
        fixed=True,
    ),
    _Told(
        "sample-items",
        "Samples in detail",
        "Each part of the population, what deviates and why, and what took the place of what was void.",
        SAMPLE_ITEMS,
        sample_item_rows,
        "No sample was drawn.",
        fixed=True,
    ),
    _Told(
        "questions",
        "Questions about how it was counted",
        "Signs to be asked about, and no verdicts.",
        rows.QUESTIONS,
        rows.question_rows,
        "Nothing has to be asked.",
        fixed=True,
    ),
    _Told(
        "accuracy",
        "Accuracy by category",
        "Of what was seen, and of what was expected in a closed place and not seen.",
        rows.ACCURACY,
        accuracy_rows,
        "Nothing was seen, and nothing was expected in a closed place.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "rooms",
        "Accuracy by room",
        "The same by room; what was seen elsewhere counts where it was expected.",
        rows.ROOMS,
        room_rows,
        "Nothing was seen, and nothing was expected in a closed place.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "age",
        "Time since the last sighting",
        "Of every asset in scope, by all audits of this workspace.",
        rows.AGE,
        age_rows,
        "No asset is in scope.",
        _BOTH,
        fixed=True,
        kept=True,
    ),
    _Told(
        "unseen",
        "Last sighting of what this audit has not seen",
        "Asset by asset, the longest ago first; days are counted back from this audit's opening.",
        rows.UNSEEN,
        unseen_rows,
        "Everything in scope was seen.",
        _BOTH,
        fixed=True,
        kept=True,
    ),
    _Told(
        "closing",
        "Time to close",
        "From the decision about a finding to its closing, by the clocks of those who wrote them.",
        rows.CLOSING,
        closing_rows,
        "No finding is closed yet.",
        _BOTH,
    ),
    _Told(
        "trend",
        "Trend",
        "Earlier audits of the same places, the oldest first.",
        rows.TREND,
        trend_rows,
        "There is no earlier audit of these places.",
        _BOTH,
        fixed=True,
        kept=True,
    ),
    _Told(
        "carried",
        "Open from earlier audits",
        "What was not finished there, and exceptions whose time is over.",
        rows.CARRIED,
        rows.carried_rows,
        "Earlier audits of these places left nothing open.",
        _BOTH,
        fixed=True,
    ),
)
"""In the order in which reports have them."""

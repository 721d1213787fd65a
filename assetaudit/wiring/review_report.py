"""A report with what became of the findings: decisions, duties, changes, samples, questions and the trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetaudit.reports.theme import Audience, Theme
from assetaudit.reports.words import count
from assetaudit.review.standing import State
from assetaudit.wiring import review_rows as rows
from assetaudit.wiring.addendum_rows import after_closing
from assetaudit.wiring.closed import addendum
from assetaudit.wiring.report import audit_report, closed_report
from assetaudit.wiring.review import Review
from assetaudit.wiring.review_time import accuracy_rows, age_rows, days_to_close, room_rows, trend_rows

if TYPE_CHECKING:
    from assetaudit.reports.report import AuditReport
    from assetaudit.wiring.workspace import Workspace

_AUDITOR = frozenset({Audience.AUDITOR})
_BOTH = frozenset({Audience.AUDITOR, Audience.MANAGER})


def full_report(space: Workspace, name: str, audience: Audience = Audience.AUDITOR) -> AuditReport:
    """A report with everything that its audience wants to know of decisions and duties."""
    return report_of(Review.open(space, name), audience)


def report_of(review: Review, audience: Audience = Audience.AUDITOR) -> AuditReport:
    """The report of a review that is open."""
    found = addendum(review.space, review.loaded)
    facts = audit_report(review.space, review.loaded) if found is None else closed_report(review.space, found)
    fixed = review if found is None else replace(review, loaded=found.closed)
    themes = (*after_closing(review, found), *(told.of(fixed if told.fixed else review) for told in THEMES))
    every = tuple(theme for theme in themes if audience in theme.audiences)
    return replace(facts, themes=every, audience=audience, decisions=decided(review))


def decided(review: Review) -> str:
    """How far the decisions about the findings are, in one sentence."""
    states = Counter(one.state for one in review.standings() if not one.waiting)
    waiting = sum(1 for one in review.standings() if one.waiting)
    if not states:
        return f"Nothing has been decided yet; {count(waiting)} findings wait."
    told = ", ".join(f"{count(states[state])} {state.value}" for state in State if states[state])
    days = days_to_close(review)
    mean = f" Closed {days:.1f} days after the decision, on average." if days is not None else ""
    return f"{told}; {count(waiting)} findings wait.{mean}"


@dataclass(frozen=True, slots=True)
class _Told:
    """One theme, before it is asked of an audit."""

    name: str
    title: str
    lead: str | Callable[[Review], str]
    columns: tuple[tuple[str, float], ...]
    rows: Callable[[Review], rows.Rows]
    empty: str
    audiences: frozenset[Audience] = _AUDITOR
    fixed: bool = False
    """Whether it tells of the audit as it was closed, as the figures do."""

    def of(self, review: Review) -> Theme:
        """The theme of one audit."""
        lead = self.lead if isinstance(self.lead, str) else self.lead(review)
        return Theme(self.name, self.title, lead, self.columns, lambda: self.rows(review), self.empty, self.audiences)


THEMES = (
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
    ),
    _Told(
        "duties",
        "Segregation of duties",
        rows.duties_lead,
        rows.DUTIES,
        rows.duty_rows,
        "Nobody took part yet.",
    ),
    _Told(
        "changes",
        "Changes of the register",
        "Written only where the register still said what it said when the audit began.",
        rows.CHANGES,
        rows.change_rows,
        "No change set was applied.",
        _BOTH,
    ),
    _Told(
        "cutoff",
        "Moves booked during the audit",
        "They propose a decision and take none.",
        rows.MOVES,
        rows.move_rows,
        "No move was booked after the register was frozen.",
        _BOTH,
    ),
    _Told(
        "samples",
        "Samples",
        "Drawn by the seed that is given; what was not examined counts as a deviation.",
        rows.SAMPLES,
        rows.sample_rows,
        "No sample was drawn.",
    ),
    _Told(
        "questions",
        "Questions about how it was counted",
        "Signs to be asked about, and no verdicts.",
        rows.QUESTIONS,
        rows.question_rows,
        "Nothing has to be asked.",
    ),
    _Told(
        "accuracy",
        "Accuracy by category",
        "Of what was expected in closed places.",
        rows.ACCURACY,
        accuracy_rows,
        "Nothing was expected in a closed place.",
        _BOTH,
        fixed=True,
    ),
    _Told(
        "rooms",
        "Accuracy by room",
        "Of what was expected in closed places; what was seen elsewhere counts where it was expected.",
        rows.ROOMS,
        room_rows,
        "Nothing was expected in a closed place.",
        _BOTH,
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
    ),
    _Told(
        "carried",
        "Open from earlier audits",
        "What was not finished there, and exceptions whose time is over.",
        rows.CARRIED,
        rows.carried_rows,
        "Earlier audits of these places left nothing open.",
        _BOTH,
    ),
    _Told(
        "method",
        "Method, assertions and standards",
        "What was tested and how; this report supports the work of an auditor and states no conformity.",
        rows.METHOD,
        rows.method_rows,
        "Nothing was tested.",
        fixed=True,
    ),
)
"""In the order in which reports have them."""

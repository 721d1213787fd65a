"""How a row of the queue, and everything about it, is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.language import say, sentence
from assetaudit.language.figures import amount
from assetaudit.model.finding import Finding
from assetaudit.model.verdict import Tone
from assetaudit.review.desk import name_of
from assetaudit.review.queue import Entry
from assetaudit.review.standing import Standing
from assetaudit.ui.screens.case import case_lines
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink

_NAME, _LONG_NAME = 11, 16
_WIDE = 64
"""Columns of a list in which names and both places have room."""
_HALF = 10
"""Columns in which the end of a place still tells which it is."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a row of the queue looks beside what it says."""

    marked: bool = False
    inside: bool = False
    """It stands in a case that is open."""
    unfolded: bool = False
    states: bool = False
    """Rows of several states are listed, so that each says its own."""


def queue_line(entry: Entry, width: int, look: Look) -> Line:
    """One row of the queue."""
    mark = "*" if look.marked else " "
    if entry.case is not None:
        title = fit(sentence(entry.case.title), max(8, width - 7))
        fold = "−" if look.unfolded else "+"
        return [Part(f"{mark}{fold} {fit(str(len(entry.case.things)), 3)} ", "bold ink-attention"), Part(title, "bold")]
    if entry.standing is None:
        return []
    indent = "  " if look.inside else ""
    return [
        Part(f"{mark}{indent}", "bold"),
        *_standing_line(entry.standing, entry, width - 1 - len(indent), _said(entry, look)),
    ]


def _said(entry: Entry, look: Look) -> str:
    """What is proposed, was decided, or how far it is."""
    standing = entry.standing
    if entry.proposal is not None or standing is None:
        return entry.proposal.decide.printed if entry.proposal is not None else ""
    decided = standing.decision.decide.printed if standing.decision is not None else ""
    return standing.state.value if look.states or not decided else decided


def _places(finding: Finding | None, width: int) -> str:
    """Where it should be and where it is, where there is room for both; else where to go and look."""
    expected, found = (finding.expected or "", finding.found or "") if finding is not None else ("", "")
    half = (width - 3) // 2
    if half < _HALF or not expected or not found or expected == found:
        return fit_end(found or expected, width)
    return fit(f"{fit_end(expected, half).rstrip()} → {fit_end(found, half).rstrip()}", width)


def _standing_line(standing: Standing, entry: Entry, width: int, said: str) -> Line:
    finding = standing.finding
    shown = sign(finding.outcome) if finding is not None else sign("looked")
    name = _LONG_NAME if width >= _WIDE else _NAME
    return [
        Part(f"{fit(shown.char, 1)} ", f"bold {ink(shown.tone)}"),
        Part(fit(name_of(standing), name)),
        Part(f" {_places(finding, max(8, width - name - 24))} ", "quiet"),
        Part(fit(say(said), 20), "bold" if entry.proposal is not None else "quiet"),
    ]


def searched(entry: Entry) -> str:
    """What words are looked for in; of a case, all that its findings say."""
    if entry.case is not None:
        return " ".join([entry.case.title.casefold(), *map(searched, entry.members)])
    standing = entry.standing
    finding = standing.finding if standing is not None else None
    if standing is None or finding is None:
        return ""
    outcome = finding.outcome.printed
    parts = (name_of(standing), finding.serial, finding.expected, finding.found, finding.why, outcome, say(outcome))
    return " ".join(part for part in (*parts, entry.device) if part).casefold()


def entry_lines(entry: Entry) -> list[Line]:
    """Everything about one row of the queue, in lines."""
    if entry.case is not None:
        return case_lines(entry.case, entry.names)
    standing = entry.standing
    finding = standing.finding if standing is not None else None
    if standing is None or finding is None:
        return [[Part(say("There is nothing to decide any more."))]]
    shown = sign(finding.outcome)
    value = f" · {amount(entry.cents)}" if entry.cents else ""
    rows: list[Line] = [
        [Part(f"{shown.char} {say(shown.large)}", f"bold {ink(shown.tone)}")],
        [Part(name_of(standing), "bold"), Part(value, "quiet")],
        *([[Part(entry.device, "quiet")]] if entry.device else []),
        (),
        [Part(f"{say('expected'):<9} ", "quiet"), Part(finding.expected or say("nowhere"))],
        [Part(f"{say('found'):<9} ", "quiet"), Part(finding.found or ", ".join(finding.places) or say("not seen"))],
        (),
        [Part(sentence(finding.why))],
        (),
    ]
    return rows + _decision_lines(standing, entry)


def _decision_lines(standing: Standing, entry: Entry) -> list[Line]:
    rows: list[Line] = []
    if entry.proposal is not None:
        rows += [
            [Part("Enter ", "bold"), Part(say(entry.proposal.decide.printed), f"bold {ink(Tone.RIGHT)}")],
            [Part(sentence(entry.proposal.reason), "quiet")],
        ]
    decision = standing.decision
    if decision is not None:
        rows += [
            [Part(f"{say(standing.state.value)}  ", "bold"), Part(say(decision.decide.printed))],
            [Part(f"{entry.decided_by}: {decision.wish.why}", "quiet")],
        ]
    rows += _follow_lines(standing)
    return rows + [[Part(sentence(text), ink(Tone.ATTENTION))] for text in (standing.stale, standing.blocked) if text]


def _follow_lines(standing: Standing) -> list[Line]:
    """Who takes care of it, until when, and what earlier audits left open."""
    wish = standing.decision.wish if standing.decision is not None else None
    told = [
        (word, getattr(standing.follow, word) or (getattr(wish, word, "") if wish is not None else ""))
        for word in ("owner", "due", "ticket", "cause", "response")
    ]
    rows: list[Line] = [[Part(f"{say(word):<9} ", "quiet"), Part(text)] for word, text in told if text]
    if standing.follow.carried is not None:
        rows.append([Part(sentence(str(standing.follow.carried)), "quiet")])
    return rows

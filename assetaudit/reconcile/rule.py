"""What a rule is, and the book of all of them: in-tree and third-party rules come in through the same entry points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assetaudit import plugins
from assetaudit.errors import ConfigError
from assetaudit.model.finding import PRECEDENCE, Outcome
from assetaudit.reconcile.facts import Facts


def _no_reason(_facts: Facts) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One outcome: when it holds, and how it explains itself. Pure functions of the facts."""

    outcome: Outcome
    version: int
    """Raised whenever the same facts would be judged otherwise."""
    holds: Callable[[Facts], bool]
    why: Callable[[Facts], str]
    """One sentence with the places in it."""
    reason: Callable[[Facts], str | None] = _no_reason
    """A word or two for the ``reason`` column."""


ORDER = (*PRECEDENCE, Outcome.MISSING, Outcome.NOT_SWEPT, Outcome.OFF_SITE, Outcome.UNKNOWN, Outcome.UNREADABLE)
"""The first outcome that holds is the finding; those after it stand in ``also``."""

BESIDE = frozenset((*PRECEDENCE, Outcome.OFF_SITE))
"""Outcomes that may stand in ``also``: an unknown thing that is somebody else's is not unknown besides."""


@lru_cache(maxsize=1)
def rulebook() -> tuple[Rule, ...]:
    """Every installed rule in the order in which outcomes win; ConfigError where one is none."""
    rules = []
    for name, rule in plugins.load_all("rules").items():
        if not isinstance(rule, Rule):
            raise ConfigError(f"The rule '{name}' is no Rule.", hint="Remove the package that brings it.")
        rules.append((ORDER.index(rule.outcome), name, rule))
    return tuple(rule for _, _, rule in sorted(rules, key=lambda item: item[:2]))


@lru_cache(maxsize=1)
def all_our_own() -> bool:
    """Whether no rule is a third party's: ours judge a plain asset by where it is expected, seen and covered alone."""
    return all(target.startswith("assetaudit.reconcile.rules.") for target in plugins.names("rules").values())


@lru_cache(maxsize=1)
def rule_versions() -> tuple[tuple[str, int], ...]:
    """Names and versions of the installed rules, as a frame records them."""
    return tuple(sorted((name, rule.version) for name, rule in plugins.load_all("rules").items()))

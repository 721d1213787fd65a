"""Every text that the program says, found in its source: what stands in calls, and what tables hold."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import assetaudit
from assetaudit.model.finding import Outcome
from assetaudit.model.terms import DEFAULT_TERMS, SEARCHED, Role
from assetaudit.reports import words, xlsx_report
from assetaudit.reports.theme import Head
from assetaudit.review.accuracy import Age
from assetaudit.review.decision import Decide
from assetaudit.review.sampling.plan import Direction, Method
from assetaudit.review.standing import State
from assetaudit.ui import sample_lines, term_lines
from assetaudit.ui.commands import COMMANDS
from assetaudit.ui.screens import blocked, condition, home, item_result, key, measures, new_sample, report, settings
from assetaudit.ui.screens.help import _TITLES
from assetaudit.ui.signs import SIGNS
from assetaudit.wiring import addendum_rows, review_method, review_report, review_rows

ROOT = Path(assetaudit.__file__).parent
_CALLS = frozenset({"say", "say_many"})
_DOING = frozenset({"work", "in_turn", "finish", "_do", "trouble", "look", "do", "slowly"})
"""Calls whose first word says what was being done, should it fail."""
_TABLES = frozenset({"TITLE_TEXT", "KEYS"})


def called() -> dict[str, str]:
    """Text to the file that says it, of every text that is handed to ``say`` as it stands."""
    found: dict[str, str] = {}
    for file in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for scope in (tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))):
            found.update(dict.fromkeys(_in(scope, screen="ui" in file.parts), str(file.relative_to(ROOT))))
    return {text: file for text, file in found.items() if text}


def _in(scope: ast.AST, *, screen: bool) -> Iterator[str]:
    names = dict(_assigned(scope)) if isinstance(scope, ast.FunctionDef) else {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS and node.args:
            number = 2 if getattr(node.func, "id", "") == "say_many" else 1
            for argument in node.args[:number]:
                yield from names.get(getattr(argument, "id", ""), ()) or literals(argument)
        elif screen and isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield from constants(node.value) if getattr(target, "id", "") in _TABLES else ()
        elif screen and isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _DOING:
            doing = (*node.args[:1], *(word.value for word in node.keywords if word.arg == "doing"))
            yield from (text for value in doing for text in literals(value))


def _assigned(scope: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Names of a function that are texts."""
    for node in ast.walk(scope):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from (
                    (getattr(name, "id", ""), list(literals(value)))
                    for name, value in zip(target.elts, node.value.elts, strict=False)
                )
            else:
                yield getattr(target, "id", ""), list(literals(node.value))


def literals(node: ast.expr) -> Iterator[str]:
    """Texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def constants(node: ast.expr) -> Iterator[str]:
    """All texts of a table; keys are none."""
    yield from (text for each in ast.walk(node) if isinstance(each, ast.expr) for text in literals(each) if text[1:])


def listed() -> set[str]:
    """Every text that tables hold."""
    return {text for text in (*_of_screens(), *_of_reports()) if text}


def _of_screens() -> Iterator[str]:
    yield from (text for one in COMMANDS for text in (one.label, one.tooltip))
    yield from (text for one in SIGNS.values() for text in (one.word, one.large))
    yield from (outcome.printed for outcome in Outcome)
    yield from (*blocked.REASONS, *condition.CONDITIONS, *_TITLES.values(), *settings.EXPLAIN)
    yield from (*settings.EXPLAIN.values(), *measures.SHARES.values(), *Age)
    yield from (*new_sample.KINDS, *_of_samples())
    yield from (*term_lines.TITLES.values(), *term_lines.EXPLAIN.values(), *term_lines.ROLES.values(), *key.FOR)
    yield from (*report.FOR.values(), *(text for _, text in report.FORMATS))
    yield from (text for entry in (*home.FIRST, *home.NEXT) for text in entry[1:])


def _of_samples() -> Iterator[str]:
    for table in (new_sample.DIRECTIONS, new_sample.KINDS, new_sample.PARTS, new_sample.PART_WORDS, new_sample.AGAIN):
        yield from table.values()
    yield from (text for _, _, texts in new_sample.FIGURES for text in texts)
    yield from (*item_result.ANSWERS.values(), *item_result.FLOOR_ANSWERS.values(), *item_result.ANSWER_WORDS.values())
    yield from (*sample_lines.RESULT_WORDS.values(), *Method, *new_sample.FIELDS)
    yield from (word for _, word, _ in sample_lines.STEPS.values())


def _of_reports() -> Iterator[str]:
    yield from (*words.MEASURE_TITLES.values(), *words.MEASURE_SENTENCES.values(), *words.COVERAGE_SIGNS)
    yield from (group.word for group in words.GROUPS)
    yield from (text for signer in words.SIGNERS for text in signer)
    columns = (xlsx_report.FINDING_COLUMNS, xlsx_report.COVERAGE_COLUMNS, xlsx_report.MEASURE_COLUMNS)
    yield from (head.title for heads in columns for head in heads)
    yield from _of_themes()
    yield from (text for name, _, how in review_method.ASSERTIONS for text in (name, how))
    yield from (told for _, told in review_method.SUPPORTS)
    yield from (*DEFAULT_TERMS.attributes, *SEARCHED[:-1], *Role, *State)
    yield from (one.printed for one in Decide)
    yield from (one.value.replace("_", " ") for one in Direction)


def _of_themes() -> Iterator[str]:
    for theme in review_report.THEMES:
        yield from (theme.title, theme.empty, *([theme.lead] if isinstance(theme.lead, str) else ()))
        yield from _titles(theme.columns)
    for columns in (review_rows.DECISIONS, addendum_rows.EVENTS, addendum_rows.FINDINGS):
        yield from _titles(columns)


def _titles(columns: Iterable[Head]) -> Iterator[str]:
    return (head.title for head in columns)


def in_context() -> Iterator[tuple[str, str]]:
    """(context, word) of what means something in one place only."""
    yield from (("basis", word) for word in words.BASES.values())
    yield from (("sheet", name) for name in xlsx_report.SHEETS)
    yield from (("sheet", theme.name) for theme in review_report.THEMES)
    yield from (("sheet", name) for name in addendum_rows.SHEETS)
    yield from (("form", mark) for mark in (",", ".", "{year}-{month}-{day}"))

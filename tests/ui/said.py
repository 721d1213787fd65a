"""What the program's source says to people: messages of errors and remarks, with samples where values come in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import assetaudit

SOURCE = Path(assetaudit.__file__).parent
_NAMES = ("msg", "hint", "reason", "message")
"""Variables that hold what is said later."""


def messages(*folders: str) -> dict[str, str]:
    """Every message that the files of some folders (or files) hold, with the file it was first found in."""
    found: dict[str, str] = {}
    for folder in folders:
        for file in sorted([SOURCE / folder] if folder.endswith(".py") else (SOURCE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                for text in _said(node):
                    if " " in text.strip():
                        found.setdefault(text, str(file.relative_to(SOURCE)))
    return found


def _said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in _NAMES:
        yield from texts(node.value)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield from (text for text in texts(node.value) if text.endswith("."))
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error"):
        for value in (*node.args[:1], *(word.value for word in node.keywords if word.arg == "hint")):
            yield from texts(value)


def texts(node: ast.expr) -> Iterator[str]:
    """Texts that an expression may be, its values being ``7``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from map("".join, product(*map(_pieces, node.values)))
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def _pieces(part: ast.expr) -> tuple[str, ...]:
    """What may stand at one part of a text: what is counted is one, or several."""
    if isinstance(part, ast.Constant):
        return (str(part.value),)
    call = part.value if isinstance(part, ast.FormattedValue) else None
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "counted":
        one, many = (str(word.value) for word in call.args[1:] if isinstance(word, ast.Constant))
        return f"1 {one}", f"7 {many}"
    return ("7",)

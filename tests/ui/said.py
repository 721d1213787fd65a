"""What the program's source says to people: messages of errors and remarks, with samples where values come in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)

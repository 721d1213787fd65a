"""The README keeps its word: each command in it is one that the program takes, and each link leads somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from assetaudit import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_COMMAND = re.compile(r"^ {4}(?:[A-Z_]+=\S+ )?assetaudit\b ?(.*?)(?:\s+#.*)?$", re.MULTILINE)
_IN_TEXT = re.compile(r"`assetaudit ([a-z][^`]*)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def commands() -> list[str]:
    """Arguments of every command that is shown, what may be left out (in square brackets) left in."""
    shown = [" ".join(command.split()) for command in (*_COMMAND.findall(README), *_IN_TEXT.findall(README))]
    return [re.sub(r"[\[\]]|\.\.\.", "", command).strip() for command in shown]


def test_it_shows_many_commands() -> None:
    assert len(commands()) > 50
    named = {word for command in commands() for word in shlex.split(command)[:4]}
    assert set(cli.COMMANDS) - {"demo", "identify"} <= named


def test_each_command_is_one_that_the_program_takes() -> None:
    parser = cli.parser()
    for command in filter(None, commands()):
        assert parser.parse_args(shlex.split(command)).command in cli.COMMANDS, command


@pytest.mark.parametrize("link", [each for each in _LINK.findall(README) if "://" not in each])
def test_a_link_leads_to_a_file(link: str) -> None:
    assert (ROOT / unquote(link)).is_file()

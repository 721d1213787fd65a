"""Why a place cannot be swept."""

from __future__ import annotations

from assetaudit.language import say
from assetaudit.ui.screens.ask import ChooseOne

REASONS = ("locked", "live work", "restricted", "no escort", "not safe", "cannot be reached")


class BlockedQuestion(ChooseOne):
    """Choose the reason; it stands in the report."""

    def __init__(self) -> None:
        super().__init__(say("Why can this place not be swept?"), REASONS)

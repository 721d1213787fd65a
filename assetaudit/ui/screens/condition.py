"""In what condition a device is."""

from __future__ import annotations

from assetaudit.language import say
from assetaudit.ui.screens.ask import ChooseOne

CONDITIONS = ("damaged", "label damaged", "label needed", "switched off", "not mounted", "parts missing", "good")


class ConditionQuestion(ChooseOne):
    """Choose the condition of the device that was seen last."""

    def __init__(self) -> None:
        super().__init__(say("In what condition is the last device?"), CONDITIONS)

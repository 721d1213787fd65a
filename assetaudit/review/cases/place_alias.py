"""Two names for one place: the found place is unknown, and reads like the expected one but for zeros and separators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetaudit.model.place import Place
from assetaudit.review.cases.case import Case, Clues, keys
from assetaudit.review.decision import Decide


def place_alias(clues: Clues) -> Iterator[Case]:
    """One case for each pair of names."""
    for start, end, group in clues.moves:
        if clues.register.place(end) is None and _plain(start) == _plain(end):
            title = f"{end} is another name of {start}: {len(group)} things were scanned under it."
            reason = "The names differ only in zeros, blanks or separators; as one place everything in it is right."
            yield Case("place_alias", title, keys(group), Decide.FALSE_ALARM, reason, alias=(str(end), str(start)))


def _plain(place: Place) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)|[\W_]", "", place.key)

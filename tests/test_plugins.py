"""Parts come in by entry point, and what is not there is told kindly."""

from __future__ import annotations

import pytest

from assetaudit import plugins
from assetaudit.errors import ConfigError


def test_unknown_part_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="There is no report called 'fax'"):
        plugins.load("reports", "fax")


@pytest.mark.parametrize("group", plugins.GROUPS)
def test_every_door_has_a_part_of_our_own(group: str) -> None:
    parts = plugins.load_all(group)
    assert parts
    assert all(plugins.names(group)[name].startswith("assetaudit.") for name in parts)

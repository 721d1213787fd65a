"""Names lie outside the log: corrected and erased, and no bundle brings an erased one back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.paths import Home
from assetaudit.store.people import People, called


@pytest.fixture
def people(tmp_path: Path) -> People:
    """Names in a new workspace."""
    return People(Home(tmp_path))


def test_an_erased_name_leaves_its_id_and_nothing_else(people: People, tmp_path: Path) -> None:
    ana, ben = people.id_of("Ana Example"), people.id_of("Ben")
    people.erase(people.find("ana example"))
    assert people.names() == {ben: "Ben"}
    assert people.entries() == {ana: "", ben: "Ben"}
    assert "ana" not in (tmp_path / "people.json").read_text("utf-8").casefold()
    assert called(people.names(), ana) == f"person {ana[:8]}…"
    assert people.id_of("Ana Example") != ana, "who comes back is somebody new"


def test_every_id_of_a_name_is_found_and_erased(people: People) -> None:
    here = people.id_of("Ana")
    people.adopt({"f" * 32: "ana"})
    assert sorted(people.find("ANA")) == sorted([here, "f" * 32])
    people.erase(people.find("Ana"))
    assert people.names() == {}


def test_the_beginning_of_an_id_finds_somebody_and_a_short_one_does_not(people: People) -> None:
    ana = people.id_of("Ana")
    assert people.find(ana[:8]) == [ana]
    for nobody in (ana[:3], "", "Zoe"):
        with pytest.raises(UsageError, match="Nobody"):
            people.find(nobody)


def test_a_name_is_corrected_but_not_into_somebody_elses(people: People) -> None:
    ana = people.id_of("Ana")
    people.id_of("Ben")
    assert people.rename("ana", " Ana  Maria ") == [ana]
    assert people.names()[ana] == "Ana Maria"
    assert people.rename("ana maria", "ANA MARIA") == [ana]
    with pytest.raises(UsageError, match="Somebody else"):
        people.rename("Ana Maria", "ben")
    with pytest.raises(UsageError, match="needs a name"):
        people.rename("Ana Maria", " ")


@given(st.permutations([{"a" * 32: "Ana"}, {"a" * 32: ""}, {"a" * 32: "Ana"}, {"b" * 32: "Ben"}]))
def test_in_whatever_order_bundles_come_an_erased_name_stays_erased(
    tmp_path_factory: pytest.TempPathFactory, bundles: list[dict[str, str]]
) -> None:
    people = People(Home(tmp_path_factory.mktemp("people")))
    for bundle in bundles:
        people.adopt(bundle)
    assert people.entries() == {"a" * 32: "", "b" * 32: "Ben"}


def test_what_is_called_how() -> None:
    assert [called({"u": "Ana"}, user) for user in ("u", "x", "")] == ["Ana", "person x", ""]

"""A link on a place's label names the place by its id in the asset system: scanned, it moves the walk."""

from __future__ import annotations

import json

import pytest

from assetaudit.audit.sorting import Entered, Sorting
from assetaudit.identify.identifier import identifier
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.read import Read
from tests.registers.desk import Desk, at

NETBOX = {
    "results": [
        {
            "id": number,
            "asset_tag": f"IT-{number}",
            "device_type": {"model": "R740"},
            "site": {"id": 3, "name": "DC1"},
            "location": {"id": 12, "name": "Hall 2"},
            "rack": {"id": 70 + number, "name": f"R-0{number}"},
            "position": 4,
        }
        for number in (1, 2)
    ]
}
SNIPE_IT = {
    "rows": [
        {
            "id": 7,
            "asset_tag": "AT-7",
            "status_label": {"name": "Deployed"},
            "location": {"id": 12, "name": "DC1/R2/A07"},
            "rtd_location": {"id": 5, "name": "DC1 &amp; more"},
        }
    ]
}
GLPI = [
    {
        "id": 71,
        "otherserial": "AT-7",
        "serial": "S-7",
        "location": {"id": 4, "completename": "DC1 > Room 2"},
        "entities_id": 0,
    }
]


def moved_to(desk: Desk, text: str) -> str | None:
    """Where a scanned code moves the walk to."""
    frame = Frame("Q4", (at("DC1"),), "0" * 64)
    asked = Sorting(identifier(Patterns())).asked(Read(text=text), desk.register, frame)
    return str(asked.place) if isinstance(asked, Entered) and asked.known else None


@pytest.mark.parametrize(
    ("data", "link", "place"),
    [
        (NETBOX, "https://netbox.example.com/dcim/sites/3/", "DC1"),
        (NETBOX, "https://netbox.example.com/dcim/locations/12/", "DC1/Hall 2"),
        (NETBOX, "https://netbox.example.com/dcim/racks/72/", "DC1/Hall 2/R-02"),
        (NETBOX, "https://netbox.example.com/dcim/racks/99/", None),
        (SNIPE_IT, "https://assets.example.com/locations/12", "DC1/R2/A07"),
        (SNIPE_IT, "https://assets.example.com/locations/5", "DC1 & more"),
        (GLPI, "https://glpi.example.com/front/location.form.php?id=4", "DC1/Room 2"),
    ],
)
def test_a_scanned_link_to_a_place_moves_the_walk(desk: Desk, data: object, link: str, place: str | None) -> None:
    desk.take(json.dumps(data), "export.json")
    assert moved_to(desk, link) == place


def test_links_outlive_imports_of_other_sources_and_follow_their_own(desk: Desk) -> None:
    desk.take(json.dumps(NETBOX), "export.json")
    desk.take("tag,place\nX-1,DC1/Hall 2/R-01\n", "other.csv")
    assert moved_to(desk, "https://netbox.example.com/dcim/racks/72/") == "DC1/Hall 2/R-02"
    desk.take(json.dumps(NETBOX).replace("R-02", "R-22"), "export.json")
    assert moved_to(desk, "https://netbox.example.com/dcim/racks/72/") == "DC1/Hall 2/R-22"
    assert desk.register.intact()

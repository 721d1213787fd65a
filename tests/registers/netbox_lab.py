"""A small laboratory as NetBox knows it: every way in which a device may stand, and what has to be told about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Post = Callable[[str, list[dict[str, Any]]], list[dict[str, Any]]]
"""Makes records at an endpoint of NetBox and answers them as made."""


def furnish(post: Post) -> None:
    """Build the laboratory."""
    site = _one(post, "dcim/sites/", name="LAB 1", slug="lab-1", status="active")
    hall = _one(post, "dcim/locations/", name="Hall 2", slug="hall-2", site=site, status="active")
    cage = _one(post, "dcim/locations/", name="Cage A/B", slug="cage-a-b", site=site, parent=hall, status="active")
    tenant = _one(post, "tenancy/tenants/", name="Müller & Söhne", slug="mueller")
    field = {"object_types": ["dcim.device"], "type": "decimal", "name": "book_value", "label": "Book value"}
    post("extras/custom-fields/", [field])
    racks = _racks(post, site, hall, cage)
    kinds = _kinds(post)
    role = _one(post, "dcim/device-roles/", name="Lab server", slug="lab-server", color="2196f3")
    here = {"site": site, "role": role, "status": "active"}
    post("dcim/devices/", _racked(here | {"location": cage}, racks, kinds, tenant))
    chassis, *blades = post("dcim/devices/", _chassis(here | {"location": hall}, racks, kinds))
    _one(post, "dcim/device-bays/", device=chassis["id"], name="Slot 1", installed_device=blades[0]["id"])
    _one(post, "dcim/device-bays/", device=chassis["id"], name="Slot 2", installed_device=blades[1]["id"])


def _one(post: Post, endpoint: str, **data: Any) -> int:
    (made,) = post(endpoint, [data])
    return int(made["id"])


def _racks(post: Post, site: int, hall: int, cage: int) -> dict[str, int]:
    own = {"site": site, "status": "active", "u_height": 42}
    made = post(
        "dcim/racks/",
        [
            own | {"name": "K 01", "location": cage, "facility_id": "LAB-K01", "asset_tag": "RACK-9001"},
            own | {"name": "K 02", "location": cage, "facility_id": "7", "starting_unit": 5, "u_height": 20},
            own | {"name": "H1", "location": hall, "desc_units": True, "facility_id": "LB-0004"},
            own | {"name": "H2", "location": hall, "status": "planned"},
            own | {"name": "Spare"},
            own | {"name": "spare", "u_height": 12},
        ],
    )
    return {name: one["id"] for name, one in zip(("K 01", "K 02", "H1", "H2", "Spare", "spare"), made, strict=True)}


def _kinds(post: Post) -> dict[str, int]:
    maker = _one(post, "dcim/manufacturers/", name="Lab Works", slug="lab-works")
    made = post(
        "dcim/device-types/",
        [
            {"manufacturer": maker, "model": "One", "slug": "lab-one", "u_height": 1},
            {"manufacturer": maker, "model": "Half", "slug": "lab-half", "u_height": 0.5, "is_full_depth": False},
            {"manufacturer": maker, "model": "Strip", "slug": "lab-strip", "u_height": 0, "is_full_depth": False},
            {"manufacturer": maker, "model": "Box", "slug": "lab-box", "u_height": 4, "subdevice_role": "parent"},
            {"manufacturer": maker, "model": "Blade", "slug": "lab-blade", "u_height": 0, "subdevice_role": "child"},
        ],
    )
    return {one["model"]: one["id"] for one in made}


def _racked(own: dict[str, Any], racks: dict[str, int], kinds: dict[str, int], tenant: int) -> list[dict[str, Any]]:
    first, second = own | {"rack": racks["K 01"]}, own | {"rack": racks["K 02"]}
    one, half = first | {"device_type": kinds["One"]}, first | {"device_type": kinds["Half"]}
    return [
        one
        | {"name": "lab-1", "asset_tag": "LB-0001", "serial": "LS1", "position": 12, "face": "front"}
        | {"tenant": tenant, "custom_fields": {"book_value": 1234.5}},
        half | {"name": "lab-rear", "asset_tag": "LB-0002", "serial": "LS2", "position": 20, "face": "rear"},
        half | {"name": "lab-half", "asset_tag": "LB-0003", "serial": "LS3", "position": 41.5, "face": "front"},
        first | {"name": "lab-strip", "asset_tag": "LB-0004", "device_type": kinds["Strip"]},
        second
        | {"device_type": kinds["One"], "asset_tag": "LB-0005", "serial": "LS5", "position": 24, "face": "front"},
        second | {"device_type": kinds["One"], "name": "lab-bare", "position": 6, "face": "front"},
        own
        | {"device_type": kinds["One"], "name": "lab-loose", "asset_tag": "LB-0007", "serial": "LS5"}
        | {"status": "decommissioning"},
        own | {"device_type": kinds["One"], "name": "lab-new", "asset_tag": "LB-0008", "status": "planned"},
    ]


def _chassis(own: dict[str, Any], racks: dict[str, int], kinds: dict[str, int]) -> list[dict[str, Any]]:
    box = {"rack": racks["H1"], "position": 30, "face": "front", "device_type": kinds["Box"], "name": "lab-box"}
    blade = own | {"device_type": kinds["Blade"]}
    return [
        own | box | {"asset_tag": "LB-0100", "serial": "LSBOX"},
        blade | {"name": "lab-blade-1", "asset_tag": "LB-0101", "serial": "LSB1"},
        blade | {"name": "lab-blade-2", "asset_tag": "LB-0102", "serial": "LSB2"},
    ]

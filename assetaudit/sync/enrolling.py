"""A device joins a hub: the invitation proves the hub, the hub accepts the device's card, both believe each other."""

from __future__ import annotations

import platform

from assetaudit.errors import SyncError
from assetaudit.sync import card
from assetaudit.sync.hub_home import joining
from assetaudit.sync.hub_link import Enrolled, HubLink, load_enrolled, pinned_certificate, save_enrolled
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.station import Station
from assetaudit.sync.trust import HUB, Peer


def link(station: Station) -> HubLink:
    """A connection to the hub that a workspace belongs to; SyncError where it belongs to none."""
    if station.is_hub and not station.hub_file.exists():
        raise SyncError("This workspace is the hub: laptops come to it.", hint="There: assetaudit sync")
    return HubLink(load_enrolled(station.hub_file), station.key)


def enrol(station: Station, text: str) -> Enrolled:
    """Use an invitation; SyncError says why it does not work, and then nothing has changed here."""
    code = joining(text)
    asking = Enrolled(code.url, code.key, "", pinned_certificate(code))
    with HubLink(asking) as line:
        line.greet()
        answer = line.enrol(code.token, card.of_self(station.key, station.segments.device.id, platform.node()))
    enrolled = Enrolled(
        code.url,
        code.key,
        answer.given,
        asking.certificate,
        answer.name,
        answer.certificate,
    )
    save_enrolled(station.hub_file, enrolled)
    station.trust.set(Peer(code.key, HUB, f"hub {fingerprint(code.key)[:9]}", by="invitation"))
    return enrolled

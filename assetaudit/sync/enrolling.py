"""A device joins a hub: the invitation proves the hub, the hub accepts the device's card, both believe each other."""

from __future__ import annotations

import platform

from assetaudit.sync import card
from assetaudit.sync.hub_home import joining
from assetaudit.sync.hub_link import Enrolled, HubLink, pinned_certificate, save_enrolled
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.station import Station
from assetaudit.sync.trust import HUB, Peer


def enrol(station: Station, text: str) -> Enrolled:
    """Use an invitation; SyncError says why it does not work, and then nothing has changed here."""
    code = joining(text)
    asking = Enrolled(code.url, code.key, "", pinned_certificate(code))
    with HubLink(asking) as link:
        link.greet()
        answer = link.enrol(code.token, card.of_self(station.key, station.segments.device.id, platform.node()))
    enrolled = Enrolled(
        code.url,
        code.key,
        answer.get("pass", ""),
        asking.certificate,
        answer.get("name", ""),
        answer.get("certificate", ""),
    )
    save_enrolled(station.hub_file, enrolled)
    station.trust.set(Peer(code.key, HUB, f"hub {fingerprint(code.key)[:9]}", by="invitation"))
    return enrolled

"""A device joins a hub: the invitation proves the hub, the hub accepts the device's card, both believe each other."""

from __future__ import annotations

import platform
from pathlib import Path

from assetaudit.errors import SyncError
from assetaudit.paths import typed_path
from assetaudit.sync import card
from assetaudit.sync.certificate import certificate_hash
from assetaudit.sync.hub_home import CODE, HubHome, Joining, joining
from assetaudit.sync.hub_link import WAIT, Enrolled, HubLink, load_enrolled, pinned_certificate, save_enrolled
from assetaudit.sync.keys import device_key, fingerprint
from assetaudit.sync.station import Station
from assetaudit.sync.trust import HUB, Peer


def link(station: Station, *, wait: float = WAIT) -> HubLink:
    """A connection to the hub that a workspace belongs to; SyncError where it belongs to none."""
    if station.is_hub and not station.hub_file.exists():
        raise SyncError("This workspace is the hub: laptops come to it.", hint="There: assetaudit sync")
    return HubLink(load_enrolled(station.hub_file), station.key, wait=wait)


def invitation(root: Path, name: str) -> Joining:
    """Let one more device into the hub of a workspace: what that device needs to enrol, once."""
    hub = HubHome(root)
    url = hub.url()
    pinned = certificate_hash(hub.certificate.read_text("ascii")) if url.startswith("https://") else ""
    return Joining(url, hub.invite(name), device_key(root / "device.key").public, pinned)


def rekey(station: Station) -> list[str]:
    """Go on under a new key; what people have to know of it, in sentences."""
    new = fingerprint(station.rekey().public)
    told = [f"This device is {new} from now on; whom it meets next learns of it."]
    if station.hub_file.exists() and load_enrolled(station.hub_file).own:
        told.append("A hub that asks devices for certificates lets it in again by a new invitation only.")
    return told


def invitation_in(text: str) -> str:
    """An invitation, or what the file holds that is named instead of one."""
    if text.strip().casefold().startswith(CODE):
        return text
    try:
        return typed_path(text).read_text("utf-8", "replace")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else ""
        msg = f"'{text}' is no invitation of a hub, nor a file that can be read: {why or error}."
        raise SyncError(msg, hint="One is made at the hub with: assetaudit hub invite NAME") from error


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

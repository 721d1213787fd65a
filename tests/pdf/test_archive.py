"""PDF/A: the colour profile is sRGB, and what a document says of itself is the same in both places."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from xml.etree import ElementTree

from PIL import Image, ImageCms

from assetaudit.pdf.archive import About, srgb, xmp


def test_the_profile_is_that_of_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    told = profile.profile
    assert (told.version, told.xcolor_space.strip(), told.connection_space.strip()) == (2.1, "RGB", "XYZ")
    assert ImageCms.getProfileName(profile).strip() == "sRGB IEC61966-2.1"
    transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    before = Image.frombytes(
        "RGB", (16, 16), bytes((shade * 7 + 31 * number) % 256 for shade in range(256) for number in range(3))
    )
    after = ImageCms.applyTransform(before, transform)
    assert after is not None
    assert after.tobytes() == before.tobytes()


def test_it_is_the_same_each_time_and_has_the_size_that_it_says() -> None:
    data = srgb()
    assert data == srgb()
    assert int.from_bytes(data[:4]) == len(data)


def test_markup_in_a_title_stays_text() -> None:
    about = About('<x:evil a="b">&amp;', "Frame", "assetaudit", datetime(2026, 11, 24, tzinfo=UTC))
    packet = xmp(about).partition("?>\n")[2].rpartition("\n<?xpacket")[0]
    root = ElementTree.fromstring(packet)
    assert about.title in [text for text in root.itertext() if text.strip()]
    assert "{http://www.aiim.org/pdfa/ns/id/}part" in [element.tag for element in root.iter()]

"""A report signed and time stamped from the screen, checked by pyHanko and by another program that reads PDF."""

from __future__ import annotations

import shutil
import subprocess
from asyncio import to_thread
from pathlib import Path

import pytest

pytest.importorskip("pyhanko")
from tests.cli.test_pdf_time_stamp import MOMENT, Office, office, stamps, status
from tests.ui.pressing import Person
from tests.ui.test_keeping import write
from tests.ui.test_terms import at_home, fill

__all__ = ["office", "stamps"]


async def signing_with(mia: Person, files: str, stamps: str) -> None:
    """Say on the report's page what signs, and what stamps the signature."""
    await mia.press("e")
    await mia.settle()
    await mia.press("s")
    await fill(mia, files, "enter")
    await mia.press("t")
    await fill(mia, stamps, "enter")


async def test_a_report_is_signed_and_stamped_from_the_screen(office: Office, stamps: str, tmp_path: Path) -> None:
    file, key, certificate = tmp_path / "report.pdf", office.folder / "ada.key", office.folder / "ada.pem"
    async with at_home(office.program.home, "mia") as mia:
        await signing_with(mia, f"{key} {certificate}", stamps)
        await write(mia, file)
        await mia.until(file.exists)
        await mia.settle()
        assert f"Time stamped by {stamps}" in " ".join(mia.shown().split())
    told = await to_thread(status, office, file)
    assert (told.intact, told.valid, told.bottom_line, told.coverage.name) == (True, True, True, "ENTIRE_FILE")
    assert (told.timestamp_validity.trusted, told.timestamp_validity.timestamp) == (True, MOMENT)
    if pdfsig := shutil.which("pdfsig"):
        read = subprocess.run([pdfsig, "-nocert", file], capture_output=True, text=True, check=False).stdout
        assert "Ada Auditor" in read
        assert "Signature is Valid" in read
        assert "Total document signed" in read
    altered = file.read_bytes()
    file.write_bytes(altered.replace(b"/Type", b"/Tipe", 1))
    assert not (await to_thread(status, office, file)).intact


async def test_a_key_lies_in_a_folder_whose_name_has_blanks(office: Office, stamps: str, tmp_path: Path) -> None:
    folder = tmp_path / "Ada's own keys"
    folder.mkdir()
    for name in ("ada.key", "ada.pem"):
        shutil.copy(office.folder / name, folder)
    async with at_home(office.program.home, "mia") as mia:
        await signing_with(mia, f"{folder / 'ada.key'} {folder / 'ada.pem'}", "-")
        await write(mia, tmp_path / "report.pdf")
        await mia.until((tmp_path / "report.pdf").exists)
    assert (await to_thread(status, office, tmp_path / "report.pdf")).valid

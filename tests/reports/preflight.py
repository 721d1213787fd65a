"""Apache PDFBox Preflight, a validator of PDF/A-1b, where Debian's libpdfbox2-java is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_JARS = tuple(
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
)
_WHY = "no validator of PDF/A here: apt-get install libpdfbox2-java libactivation-java libjaxb-api-java"
needed = pytest.mark.skipif(not (shutil.which("java") and all(jar.exists() for jar in _JARS)), reason=_WHY)
"""For tests that need it."""


def problems(*files: Path) -> list[str]:
    """What the validator says of each file that is no valid PDF/A-1b."""
    command = ["java", "-cp", ":".join(map(str, _JARS)), "org.apache.pdfbox.preflight.Validator_A1b"]
    told = []
    for file in files:
        done = subprocess.run([*command, str(file)], capture_output=True, check=False, timeout=300)
        text = done.stdout.decode() + done.stderr.decode()
        if f"The file {file.name} is a valid PDF/A-1b file" not in text:
            told.append(text)
    return told

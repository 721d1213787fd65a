"""PDF reports signed by a certificate, and checked by pyHanko against an authority made for the test."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from assetaudit.reports.pdf import signing
from tests.cli.inside import Inside
from tests.cli.opened import opened
from tests.reports import preflight

SECRET = "a longer secret"


class Desk(NamedTuple):
    """A workspace with an audit, and the files of an auditor's key."""

    program: Inside
    folder: Path


def _certificate(name: str, issuer: str, keys: tuple[Any, Any], *, authority: bool) -> x509.Certificate:
    own, signing_key = keys
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    usage = dict.fromkeys(("data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False)
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2090))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=not authority,
                key_encipherment=False,
                key_cert_sign=authority,
                crl_sign=authority,
                **usage,
            ),
            critical=True,
        )
    )
    return built.sign(signing_key, hashes.SHA256())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An auditor whose certificate an authority of the test has signed."""
    folder = tmp_path_factory.mktemp("signed")
    program = opened(folder)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Test Authority", "Test Authority", (root, root), authority=True)
    auditor = _certificate("Ada Auditor", "Test Authority", (own, root), authority=False)
    lock = serialization.BestAvailableEncryption(SECRET.encode())
    (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "auditor.pem").write_bytes(auditor.public_bytes(serialization.Encoding.PEM))
    pem = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    (folder / "auditor.key").write_bytes(pem)
    (folder / "auditor.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"ada", own, auditor, None, lock))
    return Desk(program, folder)


def status(desk: Desk, file: Path) -> Any:
    """What pyHanko says of the one signature, trusting the test's authority alone and asking no network."""
    load: Any = load_cert_from_pemder
    trust = ValidationContext(trust_roots=[load(str(desk.folder / "ca.pem"))], allow_fetching=False)
    with file.open("rb") as data:
        (signature,) = PdfFileReader(data).embedded_signatures
        return validate_pdf_signature(signature, trust)


@pytest.mark.parametrize("files", [("auditor.p12",), ("auditor.key", "auditor.pem")], ids=["pkcs12", "pem"])
def test_a_signed_report_is_whole_trusted_and_covers_all_of_itself(
    files: tuple[str, ...], desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.PASSWORD, SECRET)
    certificate: list[str | Path] = ["--certificate", desk.folder / files[1]] if len(files) > 1 else []
    file = tmp_path / "report.pdf"
    done = desk.program.ok("report", "Q4", "-o", file, "--sign", desk.folder / files[0], *certificate)
    assert "Signed by" in done.out
    assert "Ada Auditor" in done.out
    told = status(desk, file)
    assert (told.intact, told.valid, told.trusted, told.bottom_line) == (True, True, True, True)
    assert told.coverage.name == "ENTIRE_FILE"
    with file.open("rb") as data:
        (signature,) = PdfFileReader(data).embedded_signatures
        assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert signature.docmdp_level.name == "NO_CHANGES"


@preflight.needed
def test_a_signed_report_still_is_a_pdf_for_the_archive(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.PASSWORD, SECRET)
    file = tmp_path / "report.pdf"
    desk.program.ok("report", "Q4", "-o", file, "--sign", desk.folder / "auditor.p12")
    assert preflight.problems(file) == []
    assert file.read_bytes().count(b"<pdfaid:part>1</pdfaid:part>") == 1


def test_one_altered_byte_shows(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.PASSWORD, SECRET)
    file = tmp_path / "report.pdf"
    desk.program.ok("report", "Q4", "-o", file, "--sign", desk.folder / "auditor.p12")
    data = bytearray(file.read_bytes())
    at = data.upper().index(b"/CREATOR<FEFF") + 14
    data[at] = ord("1") if data[at] != ord("1") else ord("2")
    file.write_bytes(bytes(data))
    assert not status(desk, file).intact


@pytest.mark.parametrize(
    ("key", "password", "told"),
    [
        ("auditor.p12", "wrong", "needs another password"),
        ("nobody.p12", SECRET, "There is no file"),
        ("ca.pem", SECRET, "cannot be used"),
    ],
)
def test_a_key_that_cannot_be_used_is_told_and_nothing_is_written(
    key: str, password: str, told: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.PASSWORD, password)
    done = desk.program.run("report", "Q4", "-o", tmp_path / "report.pdf", "--sign", desk.folder / key)
    assert (done.code, told in done.err) == (1, True), done.err
    assert not (tmp_path / "report.pdf").exists()
    assert password not in done.err


def test_only_a_pdf_is_signed(desk: Desk, tmp_path: Path) -> None:
    done = desk.program.run("report", "Q4", "-o", tmp_path / "report.csv", "--sign", desk.folder / "auditor.p12")
    assert (done.code, "only PDFs can be signed" in done.err) == (1, True)
    assert not (tmp_path / "report.csv").exists()


def test_without_the_extra_it_says_how_to_get_it(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "find_spec", lambda _name: None)
    done = desk.program.run("report", "Q4", "-o", tmp_path / "report.pdf", "--sign", desk.folder / "auditor.p12")
    assert (done.code, "assetaudit[pades]" in done.err) == (1, True)
    assert not (tmp_path / "report.pdf").exists()

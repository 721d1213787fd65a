"""A signature with a time stamp, from an authority of the test's own that speaks RFC 3161 over HTTP on this machine."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from assetaudit.reports.pdf import signing
from tests.cli.inside import Inside
from tests.cli.opened import opened
from tests.loopback import loopback
from tests.reports import preflight

MOMENT = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)
_DER, _PEM = serialization.Encoding.DER, serialization.Encoding.PEM
_PKCS8, _OPEN = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
ANSWER = "application/timestamp-reply"


def certificate(name: str, key: rsa.RSAPrivateKey, *, stamps: bool) -> x509.Certificate:
    """A certificate that signs itself: for time stamps, or for documents."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(("data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False)
    usage |= dict.fromkeys(("key_encipherment", "key_cert_sign", "crl_sign"), False)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(MOMENT.replace(year=2020))
        .not_valid_after(MOMENT.replace(year=2090))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
    )
    if stamps:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return built.sign(key, hashes.SHA256())


@dataclass
class Office:
    """A time stamping authority, and an auditor's workspace."""

    program: Inside
    folder: Path
    certificate: Certificate
    auditor: Certificate
    stamper: DummyTimeStamper
    asked: list[Any]
    """Requests that came."""

    def answer(self, body: bytes) -> tuple[int, str, bytes]:
        """Status, type and bytes of the answer to a request."""
        request = tsp.TimeStampReq.load(body, strict=True)
        self.asked.append(request)
        return 200, ANSWER, self.stamper.request_tsa_response(request).dump()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Both, with keys of their own."""
    folder = tmp_path_factory.mktemp("stamped")
    program = opened(folder)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    own, theirs = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    ada, tsa = certificate("Ada Auditor", own, stamps=False), certificate("Test Stamps", theirs, stamps=True)
    (folder / "ada.pem").write_bytes(ada.public_bytes(_PEM))
    (folder / "ada.key").write_bytes(own.private_bytes(_PEM, _PKCS8, _OPEN))
    key = keys.PrivateKeyInfo.load(theirs.private_bytes(_DER, _PKCS8, _OPEN))
    loaded = Certificate.load(tsa.public_bytes(_DER))
    stamper = DummyTimeStamper(loaded, key, fixed_dt=MOMENT)
    return Office(program, folder, loaded, Certificate.load(ada.public_bytes(_DER)), stamper, [])


def served(answer: Any) -> type[BaseHTTPRequestHandler]:
    """A server that answers what it is told to."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, kind, data = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def stamps(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the authority."""
    monkeypatch.delenv(signing.PASSWORD, raising=False)
    office.asked.clear()
    with loopback(served(office.answer)) as url:
        yield f"{url}/tsa"


def sign(office: Office, file: Path, *more: str) -> Any:
    """Write a signed report."""
    key = ("--sign", office.folder / "ada.key", "--certificate", office.folder / "ada.pem")
    return office.program.run("report", "Q4", "-o", file, *key, *more)


def status(office: Office, file: Path) -> Any:
    """What pyHanko says of the one signature, asking no network."""
    trust = ValidationContext(trust_roots=[office.auditor], allow_fetching=False)
    times = ValidationContext(trust_roots=[office.certificate], allow_fetching=False)
    with file.open("rb") as data:
        (signature,) = PdfFileReader(data).embedded_signatures
        return validate_pdf_signature(signature, trust, ts_validation_context=times)


def test_the_signature_carries_a_stamp_that_covers_it(office: Office, stamps: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    done = sign(office, file, "--timestamp", stamps)
    assert done.code == 0, done.err
    assert f"Time stamped by {stamps}." in done.out
    told = status(office, file)
    assert (told.intact, told.valid, told.bottom_line) == (True, True, True)
    assert told.coverage.name == "ENTIRE_FILE"
    stamp = told.timestamp_validity
    assert (stamp.intact, stamp.valid, stamp.trusted) == (True, True, True)
    assert stamp.timestamp == MOMENT
    assert {len(bytes(one["message_imprint"]["hashed_message"])) for one in office.asked} == {32}


@preflight.needed
def test_a_stamped_report_still_is_a_pdf_for_the_archive(office: Office, stamps: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    assert sign(office, file, "--timestamp", stamps).code == 0
    assert preflight.problems(file) == []


def test_without_the_option_nobody_is_asked(office: Office, stamps: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    assert sign(office, file).code == 0
    assert office.asked == []
    assert status(office, file).timestamp_validity is None


def refused(_body: bytes) -> tuple[int, str, bytes]:
    """A refusal as RFC 3161 has it, without a stamp: rejection (2), and the reason as text."""
    text = b"\x0c\x10quota is used up"
    status = b"\x02\x01\x02" + b"\x30" + bytes([len(text)]) + text
    inner = b"\x30" + bytes([len(status)]) + status
    return 200, ANSWER, b"\x30" + bytes([len(inner)]) + inner


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (refused, "quota is used up"),
        (lambda _body: (500, "text/html", b"sorry"), "500"),
        (lambda _body: (200, "text/html", b"<html>log in first</html>"), "its answer is text/html"),
        (lambda _body: (200, ANSWER, b"\x30\x03\x02\x01"), "No time stamp came"),
    ],
    ids=["refused", "broken", "a page", "no ASN.1"],
)
def test_where_no_stamp_comes_nothing_is_written(answer: Any, told: str, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    with loopback(served(answer)) as url:
        done = sign(office, file, "--timestamp", url)
    assert (done.code, told in done.err, "Traceback" in done.err) == (1, True, False), done.err
    assert not file.exists()


def test_a_stamp_of_something_else_is_refused(office: Office, tmp_path: Path) -> None:
    def other(body: bytes) -> tuple[int, str, bytes]:
        request = tsp.TimeStampReq.load(body)
        request["message_imprint"]["hashed_message"] = b"\0" * 32
        return 200, ANSWER, office.stamper.request_tsa_response(request).dump()

    with loopback(served(other)) as url:
        done = sign(office, tmp_path / "report.pdf", "--timestamp", url)
    assert (done.code, "it stamped something else" in done.err) == (1, True), done.err


def test_an_authority_that_fails_after_the_first_stamp_leaves_no_unsigned_report(
    office: Office, tmp_path: Path
) -> None:
    left = [office.answer]

    def once(body: bytes) -> tuple[int, str, bytes]:
        return left.pop()(body) if left else (503, "text/plain", b"")

    with loopback(served(once)) as url:
        done = sign(office, tmp_path / "report.pdf", "--timestamp", url)
    assert (done.code, "503" in done.err) == (1, True), done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--timestamp", "ftp://x"], "no address"),
        (["--timestamp", "http://127.0.0.1:9"], "No time stamp came"),
    ],
)
def test_addresses_that_lead_nowhere_are_told(more: list[str], told: str, office: Office, tmp_path: Path) -> None:
    done = sign(office, tmp_path / "report.pdf", *more)
    assert (done.code, told in done.err) == (1, True), done.err


def test_only_what_is_signed_is_stamped(office: Office, tmp_path: Path) -> None:
    done = office.program.run("report", "Q4", "-o", tmp_path / "report.pdf", "--timestamp", "http://x")
    assert (done.code, "Only a signature" in done.err) == (2, True)

"""A PDF signed as PAdES by a certificate that the user gives: whoever opens it sees by whom, and that it is whole.

The key comes from a file that the user names, its password from the environment; neither is kept anywhere.
"""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from assetaudit.errors import MissingExtraError, PrintError
from assetaudit.paths import replacing

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import SimpleSigner

    from assetaudit.reports.pdf.time_stamp import Authority

PASSWORD = "ASSETAUDIT_SIGN_PASSWORD"  # noqa: S105 - the name of a variable, no password
"""The environment variable that the password of a key comes from."""
_FIELD = "Signature"


def require() -> None:
    """MissingExtraError where PDFs cannot be signed here."""
    if find_spec("pyhanko") is None:
        raise MissingExtraError("Signing a PDF", "pades")


def load(key: Path, certificate: Path | None, file: Path) -> SimpleSigner:
    """What signs: a PKCS#12 file, or a PEM key with its certificate.

    PrintError where ``file`` is to be no PDF, or the key cannot be used; MissingExtraError without the extra.
    """
    if file.suffix.lower() != ".pdf":
        raise PrintError(f"{file} is no PDF: only PDFs can be signed.", hint="Give the report the ending .pdf.")
    require()
    missing = [str(one) for one in (key, certificate) if one is not None and not one.is_file()]
    if missing:
        raise PrintError(f"There is no file {missing[0]} to sign with.", hint="Nothing was written.")
    found = _loaded(key, certificate)
    if found is None:
        raise PrintError(
            f"The key in {key} cannot be used: it is of another kind, or needs another password.",
            hint=f"Give a PKCS#12 file, or a PEM key with --certificate; its password in {PASSWORD}.",
        )
    return found


def authority(url: str) -> Authority:
    """A time stamping authority that has just given a stamp; PrintError where it does not."""
    require()
    from assetaudit.reports.pdf.time_stamp import Authority

    found = Authority(url)
    found.try_out()
    return found


def sign(file: Path, signer: SimpleSigner, reason: str, stamps: Authority | None = None) -> str:
    """Sign a PDF where it lies, further changes forbidden; answers the signer's name.

    PAdES baseline B-B, or B-T with the time stamp of an authority.
    """
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    name = str(signer.subject_name)
    told = PdfSignatureMetadata(
        _FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        name=name,
    )
    try:
        with file.open("rb") as plain, replacing(file) as signed:
            PdfSigner(told, signer, timestamper=stamps).sign_pdf(_with_field(plain), output=signed)
    except PrintError:
        file.unlink(missing_ok=True)  # an unsigned report is not what was asked for
        raise
    return name


def _with_field(plain: BinaryIO) -> IncrementalPdfFileWriter:
    """The document with a field to sign in, which looks like nothing: PDF/A asks that this is said."""
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    class Kept(IncrementalPdfFileWriter):
        """What the document says of itself stays as it is: pyHanko would write it anew, and no PDF/A any more."""

        def _update_meta(self) -> None:
            pass

    writer = Kept(plain)
    append_signature_field(writer, SigFieldSpec(_FIELD))
    nothing = writer.add_object(RawContent(b"", box=BoxConstraints(width=1, height=1)).as_form_xobject())
    looks: Any = DictionaryObject  # it has no types
    writer.root["/AcroForm"]["/Fields"][-1]["/AP"] = looks({pdf_name("/N"): nothing})
    return writer


def _loaded(key: Path, certificate: Path | None) -> SimpleSigner | None:
    from pyhanko.sign.signers import SimpleSigner

    logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # its reasons come with tracebacks
    password = os.environ.get(PASSWORD, "").encode() or None
    loader: Any = SimpleSigner  # its loaders have no types
    found: SimpleSigner | None = (
        loader.load_pkcs12(str(key), passphrase=password)
        if certificate is None
        else loader.load(str(key), str(certificate), key_passphrase=password)
    )
    return found

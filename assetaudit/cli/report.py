"""``assetaudit report``: what an auditor is handed, in the format that the file's ending names."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.cli import arguments
from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

    from assetaudit.reports.pdf.time_stamp import Authority


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "report", _report)
    parser.add_argument("audit", metavar="AUDIT")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="its ending chooses the format")
    parser.add_argument(
        "--for", dest="audience", choices=("auditor", "manager", "technician"), default="auditor", help="whom it is for"
    )
    parser.add_argument(
        "--language", metavar="WORD", default="", help="write it in this language, such as de; else by the settings"
    )
    parser.add_argument("--sign", metavar="KEY", help="sign the PDF with this PKCS#12 file or PEM key (extra pades)")
    parser.add_argument("--certificate", metavar="FILE", help="the certificate of a PEM key")
    parser.add_argument(
        "--timestamp", metavar="URL", help="have the signature stamped by this authority (RFC 3161); it gets a hash"
    )


def _report(options: argparse.Namespace) -> int:
    from assetaudit.reports.theme import Audience
    from assetaudit.reports.write import is_list, write_report
    from assetaudit.wiring.review_report import full_report, list_report

    file = Path(options.output)
    signer = _signer(options, file)
    stamps = _authority(options)
    language = _language(options.language)
    space, name = arguments.workspace(options), options.audit
    if is_list(file):
        write_report(file, list_report(space, name, language))
    else:
        write_report(file, full_report(space, name, Audience(options.audience), language))
    print(f"{file} written.")
    if signer is not None:
        from assetaudit.reports.pdf.signing import sign

        print(f"Signed by {sign(file, signer, 'Report of a physical asset audit', stamps)}.")
        if stamps is not None:
            print(f"Time stamped by {stamps.url}.")
    return 0


def _authority(options: argparse.Namespace) -> Authority | None:
    """The authority that stamps the signature; asked for a first stamp before anything is written."""
    if options.timestamp is None:
        return None
    if options.sign is None:
        raise UsageError("Only a signature is time stamped.", hint="Say with --sign what signs the report.")
    from assetaudit.reports.pdf.signing import authority

    return authority(options.timestamp)


def _language(wish: str) -> str:
    """The language that was asked for; empty for that of the settings."""
    from assetaudit.language import languages

    if wish and wish not in languages():
        raise UsageError(f"There are no reports in '{wish}'.", hint=f"Languages are {', '.join(languages())}.")
    return wish


def _signer(options: argparse.Namespace, file: Path) -> SimpleSigner | None:
    """What signs the report, looked at before anything is written."""
    if options.sign is None:
        return None
    from assetaudit.reports.pdf.signing import load

    return load(Path(options.sign), Path(options.certificate) if options.certificate else None, file)

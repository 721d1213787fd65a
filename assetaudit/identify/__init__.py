"""What did I scan? Pure; one file per standard."""

from assetaudit.identify.clean import printable
from assetaudit.identify.identifier import BUILT_IN, Identifier, identifier
from assetaudit.identify.scanned import Meaning, Parser, Rank, Scanned
from assetaudit.identify.show import identification_json

__all__ = [
    "BUILT_IN",
    "Identifier",
    "Meaning",
    "Parser",
    "Rank",
    "Scanned",
    "identification_json",
    "identifier",
    "printable",
]

"""How reads come in: one file per device kind; the address picks the driver."""

from assetaudit.readers.opening import open_reader

__all__ = ["open_reader"]

"""zbar as the last resort for QR codes that nothing else read, where the library is on the machine.

It is asked for QR codes alone: of other formats it is measured to give parts of codes and wrong characters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from assetaudit.readers.camera.code import Code

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image


@cache
def zbar() -> Any:  # noqa: ANN401 - an optional package without types
    """The module ``pyzbar.pyzbar``, or None where it or its library is not installed."""
    try:
        from pyzbar import pyzbar
    except (ImportError, OSError):  # OSError: the package is here, libzbar is not
        return None
    return pyzbar


def qr_codes(gray: Image) -> list[Code]:
    """QR codes that zbar reads; texts beyond ASCII are left out, for it is known to garble them."""
    module = zbar()
    if module is None:
        return []
    found = module.decode(gray, symbols=[module.ZBarSymbol.QRCODE])
    return [_code(one) for one in found if one.data and one.data.isascii()]


def _code(found: Any) -> Code:  # noqa: ANN401 - an optional package without types
    corners = tuple((float(point.x), float(point.y)) for point in found.polygon)
    return Code(found.data.decode("ascii"), None, "]Q1", corners, checked=True)

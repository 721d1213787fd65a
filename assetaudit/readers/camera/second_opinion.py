"""The last resorts for QR codes that nothing else read: zbar, where the library is on the machine, then OpenCV.

zbar is asked for QR codes alone: of other formats it is measured to give parts of codes and wrong characters. OpenCV
follows the bent edges of a code on a cable, a bottle or a folded bag.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from assetaudit.readers.camera.code import Code
from assetaudit.readers.camera.opencv import opencv

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
    """QR codes that zbar or else OpenCV reads; texts beyond ASCII are left out, for both are known to garble them."""
    return _by_zbar(gray) or bent_codes(gray)


def bent_codes(gray: Image) -> list[Code]:
    """The QR code on a bent label, if there is one."""
    cv2 = opencv()
    try:
        text, corners, _straight = cv2.QRCodeDetector().detectAndDecodeCurved(gray)
    except cv2.error:  # its own checks on what it took for the edges of a code
        return []
    if not text or not text.isascii() or corners is None:
        return []
    return [Code(text, None, "]Q1", tuple((float(x), float(y)) for x, y in corners.reshape(-1, 2)), checked=True)]


def _by_zbar(gray: Image) -> list[Code]:
    module = zbar()
    if module is None:
        return []
    found = module.decode(gray, symbols=[module.ZBarSymbol.QRCODE])
    return [_code(one) for one in found if one.data and one.data.isascii()]


def _code(found: Any) -> Code:  # noqa: ANN401 - an optional package without types
    corners = tuple((float(point.x), float(point.y)) for point in found.polygon)
    return Code(found.data.decode("ascii"), None, "]Q1", corners, checked=True)

"""Pictures are read with OpenCV, an extra: where it is not installed these tests say so and are left out."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: pip install 'assetaudit[camera]'")

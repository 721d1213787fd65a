"""Where the parts are put together: the one package that knows stores, devices and the core at once."""

from assetaudit.wiring.workspace import Workspace

__all__ = ["Workspace"]

"""What can go wrong, told so that a person knows what, where and what to do next."""


class AssetAuditError(Exception):
    """The family of every error that a user is meant to read."""

    title = "Error"
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        """One sentence: what happened, and where (file:line)."""
        self.hint = hint
        """What to do about it, or empty."""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(AssetAuditError):
    """The command was called wrongly."""

    title = "Wrong use"
    exit_code = 2


class ConfigError(AssetAuditError):
    """A setting cannot be used as it is."""

    title = "Settings"


class ReaderError(AssetAuditError):
    """A reader cannot be opened or read."""

    title = "Reader"


class RegisterError(AssetAuditError):
    """A register file cannot be understood, or a register has no such thing."""

    title = "Register"


class StoreError(AssetAuditError):
    """The workspace on disk cannot be used."""

    title = "Workspace"


class AuditError(AssetAuditError):
    """An audit does not exist, or cannot do what was asked."""

    title = "Audit"


class PrintError(AssetAuditError):
    """A label or a report cannot be made as asked."""

    title = "Printing"


class SyncError(AssetAuditError):
    """Data cannot be exchanged."""

    title = "Sync"


class MissingExtraError(AssetAuditError):
    """An optional part is not installed."""

    title = "Not installed"

    def __init__(self, part: str, extra: str) -> None:
        super().__init__(f"{part} is not installed.", hint=f"Install it with: pip install 'assetaudit[{extra}]'")
